import { dirname } from "node:path";
import { ensureCuda } from "../../engine/install/ensure_cuda.ts";
import { ensureTensorflow } from "../../engine/install/ensure.ts";
import {
  systemCudaFolders,
  usesPinnedCuda,
  usesSystemCuda,
} from "../../engine/library/cuda_choice.ts";
import { type Host, systemHost } from "../../engine/library/host.ts";
import {
  identifyLibrary,
  identifyTensorflow,
  oneDnnSetting,
  type Use,
} from "../../engine/library/identify.ts";
import type { Toolchain, ToolchainRequest } from "../../pipeline/stage.ts";

/** What a stage uses TensorFlow for: the number of its GPUs alone says on which device. */
function useFor({ gpus, nodes }: ToolchainRequest): Use {
  return { device: gpus > 0 ? "gpu" : "cpu", elsewhere: nodes?.gpu };
}

/** Toolchain of the stages that compute with tensors, on a given machine. */
export function createTensorflowToolchain(
  host: Host = systemHost(),
): Toolchain {
  const announced = new Map<string, Promise<Record<string, string>>>();
  return {
    name: "tensorflow",
    usesGpu: true,
    identify: (request) => {
      const use = useFor(request);
      return announced.getOrInsertComputed(
        use.device,
        () => identifyTensorflow({ host, ...use }),
      );
    },
    prepare: async (report, request) => {
      const use = useFor(request);
      const { device } = use;
      const library = await ensureTensorflow({ host, device, report });
      if (device === "gpu" && usesPinnedCuda(host, library.path)) {
        await ensureCuda({ host, report });
      }
      const planned = await announced.get(use.device);
      const found = await identifyLibrary(library, use, host);
      if (planned !== undefined && planned["library"] !== found["library"]) {
        // Results must not be stored under the key of another library.
        throw new Error(
          `Expected TensorFlow ${
            planned["version"]
          }, for which the plan was made, but found ${found["version"]} in ${
            dirname(library.path)
          }: run the same command again to plan with it`,
        );
      }
      return {
        env: {
          SDARTS_LIBTENSORFLOW: library.path,
          TF_ENABLE_ONEDNN_OPTS: oneDnnSetting(host),
          // The start-up notices of the library would mix with the log of the stage.
          TF_CPP_MIN_LOG_LEVEL: host.env("TF_CPP_MIN_LOG_LEVEL") ?? "2",
          // Large pages: the first step of a full network takes half as long, as the kernel clears far fewer of them.
          GLIBC_TUNABLES: host.env("GLIBC_TUNABLES") ??
            "glibc.malloc.hugetlb=1",
          ...deviceVariables(host, use, found["gpu"]),
        },
        read: [library.path, library.framework],
        ffi: [library.path, library.framework],
      };
    },
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

/** TensorFlow on this machine. */
export const tensorflowToolchain: Toolchain = createTensorflowToolchain();
