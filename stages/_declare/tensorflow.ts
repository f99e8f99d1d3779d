import { dirname } from "node:path";
import { ensureTensorflow } from "../../engine/install/ensure.ts";
import { type Host, systemHost } from "../../engine/library/host.ts";
import {
  identifyLibrary,
  identifyTensorflow,
  oneDnnSetting,
} from "../../engine/library/identify.ts";
import type { Toolchain } from "../../pipeline/stage.ts";

/** Toolchain of the stages that compute with tensors, on a given machine. */
export function createTensorflowToolchain(
  host: Host = systemHost(),
): Toolchain {
  let announced: Promise<Record<string, string>> | undefined;
  return {
    name: "tensorflow",
    identify: () => announced ??= identifyTensorflow({ host }),
    prepare: async (report) => {
      const library = await ensureTensorflow({ host, report });
      const planned = await announced;
      const found = await identifyLibrary(library, host);
      if (planned !== undefined && planned.library !== found.library) {
        // Results must not be stored under the key of another library.
        throw new Error(
          `Expected TensorFlow ${planned.version}, for which the plan was made, but found ${found.version} in ${
            dirname(library.path)
          }: run the same command again to plan with it`,
        );
      }
      const visible = host.env("CUDA_VISIBLE_DEVICES");
      return {
        env: {
          SDARTS_LIBTENSORFLOW: library.path,
          TF_ENABLE_ONEDNN_OPTS: oneDnnSetting(host),
          // The start-up notices of the library would mix with the log of the stage.
          TF_CPP_MIN_LOG_LEVEL: host.env("TF_CPP_MIN_LOG_LEVEL") ?? "2",
          // Large pages: the first step of a full network takes half as long, as the kernel clears far fewer of them.
          GLIBC_TUNABLES: host.env("GLIBC_TUNABLES") ??
            "glibc.malloc.hugetlb=1",
          ...(visible === undefined ? {} : { CUDA_VISIBLE_DEVICES: visible }),
        },
        read: [library.path, library.framework],
        ffi: [library.path, library.framework],
      };
    },
  };
}

/** TensorFlow on this machine. */
export const tensorflowToolchain: Toolchain = createTensorflowToolchain();
