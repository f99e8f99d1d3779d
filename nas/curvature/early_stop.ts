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
}

/** Epoch in which a search was stopped and epoch of its architecture; both from 0. */
export interface EarlyStop {
  /** Epoch after which the search was stopped. */
  readonly decidedAt: number;
  /** Epoch whose architecture counts. */
  readonly stopEpoch: number;
}

/**
 * Says whether the eigenvalue has grown too fast: the moving average around an epoch is compared with the one `delta`
 * evaluations before it, which gives the epoch to return to.
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
  { window, every, delta, factor, first }: EarlyStopOptions = EARLY_STOP,
): EarlyStop | undefined {
  const averages: number[] = [];
  for (let end = window; end <= evaluations.length; end++) {
    const inside = evaluations.slice(end - window, end);
    averages.push(inside.reduce((sum, { value }) => sum + value, 0) / window);
    const { epoch } = inside.at(-1)!;
    const middle = epoch - every * Math.floor(window / 2);
    const stopEpoch = middle - every * delta;
    // The extra evaluation after the last epoch, off the grid, comes too late to stop anything.
    if (epoch % every !== 0) continue;
    if (stopEpoch < first || averages.length <= delta) continue;
    if (averages.at(-1)! / averages.at(-1 - delta)! > factor) {
      return { decidedAt: epoch, stopEpoch };
    }
  }
  return undefined;
}
