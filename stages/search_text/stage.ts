import { METHODS } from "../../nas/search/method.ts";
import { methodModules } from "../_declare/method_param.ts";
import { defineStage } from "../../pipeline/stage.ts";
import { languageResources } from "../_language/language_memory.ts";
import { type SearchTextParams, searchTextParams } from "./params.ts";

/** Stage that searches a recurrent cell on a text. */
export default defineStage<SearchTextParams>({
  name: "search_text",
  description:
    "searches a recurrent cell for a language model with DARTS or SDARTS",
  params: searchTextParams,
  inputs: { text: { kind: "text" } },
  outputs: {
    alphas: { kind: "recurrent-alphas", path: "alphas.json", metrics: false },
    history: {
      kind: "search-history",
      path: "history.json",
      numbers: {
        "epochs.validPerplexity": { better: "lower" },
        "epochs.validLoss": { better: "lower" },
        "epochs.trainLoss": { better: "lower" },
      },
    },
  },
  resources: (params) => languageResources({ ...params, searched: true }),
  parts: ({ method }) => ({
    perturbation: methodModules(METHODS[method]).perturbation,
  }),
  choices: ({ method }) => {
    const { name: _, ...composition } = METHODS[method];
    return composition;
  },
  module: import.meta.resolve("./run.ts"),
});
