import { isGraphSpace } from "../../nas/space/graph_space.ts";
import { isChoiceSpace } from "../../nas/space/choice_space.ts";
import type { Complaint, ForeseeFacts } from "../../pipeline/stage.ts";
import { type GenotypeFacts, knownInput } from "../_declare/facts.ts";
import { selectionModule } from "../_declare/selection_param.ts";
import type { DeriveParams } from "./params.ts";

/** Tells the space of the genotype and the selection of the method, and complains of searches that another stage derives from. */
export const facts: ForeseeFacts<DeriveParams> = (params, inputs) => {
  const search = knownInput(inputs, "search", "alphas");
  if (search === undefined) return {};
  const { space, method, composition } = search;
  const complain = (message: string) => ({
    complaints: [{ input: "search", message }],
  });
  if (isChoiceSpace(space)) {
    return complain(
      `${space.name} is a NAS-Bench-1Shot1 space: use the stage benchmark`,
    );
  }
  if (composition.selection === "perturbation") {
    return complain(
      `${method} selects by perturbation: use the stage project`,
    );
  }
  const genotype: GenotypeFacts = {
    space,
    ...(search.own === undefined ? {} : { own: search.own }),
  };
  if (isGraphSpace(space)) {
    return {
      outputs: { genotype },
      parts: {
        "selection/graph": import.meta.resolve("./graph_derivation.ts"),
      },
      complaints: graphComplaints(params, space.name),
    };
  }
  if (params.selection !== undefined) return { outputs: { genotype } };
  const { selection } = composition;
  return {
    outputs: { genotype },
    parts: { selection: selectionModule(selection) },
    complaints: selection === "strength" || params.maxSkips === undefined
      ? []
      : [{
        path: ["maxSkips"],
        message:
          `Expected no maxSkips with the selection ${selection} of ${method}`,
      }],
  };
};

/** Complains of a selection of edges in a space whose cells keep all of them. */
function graphComplaints(
  { selection, maxSkips }: DeriveParams,
  space: string,
): Complaint[] {
  const found = [
    selection !== undefined && selection !== "strength" && "selection",
    maxSkips !== undefined && "maxSkips",
  ].filter((name) => name !== false);
  return found.map((name) => ({
    path: [name],
    message:
      `Expected no ${name} for a search in ${space}, whose cells keep all edges`,
  }));
}
