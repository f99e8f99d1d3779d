import type { AuxiliarySkip, SkipEpoch } from "./auxiliary_skip.ts";

/** A straight line, or half a period (`cosine`) or a quarter (`slow-cosine`) of a cosine. */
export type FallingCurve = "linear" | "cosine" | "slow-cosine";

/** Share of the first factor by the share of the fall that is done, from 0 to less than 1. */
const CURVES: Readonly<Record<FallingCurve, (done: number) => number>> = {
  linear: (done: number) => 1 - done,
  cosine: (done: number) => (1 + Math.cos(Math.PI * done)) / 2,
  "slow-cosine": (done: number) => Math.cos(Math.PI * done / 2),
};

/** Options of {@linkcode fallingSkip}. */
export interface FallingSkipOptions {
  /** Name in results. */
  readonly name: string;
  /** How the factor falls. */
  readonly curve: FallingCurve;
  /** Factor of the first epoch, default 1. */
  readonly start?: number;
  /** Epoch, from 0, until which the factor stays; default 0. */
  readonly from?: number;
  /** Epoch, from 0, from which the factor stays; by default it falls to the end of the search. */
  readonly until?: number;
}

/**
 * An auxiliary skip whose factor falls towards 0, which it would reach after the last epoch: `linear`, or half a period
 * (`cosine`) or a quarter (`slow-cosine`) of a cosine (docs/methods.md). Where it begins to fall later, the curve begins
 * there; the published cosines jump.
 *
 * @example Factors of a search over four epochs
 * ```ts
 * import { fallingSkip } from "./falling_skip.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { factor } = fallingSkip({ name: "linear", curve: "linear" });
 * assertEquals([0, 1, 2, 3].map((epoch) => factor({ epoch, epochs: 4 })), [1, 0.75, 0.5, 0.25]);
 * ```
 */
export function fallingSkip(
  { name, curve, start = 1, from = 0, until = Infinity }: FallingSkipOptions,
): Required<AuxiliarySkip> & { readonly factor: (at: SkipEpoch) => number } {
  return {
    name,
    factor: ({ epoch, epochs }) => {
      const at = Math.min(epoch, until);
      return at <= from
        ? start
        : start * CURVES[curve]((at - from) / (epochs - from));
    },
  };
}
