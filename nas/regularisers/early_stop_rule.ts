import {
  EARLY_STOP,
  earlyStop,
  type EarlyStopOptions,
  undecidedStops,
} from "../curvature/early_stop.ts";
import type { CurvatureRule } from "./regulariser.ts";

/** The rule that stops where a moving average of the curvature grows too fast, as published by default. */
export function earlyStopRule(
  options: Partial<Omit<EarlyStopOptions, "every">> = {},
): CurvatureRule {
  const at = (every: number) => ({ ...EARLY_STOP, ...options, every });
  return {
    every: EARLY_STOP.every,
    stop: (evaluations, every) => earlyStop(evaluations, at(every)),
    undecided: (evaluations, every) => undecidedStops(evaluations, at(every)),
  };
}
