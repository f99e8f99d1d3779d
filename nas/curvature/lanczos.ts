import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { NonFiniteError } from "../../common/non_finite.ts";
import type { RandomStream } from "../../engine/philox.ts";
import { addScaled, dot, norm, scaled } from "./vectors.ts";

/** Both ends of a spectrum. */
export interface SpectrumEnds {
  /** Ritz values, ascending: the first and the last approximate the ends of the spectrum, those between its inside. */
  readonly values: Float64Array;
  /** Norm of A v - lambda v at the lower and the upper end: no eigenvalue of A is farther from the value than this. */
  readonly residuals: readonly [low: number, high: number];
  /** That norm for each value, in their order. */
  readonly bounds: Float64Array;
  /** Products that were computed. */
  readonly steps: number;
}

/** The smallest number of full accuracy: one divided by a smaller one may be infinite. */
const SMALLEST = 2 ** -1022;

/** Share of a product that rounding may leave of it, once all that lies along the vectors before is taken away. */
const ROUNDING = 8 * Number.EPSILON;

/**
 * Extreme eigenvalues of a symmetric matrix that is given by its products alone, by Lanczos's iteration with full
 * reorthogonalisation (Golub and Van Loan, Matrix Computations, section 10.3). It ends where both ends are accurate
 * enough, after the largest number of products, or where the vectors so far span an invariant space: all values are then
 * eigenvalues.
 *
 * @param product Product of the matrix and a vector of length n.
 * @param n Rows of the matrix.
 * @param options Accuracy and effort; the residuals tell the accuracy reached.
 * @throws {NonFiniteError} If a product is not finite.
 *
 * @example
 * ```ts
 * import { randomStream } from "../../engine/philox.ts";
 * import { spectrumEnds } from "./lanczos.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const diagonal = [4, -1, 2, 3];
 * const { values } = await spectrumEnds((v) => v.map((x, i) => diagonal[i]! * x), 4, {
 *   random: randomStream({ seed: 0, stream: "lanczos" }),
 *   tolerance: 1e-9,
 *   most: 4,
 * });
 * assertAlmostEquals(values[0]!, -1);
 * assertAlmostEquals(values.at(-1)!, 4);
 * ```
 */
export async function spectrumEnds(
  product: (vector: Float64Array) => Float64Array | Promise<Float64Array>,
  n: number,
  { random, tolerance, most }: {
    /** Source of the first vector. */
    readonly random: RandomStream;
    /** Share of the largest absolute eigenvalue that both residuals must fall to. */
    readonly tolerance: number;
    /** Largest number of products. */
    readonly most: number;
  },
): Promise<SpectrumEnds> {
  const first = Float64Array.from({ length: n }, () => random.normal());
  const basis = [scaled(first, 1 / norm(first))];
  const diagonal: number[] = [];
  const beside: number[] = [];
  for (;;) {
    const last = basis.at(-1)!;
    const next = Float64Array.from(await product(last));
    const size = norm(next);
    diagonal.push(dot(next, last));
    // Twice is enough (Parlett): rounding leaves nothing that matters along the vectors before.
    for (let pass = 0; pass < 2; pass++) {
      for (const vector of basis) addScaled(next, vector, -dot(next, vector));
    }
    const rest = norm(next);
    if (!Number.isFinite(rest)) {
      throw new NonFiniteError(
        `Expected finite products but found ${rest} in step ${diagonal.length} of Lanczos's iteration`,
      );
    }
    const ends = ritz(diagonal, beside, rest);
    const { values, residuals, steps } = ends;
    const enough = tolerance *
      Math.max(Math.abs(values[0]!), Math.abs(values.at(-1)!));
    if (
      steps >= Math.min(n, most) ||
      rest <= Math.max(SMALLEST, ROUNDING * size) ||
      residuals.every((size) => size <= enough)
    ) {
      return ends;
    }
    beside.push(rest);
    basis.push(scaled(next, 1 / rest));
  }
}

/** Eigenvalues of the tridiagonal matrix, and their residuals: rest times the last entry of their vectors. */
function ritz(
  diagonal: readonly number[],
  beside: readonly number[],
  rest: number,
): SpectrumEnds {
  const steps = diagonal.length;
  const tridiagonal = Matrix.zeros(steps, steps);
  for (let i = 0; i < steps; i++) {
    tridiagonal.set(i, i, diagonal[i]!);
    if (i === 0) continue;
    tridiagonal.set(i, i - 1, beside[i - 1]!);
    tridiagonal.set(i - 1, i, beside[i - 1]!);
  }
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(
    tridiagonal,
    { assumeSymmetric: true },
  );
  const order = realEigenvalues.map((value, at) => ({ value, at }))
    .sort((a, b) => a.value - b.value);
  const bounds = Float64Array.from(
    order,
    ({ at }) => Math.abs(rest * eigenvectorMatrix.get(steps - 1, at)),
  );
  return {
    values: Float64Array.from(order, ({ value }) => value),
    residuals: [bounds[0]!, bounds.at(-1)!],
    bounds,
    steps,
  };
}
