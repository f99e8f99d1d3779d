import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { NonFiniteError } from "../../common/non_finite.ts";

/** Eigenvalues of a symmetric matrix with their extremes. */
export interface Spectrum {
  /** All eigenvalues, ascending. */
  readonly eigenvalues: Float64Array;
  /** Largest eigenvalue with its sign: the figure of the reference (docs/method.md section 4, "Hessian"). */
  readonly top: number;
  /** Largest absolute eigenvalue. */
  readonly spectral: number;
  /** Largest difference between mirrored entries before symmetrisation: an estimate of the numerical error. */
  readonly asymmetry: number;
}

/** Share of the largest entry below which an entry counts as zero. */
const NOTHING = 1e-100;

/**
 * Full spectrum of a matrix that is symmetric up to rounding; the mean with its transpose is decomposed.
 *
 * @param matrix The n x n entries, row by row.
 * @throws {RangeError} If there are not n x n entries, or none.
 * @throws {NonFiniteError} If an entry is not finite.
 *
 * @example
 * ```ts
 * import { symmetricSpectrum } from "./spectrum.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const { top, spectral } = symmetricSpectrum(Float64Array.of(1, 0, 0, -3), 2);
 * assertAlmostEquals(top, 1);
 * assertAlmostEquals(spectral, 3);
 * ```
 */
export function symmetricSpectrum(matrix: Float64Array, n: number): Spectrum {
  if (!(n > 0) || matrix.length !== n * n) {
    throw new RangeError(
      `Expected ${n} x ${n} entries but found ${matrix.length}`,
    );
  }
  const symmetric = new Matrix(n, n);
  const largest = matrix.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  const unit = largest > 0 && Number.isFinite(largest) ? largest : 1;
  let asymmetry = 0;
  for (let row = 0; row < n; row++) {
    for (let column = 0; column < n; column++) {
      const entry = matrix[row * n + column]!;
      const mirrored = matrix[column * n + row]!;
      if (!Number.isFinite(entry)) {
        throw new NonFiniteError(
          `Expected a finite entry but found ${entry} in row ${row}, column ${column}`,
        );
      }
      asymmetry = Math.max(asymmetry, Math.abs(entry - mirrored));
      const mean = entry / unit / 2 + mirrored / unit / 2;
      // Far below rounding, and the QL iteration fails on numbers that underflow.
      symmetric.set(row, column, Math.abs(mean) < NOTHING ? 0 : mean);
    }
  }
  const { realEigenvalues } = new EigenvalueDecomposition(symmetric, {
    assumeSymmetric: true,
  });
  const eigenvalues = Float64Array.from(realEigenvalues, (x) => x * unit)
    .sort();
  const top = eigenvalues[n - 1]!;
  return {
    eigenvalues,
    top,
    spectral: Math.max(Math.abs(eigenvalues[0]!), Math.abs(top)),
    asymmetry,
  };
}
