import * as tf from "@tensorflow/tfjs-core";
import {
  assertAlmostEquals,
  assertEquals,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import { assertDerivatives } from "../../test/support/tensors/derivatives.ts";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { sample } from "../../test/support/tensors/op_cases.ts";
import { keepTape, orderTape } from "./tape.ts";

type Fn = (...xs: tf.Tensor[]) => tf.Tensor;

const matrix = () => [sample(5, 7)];
const pair = () => [sample(4, 3), sample(3, 4)];

const CASES: Record<string, [fn: Fn, inputs: () => tf.Tensor[]]> = {
  exp: [(x) => tf.exp(x!), matrix],
  sigmoid: [(x) => tf.sigmoid(x!), matrix],
  tanh: [(x) => tf.tanh(x!), matrix],
  softplus: [(x) => tf.softplus(x!), matrix],
  softmax: [(x) => tf.softmax(x!), matrix],
  logSoftmax: [(x) => tf.logSoftmax(x!), matrix],
  logSumExp: [(x) => tf.logSumExp(x!, 1), matrix],
  log: [(x) => tf.log(tf.add(x!, 2)), matrix],
  sqrt: [(x) => tf.sqrt(tf.add(x!, 2)), matrix],
  rsqrt: [(x) => tf.rsqrt(tf.add(x!, 2)), matrix],
  "div by a row": [
    (x, y) => tf.div(x!, tf.add(y!, 3)),
    () => [sample(5, 7), sample(7)],
  ],
  "mul with a scalar": [
    (x, y) => tf.mul(x!, y!),
    () => [sample(5, 7), sample()],
  ],
  addN: [(x, y) => tf.addN([x!, tf.transpose(y!), x!]), pair],
  concat: [(x, y) => tf.concat([x!, tf.transpose(y!)], 1), pair],
  split: [(x) => {
    const [a, b, c] = tf.split(x!, [2, 3, 2], 1);
    return tf.concat([tf.mul(a!, c!), tf.square(b!)], 1);
  }, matrix],
  unstack: [(x) => {
    const [a, b, ...rest] = tf.unstack(x!);
    return tf.stack([tf.mul(a!, b!), ...rest]);
  }, matrix],
  pad: [(x) => tf.pad(x!, [[1, 0], [0, 2]]), matrix],
  slice: [(x) => tf.slice(x!, [1, 2], [3, -1]), matrix],
  reshape: [(x) => tf.reshape(x!, [7, 5]), matrix],
  transpose: [(x) => tf.transpose(x!), matrix],
  matMul: [(x, y) => tf.matMul(x!, y!), pair],
  mean: [(x) => tf.mean(x!, 1), matrix],
  sum: [(x) => tf.sum(x!, [0], true), matrix],
  square: [(x) => tf.square(x!), matrix],
  moments: [(x) => tf.moments(x!, 0).variance, matrix],
};

for (const [name, [fn, inputs]] of Object.entries(CASES)) {
  Deno.test(`${name} has right derivatives to the third order`, async () => {
    await withoutLeaks(await testEngine(), () => assertDerivatives(fn, inputs));
  });
}

Deno.test("second derivatives through saved outputs have their closed forms", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const second = (fn: (x: tf.Tensor) => tf.Tensor, x: number) =>
        tf.grad((y) =>
          tf.sum(keepTape(() => tf.grad((z) => tf.sum(fn(z)))(y)))
        )(tf.scalar(x)).dataSync()[0]!;
      const s = 1 / (1 + Math.exp(-0.7));
      assertAlmostEquals(second(tf.exp, 0.7), Math.exp(0.7), 1e-5);
      assertAlmostEquals(
        second(tf.sigmoid, 0.7),
        s * (1 - s) * (1 - 2 * s),
        1e-6,
      );
      const t = Math.tanh(0.7);
      assertAlmostEquals(second(tf.tanh, 0.7), -2 * t * (1 - t * t), 1e-6);
    });
  });
});

Deno.test("orderTape() wraps the tape once", async () => {
  await testEngine();
  const { addTapeNode } = tf.engine() as unknown as { addTapeNode: unknown };
  orderTape();
  assertStrictEquals(
    (tf.engine() as unknown as { addTapeNode: unknown }).addTapeNode,
    addTapeNode,
  );
});

Deno.test("keepTape() gives the tape back, also when its function throws", async () => {
  await testEngine();
  const { state } = tf.engine() as unknown as {
    state: { activeTape: unknown };
  };
  const before = state.activeTape;
  const tape = ["a node"];
  state.activeTape = tape;
  try {
    assertEquals(
      keepTape(() => {
        state.activeTape = undefined;
        return 5;
      }),
      5,
    );
    assertStrictEquals(state.activeTape, tape);
    assertThrows(
      () =>
        keepTape(() => {
          state.activeTape = undefined;
          throw new Error("Expected this");
        }),
      Error,
      "Expected this",
    );
    assertStrictEquals(state.activeTape, tape);
  } finally {
    state.activeTape = before;
  }
});
