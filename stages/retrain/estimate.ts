import { networkLayout } from "../../nas/network/network.ts";
import { publishedGenotype } from "../../nas/genotype/published.ts";
import type { EstimateCost } from "../../pipeline/stage.ts";
import {
  measuredEstimate,
  networkMacs,
  stepSeconds,
} from "../_declare/cost_model.ts";
import { dataSize } from "../_declare/data_size.ts";
import { knownInput } from "../_declare/facts.ts";
import { stemFacts } from "../_declare/stem_param.ts";
import type { RetrainParams } from "./params.ts";

/**
 * Estimates the cost of a retraining; undefined where the number of images is not known yet. The cells are not known
 * before the search either, so the cells of DARTS_V2 stand in for them.
 */
export const estimate: EstimateCost<RetrainParams> = (params, inputs, once) => {
  const data = dataSize(knownInput(inputs, "data", "dataset"));
  if (data === undefined) return undefined;
  const { channels, cells, batch, epochs } = params;
  const macs = networkMacs(networkLayout, {
    ...data,
    genotype: publishedGenotype("darts-v2").genotype,
    channels,
    cells,
    auxiliary: false,
  }, { stem: stemFacts(params.stem, inputs), once });
  const seconds = stepSeconds("retrain", macs * batch);
  const images = params.images === "all" ? data.train : data.weights;
  const steps = Math.ceil(images / batch);
  const total = epochs * steps * seconds;
  return measuredEstimate(total, `${epochs} epochs of ${steps} steps`, {
    seconds,
    name: "a step",
  });
};
