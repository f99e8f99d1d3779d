import {
  CHOICE_SPACE_NAMES,
  isChoiceSpace,
} from "../../nas/space/choice_space.ts";
import type { Complaint, ForeseeFacts } from "../../pipeline/stage.ts";
import { knownInput } from "../_declare/facts.ts";
import type { BenchmarkParams } from "./params.ts";

/**
 * Complains of a search in a space without a table, of a length of training that the table does not have, and of anything
 * but either a search or a draw.
 */
export const facts: ForeseeFacts<BenchmarkParams> = (
  { epochs, random },
  inputs,
) => {
  const search = knownInput(inputs, "search", "alphas");
  const table = knownInput(inputs, "table", "nasbench-table");
  const complaints: Complaint[] = [];
  if (inputs.has("search") === (random !== undefined)) {
    complaints.push({
      path: random === undefined ? [] : ["random"],
      message: `Expected either the input search or random but found ${
        random === undefined ? "neither" : "both"
      }`,
    });
  }
  if (search !== undefined && !isChoiceSpace(search.space)) {
    complaints.push({
      input: "search",
      message: `Expected a search in ${
        CHOICE_SPACE_NAMES.join(", ")
      } but found one in ${search.space.name}: use the stage derive`,
    });
  }
  if (
    table !== undefined && epochs !== undefined &&
    !table.lengths.includes(epochs)
  ) {
    complaints.push({
      path: ["epochs"],
      message: `Expected epochs of ${
        table.lengths.join(", ")
      }, which ${table.name} has, but found ${epochs}`,
    });
  }
  return { complaints };
};
