import { supernetParts } from "../_declare/operation_parts.ts";
import { isGraphSpace } from "../../nas/space/graph_space.ts";
import { isChoiceSpace } from "../../nas/space/choice_space.ts";
import { PRUNED_TROUBLE } from "../../nas/space/kept_candidates.ts";
import type { ForeseeFacts } from "../../pipeline/stage.ts";
import { augmentationComplaints } from "../_declare/augmentation_param.ts";
import { otherDataComplaints } from "../_declare/data_complaints.ts";
import { type GenotypeFacts, knownInput } from "../_declare/facts.ts";
import { computesDrawnAlone } from "../search/search_plan.ts";
import { drawnTrouble } from "./drawn_trouble.ts";
import { SHARE_TROUBLE } from "./share_trouble.ts";
import type { ProjectParams } from "./params.ts";

/** Tells the space of the genotype, and complains of supernets whose edges cannot be decided. */
export const facts: ForeseeFacts<ProjectParams> = (params, inputs) => {
  const data = knownInput(inputs, "data", "dataset");
  const search = knownInput(inputs, "search", "supernet");
  if (search === undefined) return {};
  const { space } = search;
  const complain = (message: string) => ({
    complaints: [{ input: "search", message }],
  });
  if (isChoiceSpace(space)) {
    return complain(
      `Cannot project a search in ${space.name}: the space has no edges`,
    );
  }
  if (isGraphSpace(space)) {
    return complain(
      `Cannot project a search in ${space.name}: a graph cell keeps all of its edges`,
    );
  }
  if (space.mixture === "partial") {
    return complain(
      "Cannot project a search with partial channels: its edges have weights of their own",
    );
  }
  if (search.prunes) return complain(PRUNED_TROUBLE);
  if (search.channelShare !== undefined) {
    return complain(SHARE_TROUBLE);
  }
  const { sampling } = search.composition;
  if (computesDrawnAlone(sampling, inputs.parts)) {
    return complain(drawnTrouble(sampling));
  }
  const genotype: GenotypeFacts = {
    space,
    ...(search.own === undefined ? {} : { own: search.own }),
  };
  return {
    outputs: { genotype },
    parts: supernetParts(search),
    complaints: [
      ...otherDataComplaints(data, search.data),
      ...augmentationComplaints(
        data,
        { ...params, cutout: 0 },
        inputs.parts,
      ),
    ],
  };
};
