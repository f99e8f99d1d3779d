import * as tf from "@tensorflow/tfjs-core";
import type { NodeBackend } from "../engine.ts";

/**
 * Runs a part of a traced function on a device of its own, gradients that it computes included: one of the GPUs where
 * there are any, else one of those that the processor passes for. TensorFlow copies what other devices compute. The
 * numbers are those of any device of the kind. Outside of `compile()` it only runs `body`.
 *
 * @param device From 0; less than `Engine.devices`, or the program cannot run.
 */
export function onDevice<T>(device: number, body: () => T): T {
  const { binding } = tf.backend() as unknown as NodeBackend;
  return binding.devices === undefined
    ? body()
    : binding.devices.run(device, body);
}
