import { join } from "node:path";
import { cacheFolder } from "./library/cache_folder.ts";
import { usesPinnedCuda } from "./library/cuda_choice.ts";
import { type Device, deviceHere } from "./library/device_class.ts";
import { doctorCommand } from "./library/doctor_command.ts";
import type { Host } from "./library/host.ts";
import { oneDnnSetting } from "./library/identify.ts";
import { missingCuda } from "./library/installed_cuda.ts";
import type { TensorflowLibrary } from "./library/library.ts";
import { libraryVariables } from "./library/library_variables.ts";
import { locateTensorflow } from "./library/locate.ts";
import { type NvidiaGpus, nvidiaGpus } from "./library/nvidia_gpus.ts";
import { type CudaPackage, PINNED_CUDA } from "./library/pinned_cuda.ts";
import { pinnedWheelFor } from "./library/platform.ts";
import { type Probe, probeApart } from "./library/probe.ts";
import { findPip, pythonVersion } from "./library/python.ts";
import { whyNoGpu } from "./library/why_no_gpu.ts";
import { assertSupportedAbi } from "./tensorflow/symbols.ts";

/** State of the engine on this machine. */
export interface Diagnosis {
  readonly ok: boolean;
  /** Reasons why the engine cannot run, each with a remedy. */
  readonly problems: readonly string[];
  readonly deno: string;
  readonly platform: string;
  /** Version of tfjs-node-gpu, which supplies the kernels. */
  readonly kernels: string;
  readonly library: TensorflowLibrary | null;
  /** `TF_Version()` of the library, once it was opened. */
  readonly tensorflow: string | null;
  /** Device that is looked for: a GPU where the machine shows one. */
  readonly device: Device;
  /** Types of the devices that a stage's process can use, such as `["CPU"]`. */
  readonly devices: readonly string[];
  /** GPUs that the machine shows; null without. */
  readonly gpus: NvidiaGpus | null;
  /** Versions of the CUDA libraries that open in a stage's process; null where no GPU is looked for. */
  readonly cuda: Readonly<Record<string, string>> | null;
  /** Default threads of the engine. */
  readonly threads: { readonly intraOp: number; readonly interOp: number };
  readonly onednn: boolean;
  readonly cores: number;
  /** Bytes of memory; `available` to new processes. */
  readonly memory: { readonly total: number; readonly available: number };
  /** Folder of installed libraries and its free bytes. */
  readonly cache: { readonly folder: string; readonly free: number } | null;
  /** Output of `python3 --version`; null without Python. */
  readonly python: string | null;
  /** Output of `pip --version`; null without pip. */
  readonly pip: string | null;
}

const message = (error: unknown) =>
  error instanceof Error ? error.message : String(error);

/** Free bytes at the nearest folder above `path` that exists. */
async function freeAt(host: Host, path: string): Promise<number> {
  for (
    let folder = path;;
    folder = folder.slice(0, folder.lastIndexOf("/")) || "/"
  ) {
    if (folder === "/" || await host.exists(folder)) {
      return await host.free(folder);
    }
  }
}

/** Inspects the machine; downloads and changes nothing. */
export async function diagnose(
  { host, kernels, probe = probeApart, ...options }: {
    readonly host: Host;
    readonly kernels: string;
    /** Device to look for; default: a GPU where the machine shows one. */
    readonly device?: Device | undefined;
    /** Opens a library as a stage does; default {@linkcode probeApart}. */
    readonly probe?: typeof probeApart;
  },
): Promise<Diagnosis> {
  const problems: string[] = [];
  const attempt = async <T>(work: () => T | Promise<T>): Promise<T | null> => {
    try {
      return await work();
    } catch (error) {
      problems.push(message(error));
      return null;
    }
  };
  const device = options.device ?? await deviceHere(host);
  const gpus = device === "gpu" ? await nvidiaGpus(host) : null;
  await attempt(() => assertSupportedAbi(host));
  const cache = await attempt(async () => {
    const folder = cacheFolder(host);
    return { folder, free: await freeAt(host, folder) };
  });
  const library = await attempt(() => locateTensorflow({ host, device }));
  const opened = library === null ? null : await attempt(() =>
    probe(
      library,
      host,
      libraryVariables(host, { device }, { library: library.path }),
    )
  );
  const python = await pythonVersion(host) ?? null;
  const pip = (await findPip(host))?.version ?? null;
  if (problems.length === 0) {
    const found = await attempt(() =>
      troubles(host, { device, library, opened })
    );
    problems.push(...found ?? []);
  }
  if (
    pip === null &&
    problems.some((problem) => problem.includes("doctor --install"))
  ) {
    problems.push(
      "pip is missing, which downloads it: install Python 3 with pip, or set SDARTS_LIBTENSORFLOW",
    );
  }
  const cores = navigator.hardwareConcurrency;
  const { total, available } = Deno.systemMemoryInfo();
  return {
    ok: opened !== null && problems.length === 0,
    problems,
    deno: Deno.version.deno,
    platform: `${host.os} ${host.arch}`,
    kernels,
    library,
    tensorflow: opened?.version ?? null,
    device,
    devices: opened?.devices ?? [],
    gpus,
    cuda: device === "gpu" ? opened?.gpu.libraries ?? {} : null,
    threads: { intraOp: cores, interOp: 2 * cores },
    onednn: oneDnnSetting(host) === "1",
    cores,
    memory: { total, available },
    cache,
    python,
    pip,
  };
}

/** Problems of a library that opens, or of having none, each with a remedy. */
async function troubles(
  host: Host,
  { device, library, opened }: {
    readonly device: Device;
    readonly library: TensorflowLibrary | null;
    readonly opened: Probe | null;
  },
): Promise<string[]> {
  const found: string[] = [];
  const flag = device === "gpu" && await deviceHere(host) !== "gpu"
    ? " --gpu"
    : "";
  const later = (what: string, bytes: number) =>
    `${what}: the first run ${device === "gpu" ? "with a GPU " : ""}downloads ${
      Math.round(bytes / 1e6)
    } MB, or do it now with ${doctorCommand(`--install${flag}`)}`;
  if (library === null) {
    const { project, version, size } = await pinnedWheelFor(host, device);
    found.push(later(`No libtensorflow yet (${project} ${version})`, size));
  }
  const missing: CudaPackage[] =
    device === "gpu" && usesPinnedCuda(host, library?.path)
      ? await missingCuda(join(cacheFolder(host), "nvidia"), PINNED_CUDA)
      : [];
  if (missing.length > 0) {
    found.push(later(
      `No CUDA libraries yet (${missing.map(({ name }) => name).join(", ")})`,
      missing.reduce((sum, { size }) => sum + size, 0),
    ));
  }
  if (opened === null) return found;
  if (opened.trouble !== undefined) {
    found.push(`Cannot make a TensorFlow context: ${opened.trouble}`);
  } else if (
    device === "gpu" && missing.length === 0 && !opened.devices.includes("GPU")
  ) {
    found.push(
      `Expected a GPU but TensorFlow opens the CPU: ${whyNoGpu(opened.gpu)}`,
    );
  }
  return found;
}
