import {
  genotypeParts,
  isGraphFacts,
  operationComplaints,
} from "../_declare/operation_parts.ts";
import { auxiliaryTrouble } from "../../nas/network/network.ts";
import { graphTroubles } from "../../nas/network/graph_trouble.ts";
import { sideTrouble } from "../../nas/network/side_trouble.ts";
import type { Stem } from "../../nas/stems/stem.ts";
import type { Complaint, ForeseeFacts } from "../../pipeline/stage.ts";
import { augmentationComplaints } from "../_declare/augmentation_param.ts";
import {
  type DataFacts,
  knownInput,
  type NetworkFacts,
} from "../_declare/facts.ts";
import { stemFacts } from "../_declare/stem_param.ts";
import type { RetrainParams } from "./params.ts";

/** Tells what a network is made of and trained on, and complains of images that it cannot take. */
export const facts: ForeseeFacts<RetrainParams> = (params, inputs) => {
  const data = knownInput(inputs, "data", "dataset");
  const genotype = knownInput(inputs, "genotype", "genotype");
  const stem = stemFacts(params.stem, inputs);
  const network: NetworkFacts = {
    images: params.images,
    stem,
    ...(genotype === undefined ? {} : { genotype }),
    ...(data === undefined ? {} : { data }),
  };
  return {
    outputs: { network },
    parts: genotypeParts(genotype),
    complaints: [
      ...operationComplaints(genotype),
      ...(isGraphFacts(genotype)
        ? graphComplaints({ ...params, stem: stem.stem }, data)
        : data === undefined
        ? headComplaints(params, stem.stem, undefined)
        : [
          ...sizeComplaints({ ...params, stem: stem.stem }, data),
        ]),
      ...(data === undefined ? [] : [
        ...batchComplaints(params, data),
        ...augmentationComplaints(
          data,
          params,
          inputs.parts,
        ),
      ]),
    ],
  };
};

/** Complains of what networks of graph cells do not have. */
function graphComplaints(
  params: Omit<RetrainParams, "stem"> & { readonly stem: Stem },
  data: DataFacts | undefined,
): Complaint[] {
  return graphTroubles({ ...params, size: data?.size }).map((
    { setting, message },
  ) =>
    setting === "size"
      ? { input: "data", message }
      : { path: [setting], message }
  );
}

function sizeComplaints(
  params: Omit<RetrainParams, "stem"> & { readonly stem: Stem },
  data: DataFacts,
): Complaint[] {
  const { size } = data;
  const side = sideTrouble({ ...params, size });
  return [
    ...(side === undefined ? [] : [{ input: "data", message: side }]),
    ...(side === undefined ? headComplaints(params, params.stem, size) : []),
  ];
}

/** Complains of an auxiliary head that the stem does not have, or that cannot read images of that side. */
function headComplaints(
  { auxiliary, cells }: Pick<RetrainParams, "auxiliary" | "cells">,
  stem: Stem,
  size: number | undefined,
): Complaint[] {
  const message = auxiliary
    ? auxiliaryTrouble({ size, stem, cells })
    : undefined;
  return message === undefined ? [] : [{ path: ["auxiliary"], message }];
}

/** Complains of a batch that the images do not fill, where smaller ones are dropped. */
function batchComplaints(
  { images: own, batch, lastBatch }: Pick<
    RetrainParams,
    "images" | "batch" | "lastBatch"
  >,
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
