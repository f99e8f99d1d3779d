import { DERIVED_SELECTIONS } from "../../nas/selections/built_in_selections.ts";
import { selectionTrouble } from "../../nas/selections/selection_trouble.ts";
import type { PartShape } from "../../pipeline/stage.ts";
import { moduleOf, moduleParam } from "./module_param.ts";

const NAMES = Object.keys(DERIVED_SELECTIONS) as (
  keyof typeof DERIVED_SELECTIONS
)[];

/** Schema of a selection: the name of a built-in one, or the path of a user's module. */
export const selectionParam = moduleParam(NAMES).optional().describe(
  "which edges and operations are kept: strength keeps those of the largest mixture weights, threshold those that reach 0.85 among the two strongest edges of a node, threshold-edges among all; default: that of the method; or the path of your own module",
);

/** What a user's module of a selection has to export. */
export const SELECTION_SHAPE: PartShape = {
  export: "selection",
  check: (value) => selectionTrouble(value, NAMES),
};

/** Module of the selection that a parameter or a method names; that by strength where nothing is known. */
export function selectionModule(name: string = "strength"): string {
  return moduleOf(DERIVED_SELECTIONS, name);
}
