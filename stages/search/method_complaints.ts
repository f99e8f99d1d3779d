import { isChoiceSpaceName } from "../../nas/space/choice_space.ts";
import { isGraphSpaceName } from "../../nas/space/graph_space.ts";
import { PUBLISHED_STRENGTHS } from "../../nas/search/method.ts";
import { CHANNEL_SHARE } from "../../nas/network/partial_channels.ts";
import { methodOfParam } from "../_declare/method_param.ts";
import type { ParameterComplaint } from "../_declare/parameter_check.ts";
import { ADAPTIVE_DECAY } from "../../nas/regularisers/adaptive_rule.ts";
import { WARMUPS } from "../../nas/search/published_settings.ts";
import { failedChecks } from "./failed_checks.ts";

/** Parameters that are checked against the method. */
export interface MethodParams {
  readonly method: Parameters<typeof methodOfParam>[0];
  readonly space: string;
  readonly channels: number;
  readonly cells: number;
  readonly epochs: number;
  readonly warmup?: number | undefined;
  readonly weightDecay?: number | undefined;
  readonly dropPath?: number | undefined;
  readonly skipDropOut?: number | undefined;
  readonly keep?: number | undefined;
}

/** Complains of parameters that the method of a search excludes or requires. */
export function methodComplaints(params: MethodParams): ParameterComplaint[] {
  const { space, cells, epochs, warmup, weightDecay } = params;
  const { dropPath, skipDropOut, keep } = params;
  const { name: method, regulariser, mixture, selection, auxiliarySkip } =
    methodOfParam(params.method);
  const onEdges = mixture !== "full" || selection !== "strength" ||
    regulariser === "drop-path";
  // a single cell is a reduction, which doubles them
  const channels = params.channels * (cells === 1 ? 2 : 1);
  const { max } = ADAPTIVE_DECAY;
  const needs = (
    parameter: string,
    strength: keyof typeof PUBLISHED_STRENGTHS,
  ) =>
    `${method} needs ${parameter}: published is the best of ${
      PUBLISHED_STRENGTHS[strength].join(", ")
    }`;
  const foreign = mixture !== "progressive";
  return failedChecks([
    [
      onEdges && (isChoiceSpaceName(space) || isGraphSpaceName(space)),
      ["space"],
      `Expected a space of edges for ${method} but found ${space}`,
    ],
    [
      auxiliarySkip !== "none" && isChoiceSpaceName(space),
      ["space"],
      `Expected a space whose edges have candidates for ${method} but found ${space}`,
    ],
    [
      auxiliarySkip !== "none" && space === "darts8-all-skip",
      ["space"],
      `Expected a space without auxiliary skips for ${method}, which adds its own, but found ${space}`,
    ],
    [
      mixture === "partial" && channels % CHANNEL_SHARE !== 0,
      ["channels"],
      `Expected channels divisible by ${CHANNEL_SHARE} for ${method} but found ${channels}`,
    ],
    [
      warmup !== undefined && warmup >= epochs,
      ["warmup"],
      `Expected fewer than the ${epochs} epochs but found ${warmup}: the alphas would never be trained`,
    ],
    [
      warmup === undefined && epochs <= WARMUPS[mixture],
      ["epochs"],
      `Expected more than ${
        WARMUPS[mixture]
      } epochs, the warm-up of ${method}, but found ${epochs}: set a smaller warmup`,
    ],
    [
      regulariser === "adaptive" && weightDecay !== undefined &&
      !(weightDecay > 0 && weightDecay < max),
      ["weightDecay"],
      `Expected a weight decay between 0 and ${max}, which ${method} raises it to, but found ${weightDecay}`,
    ],
    [
      regulariser === "weight-decay" && weightDecay === undefined,
      ["weightDecay"],
      needs("weightDecay", "weight-decay"),
    ],
    [
      regulariser === "drop-path" && dropPath === undefined,
      ["dropPath"],
      needs("dropPath", "drop-path"),
    ],
    [
      regulariser !== "drop-path" && dropPath !== undefined,
      ["dropPath"],
      `${method} takes no dropPath: only r-darts-dp drops paths`,
    ],
    [
      foreign && keep !== undefined,
      ["keep"],
      `${method} takes no keep: it belongs to p-darts`,
    ],
    [
      foreign && skipDropOut !== undefined,
      ["skipDropOut"],
      `${method} takes no skipDropOut: it belongs to p-darts`,
    ],
  ]);
}
