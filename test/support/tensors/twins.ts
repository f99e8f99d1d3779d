// Compares a compiled program with its eager twin.
import * as tf from "@tensorflow/tfjs-core";
import { assertEquals, assertLess } from "@std/assert";
import type { Engine } from "../../../engine/engine.ts";
import {
  compileProgram,
  type ProgramPart,
} from "../../../nas/training/programs.ts";
import { tensorsOf } from "../../../nas/training/tensor_tree.ts";
import { worst } from "./reference.ts";

/**
 * Runs a program compiled and eagerly, asserts that both agree, and returns the eager results.
 *
 * @param tolerance Largest difference allowed
 */
export function assertTwins<I, O extends object>(
  engine: Engine,
  part: ProgramPart<I, O>,
  { inputs, tolerance = 1e-6 }: { inputs: I; tolerance?: number },
): O {
  const program = compileProgram(engine, part);
  const compiled = tensorsOf(program(inputs));
  program.dispose();
  const results = tf.tidy(() =>
    part.fn(inputs) as unknown as tf.TensorContainerObject
  ) as unknown as O;
  const eager = tensorsOf(results);
  assertEquals(compiled.map((t) => t.shape), eager.map((t) => t.shape));
  compiled.forEach((t, i) => {
    assertLess(
      worst(t.dataSync(), eager[i]!.dataSync()),
      tolerance,
      `result ${i}`,
    );
  });
  return results;
}
