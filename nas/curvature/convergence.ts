import type { SpectrumEnds } from "./lanczos.ts";

/** States of an eigenvalue, from the best to the worst. */
export const EIGENVALUE_STATES = ["exact", "converged", "unconverged"] as const;

/**
 * Whether an eigenvalue is that of the Hessian: `exact` from the whole Hessian; `converged` where Lanczos's iteration
 * came within its tolerance; `unconverged` where it did not, so that nothing may be decided by the number.
 */
export type EigenvalueState = typeof EIGENVALUE_STATES[number];

/** The account of Lanczos's iteration. */
export interface LanczosAccount {
  /** Products that were computed. */
  readonly steps: number;
  /** Share of the largest absolute eigenvalue that a residual has to come down to. */
  readonly tolerance: number;
  /** Residual of each eigenvalue, in their order. */
  readonly residuals: readonly number[];
  /** Whether each eigenvalue converged. */
  readonly converged: readonly boolean[];
}

/** Whether the eigenvalues of a spectrum are those of the Hessian. */
export interface SpectrumConvergence {
  /** State of the largest eigenvalue. */
  readonly top: EigenvalueState;
  /** State of the eigenvalue of the largest absolute value. */
  readonly spectral: EigenvalueState;
  /** How all were found; null where all are exact. */
  readonly lanczos: LanczosAccount | null;
}

/** The state of a whole spectrum. */
export const EXACT: SpectrumConvergence = {
  top: "exact",
  spectral: "exact",
  lanczos: null,
};

/** Which of the eigenvalues that Lanczos's iteration gives have converged. */
export function convergenceOf(
  { values, bounds, steps }: SpectrumEnds,
  tolerance: number,
): SpectrumConvergence {
  const low = Math.abs(values[0]!);
  const high = Math.abs(values.at(-1)!);
  const enough = tolerance * Math.max(low, high);
  const converged = Array.from(bounds, (bound) => bound <= enough);
  const state = (converged: boolean) => converged ? "converged" : "unconverged";
  return {
    top: state(converged.at(-1)!),
    spectral: state(low > high ? converged[0]! : converged.at(-1)!),
    lanczos: { steps, tolerance, residuals: Array.from(bounds), converged },
  };
}

/** The state of a number that is made of several eigenvalues: the worst of theirs. */
export function worstState(
  states: readonly EigenvalueState[],
): EigenvalueState {
  return EIGENVALUE_STATES.findLast((state) => states.includes(state))!;
}
