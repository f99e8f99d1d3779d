import { type OpenedGpu, openedGpu } from "../../engine/library/opened_gpu.ts";
import { whyNoGpu } from "../../engine/library/why_no_gpu.ts";

/**
 * Throws if a process computes on another device than its stage asks for: its results would be filed as those of that.
 *
 * @param found Kind of the device that the engine opened.
 * @param asked Kind of the device and model of the GPU that the toolchain granted, and the library; `unknown` is any model.
 */
export function checkDevice(
  found: "cpu" | "gpu",
  asked: {
    readonly device: string | undefined;
    readonly gpu: string | undefined;
    readonly library: string;
  },
  open: (library: string) => OpenedGpu = openedGpu,
): void {
  const { device, gpu = "unknown", library } = asked;
  if (device === "cpu" && found === "gpu") {
    throw new Error(
      "Expected the CPU, as resources.gpus is 0, but TensorFlow opened a GPU",
    );
  }
  if (device !== "gpu") return;
  if (found === "cpu") {
    throw new Error(
      `Expected a GPU, as resources.gpus asks for, but TensorFlow opened the CPU: ${
        whyNoGpu(open(library))
      }`,
    );
  }
  if (gpu === "unknown") return;
  const { model } = open(library);
  // A part of a GPU is named like it: `NVIDIA A100-SXM4-80GB MIG 1g.10gb`.
  const planned = gpu.split(" + ").some((name) =>
    model === name || model?.startsWith(`${name} MIG `)
  );
  if (model !== undefined && !planned) {
    throw new Error(
      `Expected ${gpu}, for which the plan was made, but found ${model}`,
    );
  }
}
