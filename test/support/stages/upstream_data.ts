import type { Upstream } from "../../../pipeline/stage.ts";
import { splitParams } from "../../../stages/split/params.ts";

/** Data as an estimate sees it: split from a downloaded data set. */
export const upstreamData = (
  dataset: string,
  split: unknown = {},
): Upstream => ({
  stage: "split",
  params: splitParams.parse(split),
  inputs: {
    files: { stage: "download", params: { dataset }, inputs: {} },
  },
});
