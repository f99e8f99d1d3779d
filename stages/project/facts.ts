import { isChoiceSpace } from "../../nas/space/choice_space.ts";
import { ALPHA_LOSSES } from "../../nas/alpha_losses/built_in_alpha_losses.ts";
import { PERTURBATIONS } from "../../nas/perturbations/built_in.ts";
import type { ForeseeFacts } from "../../pipeline/stage.ts";
import { otherDataComplaints } from "../_declare/data_complaints.ts";
import { type GenotypeFacts, knownInput } from "../_declare/facts.ts";
import type { ProjectParams } from "./params.ts";

/** Tells the space of the genotype, and complains of supernets whose edges cannot be decided. */
export const facts: ForeseeFacts<ProjectParams> = (params, inputs) => {
  const data = knownInput(inputs, "data", "dataset");
  const search = knownInput(inputs, "search", "supernet");
  if (search === undefined) return {};
  const { space, composition } = search;
  const complain = (message: string) => ({
    complaints: [{ input: "search", message }],
  });
  if (isChoiceSpace(space)) {
    return complain(
      `Cannot project a search in ${space.name}: the space has no edges`,
    );
  }
  if (space.relaxation === "partial") {
    return complain(
      "Cannot project a search with partial channels: its edges have weights of their own",
    );
  }
  for (
    const [kind, builtIn] of [
      ["perturbation", PERTURBATIONS],
      ["alphaLoss", ALPHA_LOSSES],
    ] as const
  ) {
    const name = composition[kind];
    if (params[kind] === undefined && !Object.hasOwn(builtIn, name)) {
      return complain(
        `Expected the parameter ${kind}, as that of the search, ${name}, is not built in`,
      );
    }
  }
  const genotype: GenotypeFacts = { space };
  return {
    outputs: { genotype },
    complaints: otherDataComplaints(data, search.data),
  };
};
