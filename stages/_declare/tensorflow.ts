import { dirname } from "node:path";
import { ensureLibraries } from "../../engine/install/ensure_libraries.ts";
import { type Host, systemHost } from "../../engine/library/host.ts";
import {
  identifyLibrary,
  identifyTensorflow,
  type Use,
} from "../../engine/library/identify.ts";
import { libraryVariables } from "../../engine/library/library_variables.ts";
import type { Toolchain, ToolchainRequest } from "../../pipeline/stage.ts";

/** Device on which a stage uses TensorFlow: a GPU if it asks for any, else the CPU. */
function useFor({ gpus, nodes }: ToolchainRequest): Use {
  return { device: gpus > 0 ? "gpu" : "cpu", elsewhere: nodes?.gpu };
}

function keyOf({ device, elsewhere }: Use): string {
  return JSON.stringify([device, elsewhere]);
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
        keyOf(use),
        () => identifyTensorflow({ host, ...use }),
      );
    },
    prepare: async (report, request) => {
      const use = useFor(request);
      const { device } = use;
      const library = await ensureLibraries({ host, device, report });
      const planned = await announced.get(keyOf(use));
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
        env: libraryVariables(host, use, {
          library: library.path,
          gpu: found["gpu"],
        }),
        read: [library.path, library.framework],
        ffi: [library.path, library.framework],
      };
    },
  };
}

/** TensorFlow on this machine. */
export const tensorflowToolchain: Toolchain = createTensorflowToolchain();
