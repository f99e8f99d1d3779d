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

Deno.test("spectrumEnds() stops where the vectors span an invariant space, as all values are eigenvalues then", async () => {
  const options = {
    random: randomStream({ seed: 0, stream: "start" }),
    // no residual is below this
    tolerance: -1,
    most: 50,
  };
  for (const scale of [1, 0, 1e-320]) {
    // Two eigenvalues of a matrix of forty rows: the third vector is zero, up to rounding.
    const { values, bounds, steps } = await spectrumEnds(
      (v) => v.map((x, i) => (i === 0 ? 0 : scale) * x),
      40,
      options,
    );
    assert(steps <= 40 && values.every(Number.isFinite), `${values}`);
    assert(bounds.every(Number.isFinite) && bounds.length === steps);
    assertAlmostEquals(values.at(-1)!, scale, 1e-12);
  }
});

Deno.test("spectrumEnds() names the step of a product that is not finite, and gives the residual of each value", async () => {
  let products = 0;
  const dense = matrix(4);
  const spoiled = product(dense);
  await assertRejects(
    () =>
      spectrumEnds((v) => ++products === 3 ? v.map(() => NaN) : spoiled(v), N, {
        random: randomStream({ seed: 4, stream: "start" }),
        tolerance: 1e-9,
        most: 20,
      }),
    RangeError,
    "step 3 of Lanczos",
  );
  const { values, bounds, residuals } = await spectrumEnds(spoiled, N, {
    random: randomStream({ seed: 4, stream: "start" }),
    tolerance: 1e-9,
    most: 12,
  });
  assert(bounds.length === 12 && values.length === 12);
  assert(residuals[0] === bounds[0] && residuals[1] === bounds[11]);
});
