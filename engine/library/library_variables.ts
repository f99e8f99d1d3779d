import { systemCudaFolders, usesSystemCuda } from "./cuda_choice.ts";
import type { Host } from "./host.ts";
import { oneDnnSetting, type Use } from "./identify.ts";

/** Environment variables of a process that uses a TensorFlow library as a stage does, beside those of Deno. */
export function libraryVariables(
  host: Host,
  use: Use,
  { library, gpu }: {
    /** Path of the library. */
    readonly library: string;
    /** Model of the GPU for which the plan was made. */
    readonly gpu?: string | undefined;
  },
): Record<string, string> {
  return {
    SDARTS_LIBTENSORFLOW: library,
    TF_ENABLE_ONEDNN_OPTS: oneDnnSetting(host),
    // The start-up notices of the library would mix with the log of the stage.
    TF_CPP_MIN_LOG_LEVEL: host.env("TF_CPP_MIN_LOG_LEVEL") ?? "2",
    // Large pages: the first step of a full network takes half as long, as the kernel clears far fewer of them.
    GLIBC_TUNABLES: host.env("GLIBC_TUNABLES") ?? "glibc.malloc.hugetlb=1",
    ...deviceVariables(host, use, gpu),
  };
}

/**
 * Variables that give a stage its device, with which the engine compares what it opened. Which GPUs a stage gets, its
 * executor says.
 */
function deviceVariables(
  host: Host,
  { device, elsewhere }: Use,
  model: string | undefined,
): Record<string, string> {
  if (device === "cpu") {
    return { SDARTS_DEVICE: "cpu", CUDA_VISIBLE_DEVICES: "" };
  }
  const visible = elsewhere === undefined
    ? host.env("CUDA_VISIBLE_DEVICES")
    : undefined;
  return {
    SDARTS_DEVICE: "gpu",
    SDARTS_GPU: model ?? "unknown",
    ...(visible === undefined ? {} : { CUDA_VISIBLE_DEVICES: visible }),
    ...(usesSystemCuda(host)
      ? { LD_LIBRARY_PATH: systemCudaFolders(host).join(":") }
      : {}),
  };
}
