import type { EarlyStop } from "../../nas/curvature/early_stop.ts";
import type { SupernetConfig } from "../../nas/network/supernet.ts";
import type { AlphaState } from "../../nas/search/alpha_state.ts";
import type { SearchState } from "../../nas/search/search_state.ts";
import { alphaMatrices } from "../../nas/space/alpha_matrices.ts";
import type { StageContext } from "../../pipeline/stage.ts";
import { writeAlphasFile } from "../_artifacts/alphas_file.ts";
import {
  SEARCH_MODES,
  searchHistoryFile,
} from "../_artifacts/search_history.ts";
import {
  type StoredSupernet,
  writeSupernetFolder,
} from "../_artifacts/supernet_folder.ts";
import { flatNetwork } from "../_training/flat_network.ts";
import type { SearchParams } from "./params.ts";
import type { SearchPlan } from "./search_plan.ts";

/** Writes alphas, supernet and history of a search. */
export async function writeSearch(
  context: StageContext<SearchParams, SearchPlan>,
  { tensors, history, trajectory, adaptation }: SearchState,
  { config, alphas, layout, dataset, stop, best, undecided }: {
    readonly config: SupernetConfig;
    readonly alphas: AlphaState;
    readonly layout: StoredSupernet["layout"];
    /** Statement on the data set. */
    readonly dataset: string;
    readonly stop: EarlyStop | undefined;
    /** Epoch, from 0, that counts as it validated best. */
    readonly best: number | undefined;
    /** Epochs, from 1, after which no stop could be decided. */
    readonly undecided: readonly number[];
  },
): Promise<void> {
  const { method: _, seed, threads: __, recompute: ___, ...rest } =
    context.params;
  const { method, composition } = context.choices;
  const { space } = config;
  await writeAlphasFile(context.output("alphas"), {
    space,
    method,
    composition,
    seed,
    epochs: trajectory,
  });
  await searchHistoryFile.write(context.output("history"), {
    method,
    composition,
    space: space.name,
    seed,
    dataset,
    config: {
      method,
      seed,
      ...rest,
      ...nodesOf(space),
      ...effective(context.choices),
    },
    mode: SEARCH_MODES,
    epochs: history,
    alphas,
    ...(stop === undefined ? {} : { earlyStop: fromOne(stop) }),
    ...(best === undefined ? {} : { bestEpoch: best + 1 }),
    ...(undecided.length === 0 ? {} : { undecidedStops: undecided }),
    ...(adaptation === undefined ? {} : {
      rollbacks: adaptation.rollbacks.map((to) => ({
        ...fromOne(to),
        weightDecay: to.weightDecay,
      })),
    }),
  });
  await writeSupernetFolder(context.output("supernet"), {
    method,
    composition,
    seed,
    dataset,
    config,
    layout,
    flat: flatNetwork(tensors),
    alphas: alphaMatrices(space).map(({ name }) =>
      tensors[`alphas_${name}`]!.data as Float32Array
    ),
  });
}

/** Epochs from 1, as everywhere in `history.json`. */
function fromOne({ decidedAt, stopEpoch }: EarlyStop) {
  return { decidedAt: decidedAt + 1, stopEpoch: stopEpoch + 1 };
}

/** Effective values of parameters whose default depends on the method. */
function effective(
  { warmup, weightDecay, dropPath, cutout, candidates }: SearchPlan,
) {
  return {
    ...(candidates === undefined ? {} : {
      candidates: candidates.count,
      candidateBatches: candidates.batches,
    }),
    ...(warmup > 0 ? { warmup } : {}),
    ...(dropPath === undefined ? {} : { dropPath }),
    weightDecay,
    cutout,
  };
}

/** Number of nodes of a cell, where the space does not fix it. */
function nodesOf(space: SupernetConfig["space"]): { nodes?: number } {
  return "nodes" in space ? { nodes: space.nodes } : {};
}
