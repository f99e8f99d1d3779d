/** An epoch of a search. */
export interface SkipEpoch {
  /** From 0. */
  readonly epoch: number;
  /** Epochs in all. */
  readonly epochs: number;
}

/**
 * The auxiliary skip of DARTS- (docs/methods.md): a search adds to the candidates of every edge an identity, or
 * at stride 2 a factorized reduction of its own, times a factor that falls from epoch to epoch. No cell derives it. A
 * module that a method names exports it as `auxiliarySkip`.
 *
 * @example Gone in the second half of the search
 * ```ts
 * import type { AuxiliarySkip } from "./auxiliary_skip.ts";
 *
 * export const auxiliarySkip: AuxiliarySkip = {
 *   name: "first-half",
 *   factor: ({ epoch, epochs }) => Math.max(0, 1 - 2 * epoch / epochs),
 * };
 * ```
 */
export interface AuxiliarySkip {
  /** Name in results. */
  readonly name: string;
  /** Factor of an epoch, which follows from the epoch alone; without it no edge has an auxiliary skip. */
  readonly factor?: ((at: SkipEpoch) => number) | undefined;
}

/**
 * Factor of an epoch; undefined without auxiliary skips.
 *
 * @throws {RangeError} If the module gives no finite number.
 */
export function skipFactorAt(
  skip: AuxiliarySkip | undefined,
  at: SkipEpoch,
): number | undefined {
  if (skip?.factor === undefined) return undefined;
  const factor = skip.factor(at);
  if (!Number.isFinite(factor)) {
    throw new RangeError(
      `Expected a finite factor but found ${factor} in epoch ${
        at.epoch + 1
      } of the auxiliary skip ${skip.name}`,
    );
  }
  return factor;
}
