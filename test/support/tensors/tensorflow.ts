import { ensureLibraries } from "../../../engine/install/ensure_libraries.ts";
import { systemHost } from "../../../engine/library/host.ts";
import { oneDnnSetting } from "../../../engine/library/identify.ts";

/**
 * Path of TensorFlow's library, with its kernels set for this process as the toolchain sets them for a stage's: by itself
 * TensorFlow chooses by the processor, and the golden numbers that lie at a kink of the loss follow the kernels.
 */
export async function testTensorflow(): Promise<string> {
  const { path } = await ensureLibraries();
  Deno.env.set("TF_ENABLE_ONEDNN_OPTS", oneDnnSetting(systemHost()));
  return path;
}
