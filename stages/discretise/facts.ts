import { genotypeTrouble } from "../../nas/search/discrete_mixtures.ts";
import { isChoiceSpace } from "../../nas/space/choice_space.ts";
import type { SearchSpace } from "../../nas/space/edge_space.ts";
import type { Complaint, ForeseeFacts } from "../../pipeline/stage.ts";
import {
  type GenotypeFacts,
  knownInput,
  type SearchFacts,
} from "../_declare/facts.ts";
import { measuredSupernet } from "../_declare/measured_supernet.ts";
import type { DiscretiseParams } from "./params.ts";

/** Tells the operations of the supernet and the memory that they take, and complains of a genotype that the supernet does not hold, of other data, and of too many images. */
export const facts: ForeseeFacts<DiscretiseParams> = (params, inputs) => {
  const search = knownInput(inputs, "search", "supernet");
  const genotype = knownInput(inputs, "genotype", "genotype");
  const { complaints = [], ...known } = measuredSupernet(
    inputs,
    "discretise",
    params,
  );
  return {
    ...known,
    complaints: [
      ...complaints,
      ...(search === undefined ? [] : mixtureComplaints(search, genotype)),
    ],
  };
};

/** Complains of a supernet without a mixture on each edge, and of a genotype of another space. */
function mixtureComplaints(
  { space }: SearchFacts,
  genotype: GenotypeFacts | undefined,
): Complaint[] {
  if (isChoiceSpace(space)) {
    return [{
      input: "search",
      message:
        `Cannot discretise a search in ${space.name}: the space has no edges`,
    }];
  }
  if (space.mixture === "partial") {
    return [{
      input: "search",
      message:
        "Cannot discretise a search with partial channels: its edges have weights of their own",
    }];
  }
  return genotype === undefined ? [] : foreignComplaints(space, genotype);
}

/** Complains of a genotype that cannot be one of a space. */
function foreignComplaints(
  space: SearchSpace,
  facts: GenotypeFacts,
): Complaint[] {
  const message = "genotype" in facts
    ? genotypeTrouble(space, facts.genotype)
    : facts.space.nodes === space.nodes
    ? undefined
    : `Expected a genotype of ${space.nodes} nodes, which the cells of the supernet have, but found one of ${facts.space.nodes} of ${facts.space.name}`;
  return message === undefined ? [] : [{ input: "genotype", message }];
}
