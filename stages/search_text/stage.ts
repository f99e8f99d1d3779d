import { METHODS } from "../../nas/search/method.ts";
import { methodModules } from "../_declare/method_param.ts";
import { defineStage } from "../../pipeline/stage.ts";
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
  resources: ({ threads, batch, units, length, nodes }) => ({
    cpus: threads,
    // the states of all nodes at all times, each with some maps
    memory: Math.ceil(
      900 + 1.2e-4 * batch * units * length * (nodes + 1) * nodes / 2,
    ),
    advice:
      `a smaller batch (${batch}), fewer units (${units}) or shorter steps (${length}) need less memory`,
  }),
  parts: ({ method }) => ({
    perturbation: methodModules(METHODS[method]).perturbation,
  }),
  choices: ({ method }) => {
    const { name: _, ...composition } = METHODS[method];
    return composition;
  },
  module: import.meta.resolve("./run.ts"),
});
