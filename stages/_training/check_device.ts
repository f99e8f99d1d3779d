import { type OpenedGpu, openedGpu } from "../../engine/library/opened_gpu.ts";

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
        whyNone(open(library))
      }`,
    );
  }
  if (gpu === "unknown") return;
  const { model } = open(library);
  if (model !== undefined && !gpu.split(" + ").includes(model)) {
    throw new Error(
      `Expected ${gpu}, for which the plan was made, but found ${model}`,
    );
  }
}

/** Why a CUDA build of TensorFlow opens no GPU, as far as it can be told, and what mends it. */
function whyNone({ model, driver, libraries }: OpenedGpu): string {
  if (driver === undefined) {
    return "the driver of the GPU (libcuda.so.1) does not open; `deno task doctor` says more";
  }
  if (model === undefined) {
    return "the driver shows no GPU; `deno task doctor` says more";
  }
  const missing = ["cudart", "cublas", "cudnn", "cufft", "cusparse"].filter((
    name,
  ) => libraries[name] === undefined);
  return missing.length === 0
    ? `${model} is there and CUDA opens; TF_CPP_MIN_LOG_LEVEL=0 shows why TensorFlow refuses it`
    : `CUDA libraries do not open (${
      missing.join(", ")
    }); \`deno task doctor --install\` gets them`;
}
