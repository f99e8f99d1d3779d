import type * as tf from "@tensorflow/tfjs-core";
import { tidy } from "@tensorflow/tfjs-core";
import { assertEquals, assertGreater } from "@std/assert";
import { compile, type TensorSpec } from "./compile.ts";
import type { Engine } from "../engine.ts";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { OP_CASES, type OpCase } from "../../test/support/tensors/op_cases.ts";
import { worst } from "../../test/support/tensors/reference.ts";

interface Result {
  readonly form: string;
  readonly values: Float32Array;
}

/** Where TensorFlow runs another kernel in a graph: largest difference from the eager result. */
const SWAPPED: Readonly<Record<string, number>> = {
  "softmax": 1e-7,
  "gradient of softmax": 1e-7,
};

function read(results: tf.Tensor | tf.Tensor[]): Result[] {
  return [results].flat().map((t) => ({
    form: `${t.dtype}[${t.shape}]`,
    values: Float32Array.from(t.dataSync()),
  }));
}

function specOf({ shape, dtype }: tf.Tensor): TensorSpec {
  return { shape, dtype: dtype as "float32" };
}

/** Largest difference between the compiled and the eager result. */
function difference(engine: Engine, { inputs, fn }: OpCase): number {
  return tidy(() => {
    const xs = inputs();
    const eager = read(fn(...xs));
    const program = compile(
      engine,
      (...ys) => [fn(...ys)].flat(),
      xs.map(specOf),
    );
    // the second run shows state that a first one leaves behind
    const [first, second] = [program(...xs), program(...xs)].map(read);
    program.dispose();
    assertEquals(first!.map((r) => r.form), eager.map((r) => r.form));
    assertEquals(first, second);
    return Math.max(...eager.map((e, i) => worst(first![i]!.values, e.values)));
  });
}

Deno.test("compiled operations are bit-equal to eager ones, but for the listed kernels", async () => {
  const engine = await testEngine();
  assertGreater(OP_CASES.length, 130);
  await withoutLeaks(engine, () => {
    const wrong = OP_CASES.flatMap((opCase) => {
      const { name } = opCase;
      try {
        const found = difference(engine, opCase);
        return found <= (SWAPPED[name] ?? 0) ? [] : [`${name}: ${found}`];
      } catch (error) {
        return [`${name}: ${error}`];
      }
    });
    assertEquals(wrong, []);
  });
});
