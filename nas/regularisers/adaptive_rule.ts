import { EARLY_STOP, type EarlyStopOptions } from "../curvature/early_stop.ts";
import { earlyStopRule } from "./early_stop_rule.ts";
import type { CurvatureRule } from "./regulariser.ts";

/** How weight decay follows the curvature (docs/method.md section 4, "DARTS-ADA"). */
export interface AdaptiveDecay {
  /** Factor from one weight decay to the next. */
  readonly factor: number;
  /** Largest weight decay. */
  readonly max: number;
}

/** Published values of {@linkcode AdaptiveDecay}. */
export const ADAPTIVE_DECAY: AdaptiveDecay = { factor: 10, max: 0.03 };

/** The rule of an early stop after which the search goes on with more weight decay, as published by default. */
export function adaptiveRule(
  options: Partial<Omit<EarlyStopOptions, "every">> = {},
  { factor, max }: AdaptiveDecay = ADAPTIVE_DECAY,
): CurvatureRule & Required<Pick<CurvatureRule, "goOn">> {
  const { window, delta, first } = { ...EARLY_STOP, ...options };
  return {
    ...earlyStopRule(options),
    goOn: {
      weightDecay: (now) =>
        now < max
          // 0.003, not 0.0029999999999999996
          ? Number(Math.min(max, now * factor).toPrecision(12))
          : undefined,
      oldest: (epoch, every) =>
        Math.max(first, epoch - every * (Math.floor(window / 2) + delta)),
    },
  };
}
