import {
  genotypeParts,
  operationComplaints,
} from "../_declare/operation_parts.ts";
import { augmentationTrouble } from "../../datasets/prepared/train_augmentation.ts";
import { auxiliaryTrouble } from "../../nas/network/network.ts";
import { sideTrouble } from "../../nas/network/side_trouble.ts";
import type { Complaint, ForeseeFacts } from "../../pipeline/stage.ts";
import {
  type DataFacts,
  knownInput,
  type NetworkFacts,
} from "../_declare/facts.ts";
import type { RetrainParams } from "./params.ts";

/** Tells what a network is made of and trained on, and complains of images that it cannot take. */
export const facts: ForeseeFacts<RetrainParams> = (params, inputs) => {
  const data = knownInput(inputs, "data", "dataset");
  const genotype = knownInput(inputs, "genotype", "genotype");
  const network: NetworkFacts = {
    images: params.images,
    ...(genotype === undefined ? {} : { genotype }),
    ...(data === undefined ? {} : { data }),
  };
  return {
    outputs: { network },
    parts: genotypeParts(genotype),
    complaints: [
      ...operationComplaints(genotype),
      ...(data === undefined ? [] : dataComplaints(params, data)),
    ],
  };
};

function dataComplaints(params: RetrainParams, data: DataFacts): Complaint[] {
  const { size, layout, dataset: name } = data;
  const side = sideTrouble({ ...params, size });
  const head = params.auxiliary
    ? auxiliaryTrouble({ ...params, size })
    : undefined;
  const change = augmentationTrouble({ size, layout, name }, params);
  return [
    ...(side === undefined ? [] : [{ input: "data", message: side }]),
    ...(side !== undefined || head === undefined
      ? []
      : [{ path: ["auxiliary"], message: head }]),
    ...(change === undefined ? [] : [change]),
    ...batchComplaints(params, data),
  ];
}

/** Complains of a batch that the images do not fill, where smaller ones are dropped. */
function batchComplaints(
  { images: own, batch, lastBatch }: RetrainParams,
  { images }: DataFacts,
): Complaint[] {
  if (lastBatch === "keep" || images === undefined || images.presumed) {
    return [];
  }
  const count = own === "all" ? images.train : images.weights;
  return count >= batch ? [] : [{
    path: ["batch"],
    message:
      `Expected at least one batch of ${batch} images but found ${count} images: set batch or lastBatch: keep`,
  }];
}
