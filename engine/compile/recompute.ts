import * as tf from "@tensorflow/tfjs-core";
import type { NodeBackend } from "../engine.ts";

/**
 * Runs a part of a forward pass whose maps a compiled program recomputes for the gradient instead of holding them: less
 * memory, more time, and the same numbers to the bit. Outside of `compile()` it only runs `body`.
 *
 * @param body The part; its result is held.
 * @param again False for a part that follows such parts and holds its own maps.
 */
export function recompute(body: () => tf.Tensor, again = true): tf.Tensor {
  const backend = tf.backend() as unknown as NodeBackend;
  const { segments } = backend.binding;
  if (segments === undefined) return body();
  const result = segments.run(body, again);
  segments.hold(backend.getInputTensorIds([result]));
  return result;
}
