import * as tf from "@tensorflow/tfjs-core";
import { assert, assertEquals } from "@std/assert";
import { compile } from "../compile/compile.ts";
import { keepTape } from "./tape.ts";
import { randomStream } from "../philox.ts";
import { assertDerivatives } from "../../test/support/tensors/derivatives.ts";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { sample } from "../../test/support/tensors/op_cases.ts";
import { registerPoolingGradients } from "./pooling.ts";

type Map4 = tf.Tensor4D;
type Fn = (x: Map4) => tf.Tensor;

const SHAPE: [number, number, number, number] = [2, 5, 5, 2];

/** Numbers at least 1/8 apart: no step of a difference quotient changes a maximum. */
const spread = () => {
  const order = randomStream({ seed: 1, stream: "spread" }).permutation(100);
  return [tf.tensor4d(Float32Array.from(order, (k) => (k - 50) / 8), SHAPE)];
};
const bordered = (x: Map4) =>
  tf.pad(x, [[0, 0], [1, 1], [1, 1], [0, 0]], -1e30) as Map4;

const MAXIMA: Record<string, Fn> = {
  "max pool": (x) => tf.maxPool(x, 3, 1, "same"),
  "max pool of stride 2": (x) => tf.maxPool(bordered(x), 3, 2, "valid"),
};
const AVERAGES: Record<string, Fn> = {
  "average pool": (x) => tf.avgPool(x, 3, 1, "same"),
  "average pool of stride 2": (x) => tf.avgPool(x, 3, 2, "same"),
  "average pool 5x5 of stride 3": (x) => tf.avgPool(x, 5, 3, "valid"),
};

for (const [name, fn] of Object.entries(MAXIMA)) {
  Deno.test(`the ${name} has right derivatives to the third order`, async () => {
    await withoutLeaks(
      await testEngine(),
      () => assertDerivatives((x) => tf.mul(fn(x as Map4), 0.2), spread),
    );
  });
}

for (const [name, fn] of Object.entries(AVERAGES)) {
  Deno.test(`the ${name} has right derivatives to the third order`, async () => {
    await withoutLeaks(
      await testEngine(),
      () => assertDerivatives((x) => fn(x as Map4), () => [sample(...SHAPE)]),
    );
  });
}

Deno.test("the border of a pool counts neither in averages nor in maxima", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const x = tf.fill([1, 3, 3, 1], -2) as Map4;
      assertEquals(
        [...tf.avgPool(x, 3, 1, "same").dataSync()],
        Array(9).fill(-2),
      );
      assertEquals(
        [...tf.maxPool(bordered(x), 3, 2, "valid").dataSync()],
        Array(4).fill(-2),
      );
    });
  });
});

Deno.test("a compiled product with a pool's second derivative equals its eager twin, whatever memory is free", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    const [x] = spread();
    const u = sample(...SHAPE);
    const v = tf.add(u, 1);
    // linear in u: its gradient in u picks those values of v that won a maximum
    const fn = (x: tf.Tensor, u: tf.Tensor, v: tf.Tensor) => [
      tf.grad((u: tf.Tensor) =>
        tf.sum(tf.mul(
          tf.mul(v, 2),
          keepTape(() =>
            tf.grad((x: tf.Tensor) =>
              tf.sum(tf.mul(u, tf.maxPool(x as Map4, 3, 1, "same")))
            )(x)
          ),
        ))
      )(u),
    ];
    const program = compile(
      engine,
      fn,
      [x!, u, v].map(({ shape }) => ({ shape })),
    );
    const [compiled] = program(x!, u, v);
    const [eager] = tf.tidy(() => fn(x!, u, v));
    assertEquals(compiled!.dataSync(), eager!.dataSync());
    assert(eager!.dataSync().some((value) => value !== 0));
    program.dispose();
    tf.dispose([x!, u, v, compiled!, eager!]);
  });
});

Deno.test("registering the pools' gradients again changes nothing", async () => {
  await testEngine();
  registerPoolingGradients();
  assertEquals(tf.getGradient("MaxPoolGrad").inputsToSave, ["input", "output"]);
});
