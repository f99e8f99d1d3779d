import * as tf from "@tensorflow/tfjs-core";
import {
  assert,
  assertEquals,
  assertFalse,
  assertMatch,
  assertThrows,
} from "@std/assert";
import { compile, type TensorSpec } from "./compile.ts";
import type { Engine } from "../engine.ts";
import { runKernel } from "../gradients/kernel.ts";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";

type Fn = (...args: tf.Tensor[]) => tf.Tensor[];

const MATRIX: TensorSpec = { shape: [6, 5] };
const NOT_TRANSPOSED = { transposeA: false, transposeB: false };
const LABELS: TensorSpec = { shape: [4], dtype: "int32" };

/** The engine is as it was: eager values right, a new program compiles and runs. */
function assertUsable(engine: Engine): void {
  tf.tidy(() => {
    assertEquals([...tf.add(tf.scalar(2), 3).dataSync()], [5]);
    assert(Number.isFinite(tf.randomNormal([3]).dataSync()[0]));
    const program = compile(engine, (x) => [tf.mul(x!, 2)], [{ shape: [2] }]);
    assertEquals([...program(tf.tensor1d([1, 2]))[0]!.dataSync()], [2, 4]);
    program.dispose();
  });
}

const REFUSED: Record<string, [fn: Fn, specs: TensorSpec[], error: RegExp]> = {
  "dataSync()": [
    (x) => [tf.scalar(tf.sum(x!).dataSync()[0]!)],
    [MATRIX],
    /expected no reads of values inside the traced function but found one/,
  ],
  "print()": [
    (x) => {
      x!.print();
      return [x!];
    },
    [MATRIX],
    /expected no reads of values inside the traced function but found one/,
  ],
  "gather by traced indices": [
    (x, i) => [tf.gather(x!, i as tf.Tensor1D)],
    [MATRIX, LABELS],
    /expected no reads of values inside the traced function but found one/,
  ],
  "randomNormal()": [
    (x) => [tf.add(x!, tf.randomNormal([6, 5]))],
    [MATRIX],
    /expected random numbers as arguments but found a random function/,
  ],
  "randomUniform()": [
    (x) => [tf.add(x!, tf.randomUniform([6, 5]))],
    [MATRIX],
    /expected random numbers as arguments but found a random function/,
  ],
  "dropout()": [
    (x) => [tf.dropout(x!, 0.5)],
    [MATRIX],
    /expected random numbers as arguments but found a random function/,
  ],
  "multinomial()": [
    (x) => [tf.multinomial(x as tf.Tensor2D, 3)],
    [MATRIX],
    /expected random numbers as arguments but found a random function/,
  ],
  "a new variable": [
    (x) => [tf.mul(tf.variable(x!), 2)],
    [MATRIX],
    /variable .* was made, assigned or disposed inside the traced function/,
  ],
  "unique()": [
    (x) => [tf.unique(x!).values],
    [LABELS],
    /expected static shapes but output 0 of UniqueV2 depends on values/,
  ],
  "whereAsync()": [
    (x) => [tf.whereAsync(tf.greater(x!, 0)) as unknown as tf.Tensor],
    [MATRIX],
    /expected tensors as results but found a promise/,
  ],
  "an asynchronous function": [
    (x) => Promise.resolve([x!]) as unknown as tf.Tensor[],
    [MATRIX],
    /expected tensors as results but found a promise/,
  ],
  "a number as a result": [
    () => [1 as unknown as tf.Tensor],
    [MATRIX],
    /expected tensors as results but found number/,
  ],
  "a large constant": [
    () => [tf.tensor1d(Float32Array.from({ length: 5000 }, (_, i) => i))],
    [],
    /expected data as arguments but found a constant f32\[5000\]/,
  ],
  "an exception": [
    (x) => {
      tf.keep(tf.exp(x!)).dispose();
      throw new RangeError("Expected this");
    },
    [MATRIX],
    /^Expected this$/,
  ],
  "wrong shapes": [
    (a) => [runKernel("BatchMatMul", { a: a!, b: a! }, NOT_TRANSPOSED)],
    [MATRIX],
    /^TensorFlow trace BatchMatMulV2\(f32\[6,5\], f32\[6,5\]\): .*5 and 6/,
  ],
};

for (const [trap, [fn, specs, expected]] of Object.entries(REFUSED)) {
  Deno.test(`compile() refuses ${trap} in one line and leaves the engine usable`, async () => {
    const engine = await testEngine();
    const random = Math.random;
    await withoutLeaks(engine, () => {
      const error = assertThrows(() => compile(engine, fn, specs), Error);
      assertMatch(error.message, expected);
      assertFalse(error.message.includes("\n"));
      assertUsable(engine);
    });
    assertEquals(Math.random, random);
  });
}

