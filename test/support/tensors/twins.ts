import * as tf from "@tensorflow/tfjs-core";
import { assertEquals, assertLess } from "@std/assert";
import { compile } from "../../../engine/compile/compile.ts";
import type { Engine } from "../../../engine/engine.ts";
import type { Step } from "../../../nas/training/programs.ts";
import { worst } from "./reference.ts";

/**
 * Runs a step compiled and eagerly, asserts that both agree, and returns the eager results.
 *
 * @param tolerance Largest difference allowed
 */
export function assertTwins(
  engine: Engine,
  { fn, specs }: Step,
  { args, tolerance = 1e-6 }: { args: tf.Tensor[]; tolerance?: number },
): tf.Tensor[] {
  assertEquals(args.map((a) => a.shape), specs.map((s) => [...s.shape]));
  const program = compile(engine, fn, specs);
  const compiled = program(...args);
  program.dispose();
  const eager = tf.tidy(() => fn(...args));
  assertEquals(compiled.map((t) => t.shape), eager.map((t) => t.shape));
  compiled.forEach((t, i) => {
    assertLess(
      worst(t.dataSync(), eager[i]!.dataSync()),
      tolerance,
      `result ${i}`,
    );
  });
  return eager;
}
