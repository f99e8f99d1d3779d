import * as tf from "@tensorflow/tfjs-core";
import type { Relaxation } from "./relaxation.ts";

/** Alphas on which relaxations are tried. */
const TRIED = [[-1.5, 0.25, 2], [0.75, 0.75, -0.5]];

/** Largest difference that the rounding of float32 explains. */
const ROUNDING = 1e-5;

/**
 * Tries a relaxation on a few alphas: tensors and numbers have to agree, and rows have to be what it tells of them.
 *
 * @throws {RangeError} If they do not.
 */
export function checkRelaxation(
  { name, weights, row, simplex, shiftInvariant }: Relaxation,
): void {
  const wrong = (expected: string, found: unknown) =>
    new RangeError(
      `Expected ${expected} of the relaxation ${name} but found ${found}`,
    );
  const tensors = tf.tidy(() => {
    const found = weights(tf.tensor2d(TRIED));
    return { shape: `${found.shape}`, values: [...found.dataSync()] };
  });
  if (tensors.shape !== "2,3") {
    throw wrong("weights of [2, 3] for alphas of [2, 3]", tensors.shape);
  }
  for (const [at, alphas] of TRIED.entries()) {
    const numbers = [...row(alphas)];
    const where = `for alphas of ${alphas.join(", ")}`;
    const expect = (
      what: string,
      others: readonly number[],
      shown: unknown = numbers.join(", "),
    ) => {
      const same = others.length === numbers.length &&
        numbers.every((n, i) => Math.abs(n - others[i]!) <= ROUNDING);
      if (!same) throw wrong(`${what} ${where}`, shown);
    };
    const here = tensors.values.slice(3 * at, 3 * at + 3);
    expect(`the row ${here.map((x) => x.toPrecision(6)).join(", ")}`, here);
    expect(
      "columns that are treated alike",
      row(alphas.toReversed()).toReversed(),
    );
    if (shiftInvariant) {
      expect(
        "the same row with a constant more",
        row(alphas.map((alpha) => alpha + 1)),
      );
    }
    const sum = numbers.reduce((a, b) => a + b, 0);
    if (
      simplex &&
      !(Math.abs(sum - 1) <= ROUNDING && numbers.every((n) => n >= 0))
    ) {
      throw wrong(
        `weights of 0 or more with the sum 1, as simplex tells, ${where}`,
        numbers.join(", "),
      );
    }
  }
}
