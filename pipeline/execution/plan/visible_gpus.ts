import { namesOrNone } from "../../base/read_files.ts";
import { ifPossible } from "../../../common/if_possible.ts";
import {
  gpuNodes,
  visibleDevices,
  WSL_GPU,
} from "../../../common/cuda_devices.ts";

/** A GPU that stages of this machine may get. */
export interface VisibleGpu {
  /** Its name in `CUDA_VISIBLE_DEVICES`: the index by which CUDA counts it, or an id of the driver. */
  readonly name: string;
  /** Lock file, the same for every process and user of the machine; undefined where all can write to no folder. */
  readonly lock?: string;
}

/** A device of the driver. */
interface Device {
  /** Number of its node in `/dev`, which no container changes. */
  readonly minor: string;
  /** Such as `GPU-4a2b...`; undefined if the driver does not say. */
  readonly id?: string;
}

/** Folders in which all users of a machine may lock, the first first. */
const SHARED = ["/run/lock", "/tmp"];

/**
 * GPUs that this process may use: those of `CUDA_VISIBLE_DEVICES`, which a scheduler may have set, or all whose device
 * nodes are there, as CUDA counts them in the order of their buses: a container that has `/dev/nvidia3` alone has the
 * GPU 0. WSL does not tell how many it shows: one is taken for granted.
 *
 * @param root Folder with `dev`, `proc` and `usr`; tests pass another.
 */
export function visibleGpus(
  env: (name: string) => string | undefined,
  root = "",
): VisibleGpu[] {
  const devices = devicesOf(root);
  const folder = SHARED.find((path) => isShared(`${root}${path}`));
  const gpu = (name: string, known?: Device): VisibleGpu => ({
    name,
    ...(folder === undefined ? {} : {
      lock: `${root}${folder}/sdarts-gpu-${
        known?.minor ?? name.replaceAll(/[^\w.-]/g, "_")
      }`,
    }),
  });
  const visible = env("CUDA_VISIBLE_DEVICES");
  if (visible === undefined) {
    return devices.length === 0 && isWsl(root)
      ? [gpu("0")]
      : devices.map((device, index) => gpu(String(index), device));
  }
  return visibleDevices(visible, devices.length).map((name) =>
    gpu(
      name,
      /^\d+$/.test(name)
        ? devices[Number(name)]
        : devices.find(({ id }) => id?.startsWith(name)),
    )
  );
}

/** Devices whose nodes are there, in the order of their buses, or of their nodes if the driver does not tell buses. */
function devicesOf(root: string): Device[] {
  const nodes = gpuNodes(namesOrNone(`${root}/dev`));
  const folder = `${root}/proc/driver/nvidia/gpus`;
  const told = namesOrNone(folder).flatMap((bus) => {
    const path = `${folder}/${bus}/information`;
    const text = ifPossible(() => Deno.readTextFileSync(path)) ?? "";
    const minor = /^Device Minor:\s*(\d+)/m.exec(text)?.[1];
    const id = /^GPU UUID:\s*(GPU-[0-9a-f-]+)\s*$/m.exec(text)?.[1];
    if (minor === undefined || !nodes.includes(minor)) return [];
    return [{ minor, ...(id === undefined ? {} : { id }) }];
  });
  const known = new Set(told.map(({ minor }) => minor));
  return nodes.every((minor) => known.has(minor))
    ? told
    : nodes.sort((a, b) => Number(a) - Number(b)).map((minor) => ({ minor }));
}

/** True if every user may create files in a folder, and remove none of others. */
function isShared(path: string): boolean {
  const mode = ifPossible(() => Deno.statSync(path).mode) ?? 0;
  return (mode & 0o1002) === 0o1002;
}

function isWsl(root: string): boolean {
  return WSL_GPU.every((path) => ifPossible(() => Deno.statSync(root + path)));
}