Deno.test("compile() refuses to read a variable, which keeps its values", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    const state = tf.tidy(() =>
      tf.variable(tf.tensor1d([1, 2]), true, "state")
    );
    const error = assertThrows(
      () => compile(engine, (x) => [tf.add(x!, state)], [{ shape: [2] }]),
      Error,
    );
    assertMatch(
      error.message,
      /expected state as arguments but the traced function reads variable state/,
    );
    assertEquals([...state.dataSync()], [1, 2]);
    assertUsable(engine);
    state.dispose();
  });
});

Deno.test("compile() refuses to assign a variable, which keeps its values", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    const state = tf.tidy(() =>
      tf.variable(tf.tensor1d([1, 2]), true, "state")
    );
    const error = assertThrows(
      () =>
        compile(engine, (x) => {
          state.assign(tf.mul(x as tf.Tensor1D, 2));
          return [x!];
        }, [{ shape: [2] }]),
      Error,
    );
    assertMatch(error.message, /variable state was made, assigned or disposed/);
    assertEquals([...state.dataSync()], [1, 2]);
    tf.tidy(() => state.assign(tf.tensor1d([3, 4])));
    assertEquals([...state.dataSync()], [3, 4]);
    assertUsable(engine);
    state.dispose();
  });
});

Deno.test("a symbolic tensor that outlives its trace throws when it is used and not when it is disposed", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    const kept: tf.Tensor[] = [];
    const program = compile(engine, (x) => {
      kept.push(tf.keep(tf.exp(x!)));
      return [x!];
    }, [{ shape: [2] }]);
    const eager = assertThrows(() => tf.tidy(() => tf.add(kept[0]!, 1)), Error);
    assertMatch(
      eager.message,
      /^Expected a tensor with values but found a symbolic one of a finished trace$/,
    );
    assertThrows(
      () => kept[0]!.dataSync(),
      Error,
      "found a symbolic one of a finished trace",
    );
    // the other trace has as many nodes: the id alone must tell them apart
    const error = assertThrows(
      () =>
        compile(engine, (x) => [tf.add(tf.exp(tf.exp(x!)), kept[0]!)], [{
          shape: [2],
        }]),
      Error,
    );
    assertMatch(error.message, /found a symbolic tensor of another one/);
    kept[0]!.dispose();
    assertUsable(engine);
    program.dispose();
  });
});

Deno.test("compile() refuses to run inside a gradient and inside a trace", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    const inner = () => compile(engine, (x) => [x!], [{ shape: [] }]);
    const message =
      "compile: expected a call outside of gradients and traces but found one inside";
    assertThrows(
      () =>
        tf.tidy(() =>
          tf.grad((x) => {
            inner();
            return tf.square(x);
          })(tf.scalar(1))
        ),
      Error,
      message,
    );
    assertThrows(
      () =>
        compile(engine, (x) => {
          inner();
          return [x!];
        }, [{ shape: [] }]),
      Error,
      message,
    );
    assertUsable(engine);
  });
});

Deno.test("a program refuses wrong arguments", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    const program = compile(engine, (x, y) => [tf.mul(x!, y!)], [
      { shape: [2, 3] },
      { shape: [], dtype: "int32" },
    ]);
    tf.tidy(() => {
      const x = tf.zeros([2, 3]);
      const y = tf.scalar(1, "int32");
      const place = "argument 1 of a compiled program";
      const cases: [tf.Tensor[], string][] = [
        [[x, tf.scalar(1)], `Expected i32[] but found f32[] for ${place}`],
        [[x], `Expected i32[] but found nothing for ${place}`],
        [
          [x, y, y],
          "Expected no tensor but found i32[] for argument 2 of a compiled program",
        ],
        [
          [tf.zeros([3, 2]), y],
          "Expected f32[2,3] but found f32[3,2] for argument 0 of a compiled program",
        ],
      ];
      for (const [args, message] of cases) {
        const error = assertThrows(() => program(...args), TypeError);
        assertEquals(error.message, message);
      }
      const gone = tf.zeros([2, 3]);
      gone.dispose();
      const error = assertThrows(() => program(gone, y), TypeError);
      assertEquals(
        error.message,
        "Expected f32[2,3] but found a disposed tensor for argument 0 of a compiled program",
      );
    });
    program.dispose();
    program.dispose();
    const error = assertThrows(() => program(), Error);
    assertMatch(
      error.message,
      /^program_\d+ was disposed$/,
    );
  });
});
