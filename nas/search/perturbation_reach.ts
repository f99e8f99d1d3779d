/**
 * How far perturbations of mixture weights reached in an epoch, beside its radius epsilon. Rows are clamped and divided
 * by their sum after each step, which can take them out of the ball (docs/method.md section 7.1). An undone attack
 * reaches nothing.
 */
export interface PerturbationReach {
  /** Largest difference of a mixture weight that a weight step used from the unperturbed one; null without a perturbation. */
  readonly perturbationNorm: number | null;
  /** That number in units of epsilon; more than 1 is outside of the ball. */
  readonly perturbationRatio: number | null;
  /** Weight steps whose mixture weights were outside of the ball. */
  readonly perturbationsOutside: number | null;
}

/** Reach of the perturbations of some weight steps. */
export interface Reach {
  /** Largest difference of a mixture weight from the unperturbed one. */
  readonly farthest: number;
  /** Steps whose mixture weights were outside of the ball. */
  readonly outside: number;
}

/** Rounding of mixture weights in float32: what is nearer to the ball than this is in it. */
const ROUNDING = 1e-6;

/** Reach of one step, in which a mixture weight was `norm` from the unperturbed one; nothing without a perturbation. */
export function reachOf(
  norm: number | null,
  epsilon: number,
): { reach?: Reach } {
  return norm === null ? {} : {
    reach: { farthest: norm, outside: norm > epsilon + ROUNDING ? 1 : 0 },
  };
}

/** Reach of the steps of both; nothing where neither has any. */
export function farther(
  a: { readonly reach?: Reach },
  b: { readonly reach?: Reach },
): { reach?: Reach } {
  if (a.reach === undefined || b.reach === undefined) {
    const reach = a.reach ?? b.reach;
    return reach === undefined ? {} : { reach };
  }
  return {
    reach: {
      farthest: Math.max(a.reach.farthest, b.reach.farthest),
      outside: a.reach.outside + b.reach.outside,
    },
  };
}

/** What the report of an epoch says of its attacks and of the reach of its perturbations. */
export interface AttackReport extends PerturbationReach {
  /** Mean rise of the loss by the attack; null without an attack. */
  readonly attackGain: number | null;
  /** Attacks undone because they lowered the loss; null without an attack. */
  readonly attackFallbacks: number | null;
}

/** The report on the attacks and perturbations of an epoch from its sums. */
export function attackReport(
  sums: {
    readonly attacks: number;
    readonly gain: number;
    readonly fallbacks: number;
    readonly reach?: Reach;
  },
  epsilon: number,
): AttackReport {
  const attacked = sums.attacks > 0;
  return {
    attackGain: attacked ? sums.gain / sums.attacks : null,
    attackFallbacks: attacked ? sums.fallbacks : null,
    ...perturbationReach(sums, epsilon),
  };
}

/** The reach of the perturbations of an epoch from its sums. */
export function perturbationReach(
  { reach }: { readonly reach?: Reach },
  epsilon: number,
): PerturbationReach {
  return {
    perturbationNorm: reach?.farthest ?? null,
    perturbationRatio: reach === undefined || epsilon === 0
      ? null
      : reach.farthest / epsilon,
    perturbationsOutside: reach?.outside ?? null,
  };
}
