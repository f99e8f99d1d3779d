import { supernetParts } from "../_declare/operation_parts.ts";
import { genotypeTrouble } from "../../nas/search/discrete_mixtures.ts";
import { isChoiceSpace } from "../../nas/space/choice_space.ts";
import type { SearchSpace } from "../../nas/space/edge_space.ts";
import type { Complaint, ForeseeFacts } from "../../pipeline/stage.ts";
import { supernetMemory } from "../_declare/supernet_memory.ts";
import { supernetComplaints } from "../_declare/data_complaints.ts";
import { type GenotypeFacts, knownInput } from "../_declare/facts.ts";
import type { DiscretiseParams } from "./params.ts";

/** Tells the operations of the supernet and the memory that they take, and complains of a genotype that the supernet does not hold, of other data, and of too many images. */
export const facts: ForeseeFacts<DiscretiseParams> = (params, inputs) => {
  const search = knownInput(inputs, "search", "supernet");
  const genotype = knownInput(inputs, "genotype", "genotype");
  const complaints = supernetComplaints(inputs, {
    ...params,
    stage: "discretise",
  });
  if (search !== undefined) {
    if (isChoiceSpace(search.space)) {
      complaints.push({
        input: "search",
        message:
          `Cannot discretise a search in ${search.space.name}: the space has no edges`,
      });
    } else if (search.space.relaxation === "partial") {
      complaints.push({
        input: "search",
        message:
          "Cannot discretise a search with partial channels: its edges have weights of their own",
      });
    } else if (genotype !== undefined) {
      complaints.push(...foreignComplaints(search.space, genotype));
    }
  }
  return {
    parts: supernetParts(search),
    resources: supernetMemory(search, "discretise", params.batch),
    complaints,
  };
};

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
