import {
  BYPASS_TROUBLE,
  genotypeTrouble,
  SKIPS_TROUBLE,
} from "../../nas/search/discrete_mixtures.ts";
import { isChoiceSpace } from "../../nas/space/choice_space.ts";
import { graphNodes, type GraphSpace } from "../../nas/space/graph_space.ts";
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
  { space, composition, channelShare }: SearchFacts,
  genotype: GenotypeFacts | undefined,
): Complaint[] {
  if (isChoiceSpace(space)) {
    return [{
      input: "search",
      message:
        `Cannot discretise a search in ${space.name}: the space has no edges`,
    }];
  }
  if ("mixture" in space && space.mixture === "partial") {
    return [{
      input: "search",
      message:
        "Cannot discretise a search with partial channels: its edges have weights of their own",
    }];
  }
  if (channelShare !== undefined) {
    return [{ input: "search", message: BYPASS_TROUBLE }];
  }
  const skips = "auxiliarySkips" in space && space.auxiliarySkips;
  if (skips || composition.auxiliarySkip !== "none") {
    return [{ input: "search", message: SKIPS_TROUBLE }];
  }
  return genotype === undefined ? [] : foreignComplaints(space, genotype);
}

/** Complains of a genotype that cannot be one of a space. */
function foreignComplaints(
  space: SearchSpace | GraphSpace,
  facts: GenotypeFacts,
): Complaint[] {
  const message = "genotype" in facts
    ? genotypeTrouble(space, facts.genotype)
    : otherNodes(space, facts.space);
  return message === undefined ? [] : [{ input: "genotype", message }];
}

/** Says why no genotype of a space can be one of another space, whose cells are of another kind or have other nodes. */
function otherNodes(
  space: SearchSpace | GraphSpace,
  other: SearchSpace | GraphSpace,
): string | undefined {
  const nodesOf = (of: SearchSpace | GraphSpace) =>
    "nodes" in of ? `${of.nodes} nodes` : `a graph of ${graphNodes(of)} nodes`;
  return nodesOf(space) === nodesOf(other)
    ? undefined
    : `Expected a genotype of ${
      nodesOf(space)
    }, which the cells of the supernet have, but found one of ${
      "nodes" in other ? other.nodes : nodesOf(other)
    } of ${other.name}`;
}
