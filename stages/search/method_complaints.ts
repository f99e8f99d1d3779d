import { isChoiceSpaceName } from "../../nas/space/choice_space.ts";
import {
  type MethodName,
  METHODS,
  PUBLISHED_STRENGTHS,
} from "../../nas/search/method.ts";
import { CHANNEL_SHARE } from "../../nas/network/partial_channels.ts";

import {
  ADAPTIVE_DECAY,
  WARMUPS,
} from "../../nas/search/published_settings.ts";

/** Parameters that are checked against the method. */
export interface MethodParams {
  readonly method: MethodName;
  readonly space: string;
  readonly channels: number;
  readonly epochs: number;
  readonly warmup?: number | undefined;
  readonly weightDecay?: number | undefined;
  readonly dropPath?: number | undefined;
  readonly skipDropOut?: number | undefined;
  readonly keep?: number | undefined;
}

/** A parameter that does not fit the method. */
export interface MethodComplaint {
  readonly path: [string];
  readonly message: string;
}

/** Complains of parameters that the method of a search excludes or requires. */
export function methodComplaints(
  params: MethodParams,
): MethodComplaint[] {
  const { method, space, channels, epochs, warmup, weightDecay } = params;
  const { dropPath, skipDropOut, keep } = params;
  const { regulariser, relaxation, selection } = METHODS[method];
  const found: MethodComplaint[] = [];
  const complain = (parameter: string, message: string) =>
    found.push({ path: [parameter], message });
  const partial = relaxation === "partial";
  const onEdges = relaxation !== "full" || selection !== "strength" ||
    regulariser === "drop-path";
  if (onEdges && isChoiceSpaceName(space)) {
    complain(
      "space",
      `Expected a space of edges for ${method} but found ${space}`,
    );
  }
  if (partial && channels % CHANNEL_SHARE !== 0) {
    complain(
      "channels",
      `Expected channels divisible by ${CHANNEL_SHARE} for ${method} but found ${channels}`,
    );
  }
  if (warmup !== undefined && warmup >= epochs) {
    complain(
      "warmup",
      `Expected fewer than the ${epochs} epochs but found ${warmup}: the alphas would never be trained`,
    );
  }
  if (warmup === undefined && epochs <= WARMUPS[relaxation]) {
    complain(
      "epochs",
      `Expected more than ${
        WARMUPS[relaxation]
      } epochs, the warm-up of ${method}, but found ${epochs}: set a smaller warmup`,
    );
  }
  const { max } = ADAPTIVE_DECAY;
  if (
    regulariser === "adaptive" && weightDecay !== undefined &&
    !(weightDecay > 0 && weightDecay < max)
  ) {
    complain(
      "weightDecay",
      `Expected a weight decay between 0 and ${max}, which ${method} raises it to, but found ${weightDecay}`,
    );
  }
  for (
    const [parameter, value, strength] of [
      ["weightDecay", weightDecay, "weight-decay"],
      ["dropPath", dropPath, "drop-path"],
    ] as const
  ) {
    if (regulariser === strength && value === undefined) {
      complain(
        parameter,
        `${method} needs ${parameter}: published is the best of ${
          PUBLISHED_STRENGTHS[strength].join(", ")
        }`,
      );
    }
  }
  if (regulariser !== "drop-path" && dropPath !== undefined) {
    complain(
      "dropPath",
      `${method} takes no dropPath: only r-darts-dp drops paths`,
    );
  }
  for (const [parameter, value] of Object.entries({ keep, skipDropOut })) {
    if (value !== undefined && relaxation !== "progressive") {
      complain(
        parameter,
        `${method} takes no ${parameter}: it belongs to p-darts`,
      );
    }
  }
  return found;
}
