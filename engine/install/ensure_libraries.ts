import { usesPinnedCuda } from "../library/cuda_choice.ts";
import { type Device, deviceHere } from "../library/device_class.ts";
import { type Host, systemHost } from "../library/host.ts";
import type { InstallProgress, TensorflowLibrary } from "../library/library.ts";
import { ensureTensorflow } from "./ensure.ts";
import { ensureCuda } from "./ensure_cuda.ts";

/**
 * Finds all that the engine needs for a device, or downloads it: libtensorflow, and the pinned CUDA libraries for a GPU
 * unless libtensorflow is the user's own or `SDARTS_CUDA=system` is set.
 *
 * @throws {LibraryError} With one line: what failed, and a remedy.
 */
export async function ensureLibraries(
  options: {
    /** Receives the progress of downloads and unpacking. */
    readonly report?: (progress: InstallProgress) => void;
    /** Default: this machine. */
    readonly host?: Host;
    /** Default: a GPU where there is one. */
    readonly device?: Device;
  } = {},
): Promise<TensorflowLibrary> {
  const { host = systemHost(), report = () => {} } = options;
  const device = options.device ?? await deviceHere(host);
  const library = await ensureTensorflow({ host, device, report });
  if (device === "gpu" && usesPinnedCuda(host, library.path)) {
    await ensureCuda({ host, report });
  }
  return library;
}
