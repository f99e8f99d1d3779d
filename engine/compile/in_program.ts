import * as tf from "@tensorflow/tfjs-core";
import type { NodeBackend } from "../engine.ts";

/** True while a function is traced for a compiled program: only there can operations be branches. */
export function inProgram(): boolean {
  const { binding } = tf.backend() as unknown as NodeBackend;
  return binding.segments !== undefined;
}
