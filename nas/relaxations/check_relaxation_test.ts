import * as tf from "@tensorflow/tfjs-core";
import { assertEquals, assertThrows } from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { checkRelaxation } from "./check_relaxation.ts";
import type { Relaxation } from "./relaxation.ts";
import { relaxation as softmax } from "./softmax.ts";

const squares: Relaxation = {
  name: "squares",
  weights: (alphas) => tf.square(alphas),
  row: (alphas) => alphas.map((alpha) => alpha ** 2),
  simplex: false,
};

Deno.test("checkRelaxation() takes relaxations that are what they tell, and says which claim is wrong", async () => {
  await withoutLeaks(await testEngine(), () => {
    checkRelaxation(softmax);
    checkRelaxation(squares);
    const refusal = (changes: Partial<Relaxation>) =>
      assertThrows(
        () => checkRelaxation({ ...squares, ...changes }),
        RangeError,
      ).message;
    const at = "for alphas of -1.5, 0.25, 2";
    assertEquals(
      [
        { simplex: true },
        { shiftInvariant: true },
        { row: (alphas: readonly number[]) => alphas },
        { row: (alphas: readonly number[]) => alphas.slice(1) },
        { weights: (alphas: tf.Tensor) => tf.sum(alphas, 1) },
      ].map(refusal),
      [
        `Expected weights of 0 or more with the sum 1, as simplex tells, ${at} of the relaxation squares but found 2.25, 0.0625, 4`,
        `Expected the same row with a constant more ${at} of the relaxation squares but found 2.25, 0.0625, 4`,
        `Expected the row 2.25000, 0.0625000, 4.00000 ${at} of the relaxation squares but found -1.5, 0.25, 2`,
        `Expected the row 2.25000, 0.0625000, 4.00000 ${at} of the relaxation squares but found 0.25, 2`,
        "Expected weights of [2, 3] for alphas of [2, 3] of the relaxation squares but found 2",
      ],
    );
    const first: Relaxation = {
      name: "first",
      weights: (alphas) => tf.mul(alphas, tf.tensor1d([1, 0, 0])),
      row: ([first]) => [first!, 0, 0],
      simplex: false,
    };
    assertEquals(
      assertThrows(() => checkRelaxation(first), RangeError).message,
      `Expected columns that are treated alike ${at} of the relaxation first but found -1.5, 0, 0`,
    );
  });
});
