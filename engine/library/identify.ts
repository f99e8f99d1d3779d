import { cacheFolderIfAny } from "./cache_folder.ts";
import { cudaLibraries } from "./cuda_libraries.ts";
import {
  systemCudaFolders,
  usesPinnedCuda,
  usesSystemCuda,
} from "./cuda_choice.ts";
import type { Device } from "./device_class.ts";
import { rememberedDigest } from "./file_digest.ts";
import { type Host, systemHost } from "./host.ts";
import type { TensorflowLibrary } from "./library.ts";
import { locateTensorflow } from "./locate.ts";
import { nvidiaGpus } from "./nvidia_gpus.ts";
import { PINNED_CUDA } from "./pinned_cuda.ts";
import { PINNED_WHEELS } from "./pinned.ts";
import { pinnedWheelFor } from "./platform.ts";

/** Value for `TF_ENABLE_ONEDNN_OPTS`, read as TensorFlow reads it: on by default. */
export function oneDnnSetting(host: Host): "0" | "1" {
  const value = host.env("TF_ENABLE_ONEDNN_OPTS")?.trim().toLowerCase();
  return value === "0" || value === "false" ? "0" : "1";
}

/** Device and place of the processes that use a library. */
export interface Use {
  readonly device: Device;
  /** Model of the GPUs of the nodes that use it, empty if unknown; undefined if this machine uses it. */
  readonly elsewhere?: string | undefined;
}

async function identity(
  host: Host,
  library: {
    version: string;
    sha256: string;
    framework: string;
    /** Where it is installed; missing if it is not yet. */
    path?: string;
  },
  { device, elsewhere }: Use,
): Promise<Record<string, string>> {
  const { version, sha256, framework, path } = library;
  const common = {
    version,
    library: sha256,
    framework,
    device,
    onednn: oneDnnSetting(host) === "1" ? "on" : "off",
  };
  if (device === "cpu") return common;
  const { model, driver } = elsewhere === undefined
    ? await nvidiaGpus(host)
    : { model: elsewhere === "" ? "unknown" : elsewhere, driver: undefined };
  return {
    ...common,
    gpu: model,
    ...(driver === undefined ? {} : { driver }),
    ...await cudaIdentity(host, path, elsewhere === undefined),
  };
}

/** Versions of the CUDA libraries that a library uses. */
async function cudaIdentity(
  host: Host,
  path: string | undefined,
  here: boolean,
): Promise<Record<string, string>> {
  if (usesPinnedCuda(host, path)) {
    return Object.fromEntries(
      PINNED_CUDA.map(({ name, version }) => [name, version]),
    );
  }
  // The libraries of this machine say nothing about those of nodes.
  if (!here) return { cuda: "of the nodes" };
  return await cudaLibraries(
    usesSystemCuda(host) ? undefined : path,
    cacheFolderIfAny(host),
    systemCudaFolders(host),
  );
}

/** Identity of an installed library: by the content of its files, not by their paths. */
export async function identifyLibrary(
  library: TensorflowLibrary,
  use: Use,
  host: Host = systemHost(),
): Promise<Record<string, string>> {
  const folder = cacheFolderIfAny(host);
  const sha256 = await rememberedDigest(library.path, folder);
  const framework = await rememberedDigest(library.framework, folder);
  const pinned = PINNED_WHEELS.find((wheel) => wheel.library.sha256 === sha256);
  const { version } = pinned ?? library;
  const { path } = library;
  return await identity(host, { version, sha256, framework, path }, use);
}

/**
 * The properties of libtensorflow that can change a result, for an action key: version, SHA-256 of both libraries,
 * device, oneDNN, and on a GPU its model, driver and CUDA libraries. Cheap: the hashes of files are remembered, and if
 * nothing is installed yet, the identity is that of the pinned wheel.
 */
export async function identifyTensorflow(
  { host = systemHost(), ...use }: Use & { readonly host?: Host },
): Promise<Record<string, string>> {
  const { device } = use;
  const library = await locateTensorflow({ host, device });
  if (library !== null) return await identifyLibrary(library, use, host);
  const { version, library: { sha256 }, framework } = await pinnedWheelFor(
    host,
    device,
  );
  return await identity(
    host,
    { version, sha256, framework: framework.sha256 },
    use,
  );
}
