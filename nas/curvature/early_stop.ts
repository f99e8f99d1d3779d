/** Criterion of an early stop by curvature (docs/method.md section 4, "RD early stop"). */
export interface EarlyStopOptions {
  /** Evaluations in a moving average; published 5. */
  readonly window: number;
  /** Epochs from one evaluation to the next; published 2. */
  readonly every: number;
  /** Evaluations between the two averages that are compared; published 4. */
  readonly delta: number;
  /** Ratio of the later average to the earlier above which the search stops; published 1.3. */
  readonly factor: number;
  /** Earliest epoch, from 0, to which a search may return; published 10. */
  readonly first: number;
}

/** Published values. */
export const EARLY_STOP: EarlyStopOptions = {
  window: 5,
  every: 2,
  delta: 4,
  factor: 1.3,
  first: 10,
};

/** An eigenvalue after an epoch. */
export interface Evaluation {
  /** Epoch, from 0. */
  readonly epoch: number;
  /** Largest eigenvalue of the Hessian in the alphas. */
  readonly value: number;
  /** False for a number that did not converge, by which nothing is decided; default true. */
  readonly converged?: boolean;
}

/** Epoch in which a search was stopped and epoch of its architecture; both from 0. */
export interface EarlyStop {
  /** Epoch after which the search was stopped. */
  readonly decidedAt: number;
  /** Epoch whose architecture counts. */
  readonly stopEpoch: number;
}

/** A comparison of two moving averages. */
interface Comparison extends EarlyStop {
  /** Average after the epoch of the decision, over that of the epoch to return to. */
  readonly ratio: number;
  /** True where all eigenvalues in both averages have converged. */
  readonly converged: boolean;
}

/**
 * Compares the moving average around each epoch with the one `delta` evaluations before it, which gives the epoch to
 * return to.
 */
function comparisons(
  evaluations: readonly Evaluation[],
  { window, every, delta, first }: EarlyStopOptions,
): Comparison[] {
  const averages: { mean: number; converged: boolean }[] = [];
  const found: Comparison[] = [];
  for (let end = window; end <= evaluations.length; end++) {
    const inside = evaluations.slice(end - window, end);
    averages.push({
      mean: inside.reduce((sum, { value }) => sum + value, 0) / window,
      converged: inside.every(({ converged = true }) => converged),
    });
    const { epoch } = inside.at(-1)!;
    const middle = epoch - every * Math.floor(window / 2);
    const stopEpoch = middle - every * delta;
    // The extra evaluation after the last epoch, off the grid, comes too late to stop anything.
    if (epoch % every !== 0) continue;
    if (stopEpoch < first || averages.length <= delta) continue;
    const [later, earlier] = [averages.at(-1)!, averages.at(-1 - delta)!];
    found.push({
      decidedAt: epoch,
      stopEpoch,
      ratio: later.mean / earlier.mean,
      converged: later.converged && earlier.converged,
    });
  }
  return found;
}

/**
 * Says whether the eigenvalue has grown too fast: whether the ratio of two moving averages is above the factor. An
 * average with an eigenvalue that did not converge decides nothing.
 *
 * @param evaluations Eigenvalues so far, in order.
 * @param options Published values by default.
 * @returns The first stop, or `undefined` as long as there is none.
 *
 * @example
 * ```ts
 * import { earlyStop } from "./early_stop.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const doubling = Array.from({ length: 12 }, (_, i) => ({ epoch: 2 * i, value: 2 ** i }));
 * assertEquals(earlyStop(doubling), { decidedAt: 22, stopEpoch: 10 });
 * ```
 */
export function earlyStop(
  evaluations: readonly Evaluation[],
  options: EarlyStopOptions = EARLY_STOP,
): EarlyStop | undefined {
  const stop = comparisons(evaluations, options).find(({ ratio, converged }) =>
    converged && ratio > options.factor
  );
  return stop &&
    { decidedAt: stop.decidedAt, stopEpoch: stop.stopEpoch };
}

/** Epochs, from 0, after which an early stop could not be decided, as an eigenvalue in the averages had not converged. */
export function undecidedStops(
  evaluations: readonly Evaluation[],
  options: EarlyStopOptions = EARLY_STOP,
): number[] {
  return comparisons(evaluations, options).flatMap(
    ({ converged, decidedAt }) => converged ? [] : [decidedAt],
  );
}
