import { isChoiceSpace } from "../../nas/space/choice_space.ts";
import type { ForeseeFacts } from "../../pipeline/stage.ts";
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
