import { assert, assertAlmostEquals, assertRejects } from "@std/assert";
import { randomStream } from "../../engine/philox.ts";
import { spectrumEnds } from "./lanczos.ts";
import { symmetricSpectrum } from "./spectrum.ts";

const N = 300;

/** A random symmetric matrix with some large eigenvalues at its upper end. */
function matrix(seed: number): Float64Array {
  const random = randomStream({ seed, stream: "matrix" });
  const made = new Float64Array(N * N);
  for (let row = 0; row < N; row++) {
    for (let column = 0; column <= row; column++) {
      const entry = random.normal() / Math.sqrt(N) +
        (row === column && row < 3 ? 5 * (row + 1) : 0);
      made[row * N + column] = entry;
      made[column * N + row] = entry;
    }
  }
  return made;
}

function product(of: Float64Array): (v: Float64Array) => Float64Array {
  return (v) =>
    Float64Array.from(
      { length: N },
      (_, row) =>
        v.reduce((sum, x, column) => sum + x * of[row * N + column]!, 0),
    );
}

Deno.test("spectrumEnds() finds both ends within their residuals, in far fewer products than rows", async () => {
  for (const seed of [0, 1, 2]) {
    const dense = matrix(seed);
    const { eigenvalues, top } = symmetricSpectrum(dense, N);
    const { values, residuals, steps } = await spectrumEnds(
      product(dense),
      N,
      {
        random: randomStream({ seed, stream: "start" }),
        tolerance: 1e-4,
        most: 150,
      },
    );
    assertAlmostEquals(values.at(-1)!, top, residuals[1] + 1e-9);
    assertAlmostEquals(values[0]!, eigenvalues[0]!, residuals[0] + 1e-9);
    assert(residuals[1] <= 1e-4 * top && steps < 100);
  }
});

Deno.test("spectrumEnds() tells how far it came when it may not go on", async () => {
  const dense = matrix(3);
  const { eigenvalues } = symmetricSpectrum(dense, N);
  const { values, residuals, steps } = await spectrumEnds(product(dense), N, {
    random: randomStream({ seed: 3, stream: "start" }),
    tolerance: 1e-12,
    most: 8,
  });
  assert(steps === 8 && residuals[0] > 1e-3);
  const nearest = Math.min(
    ...eigenvalues.map((value) => Math.abs(value - values[0]!)),
  );
  assert(nearest <= residuals[0]);
});

Deno.test("spectrumEnds() of a matrix of one row, of the zero matrix and of one that is not finite", async () => {
  const random = randomStream({ seed: 0, stream: "start" });
  const options = { random, tolerance: 1e-6, most: 10 };
  const one = await spectrumEnds((v) => v.map((x) => -2 * x), 1, options);
  assertAlmostEquals(one.values[0]!, -2);
  const zero = await spectrumEnds((v) => v.map(() => 0), 5, options);
  assert(zero.values.every((value) => value === 0) && zero.steps === 1);
  await assertRejects(
    () => spectrumEnds((v) => v.map(() => NaN), 5, options),
    RangeError,
    "step 1 of Lanczos",
  );
});
