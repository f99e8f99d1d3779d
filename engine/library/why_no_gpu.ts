import { doctorCommand } from "./doctor_command.ts";
import type { OpenedGpu } from "./opened_gpu.ts";

/** Libraries of which a CUDA build tells the version, by the names of {@linkcode OpenedGpu}. */
const TOLD = ["cudart", "cublas", "cudnn", "cufft", "cusparse"];

/** Why a TensorFlow library opens no GPU, as far as it can be told, and what mends it. */
export function whyNoGpu(
  { model, driver, libraries, complete }: OpenedGpu,
): string {
  if (complete === undefined) {
    return "the library is no CUDA build that is known here; unset SDARTS_LIBTENSORFLOW for the pinned one";
  }
  if (driver === undefined) {
    return "the driver of the GPU (libcuda.so.1) does not open: install NVIDIA's, or start the container with its GPUs";
  }
  if (model === undefined) {
    return "the driver shows no GPU: see nvidia-smi, and CUDA_VISIBLE_DEVICES";
  }
  if (complete) {
    return `${model} is there and CUDA opens; TF_CPP_MIN_LOG_LEVEL=0 shows why TensorFlow refuses it`;
  }
  const missing = TOLD.filter((name) => libraries[name] === undefined);
  return `CUDA libraries do not open (${missing.join(", ") || "cusolver"}): ${
    doctorCommand("--install")
  } gets the pinned ones, SDARTS_CUDA=system takes those of the machine`;
}
