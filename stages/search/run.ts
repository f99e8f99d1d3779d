import { join } from "node:path";
import { openDataset } from "../../datasets/prepared/open_dataset.ts";
import { trainAugmentation } from "../../datasets/prepared/train_augmentation.ts";
import { encodeSafetensors } from "../../engine/safetensors.ts";
import { alphaMatrices } from "../../nas/space/alpha_matrices.ts";
import { isChoiceSpace } from "../../nas/space/choice_space.ts";
import { runAdaptiveSearch } from "../../nas/search/adaptive_search.ts";
import { METHODS, type SearchMethod } from "../../nas/search/method.ts";
import { nameWeights } from "../../nas/network/named_weights.ts";
import type { EarlyStop } from "../../nas/curvature/early_stop.ts";
import { runSearch, stopOf } from "../../nas/search/search.ts";
import type { SearchOptions } from "../../nas/search/search_options.ts";
import {
  initialSearchState,
  type SearchEpoch,
  type SearchState,
} from "../../nas/search/search_state.ts";
import {
  type SupernetConfig,
  supernetLayout,
} from "../../nas/network/supernet.ts";
import type { StageContext } from "../../pipeline/stage.ts";
import { type Checkpoint, openCheckpoints } from "../_training/checkpoint.ts";
import { dataWait, timedData } from "../_training/data_wait.ts";
import { openStageEngine } from "../_training/open_stage_engine.ts";
import { writeJsonFile } from "../_artifacts/_json_file.ts";
import { superviseTraining } from "../_training/supervise_training.ts";
import { validationBatches } from "../_training/validation_batches.ts";
import type { SearchParams } from "./params.ts";
import { narrowedBy, type SearchPlan, searchPlan } from "./search_plan.ts";
import { searchData } from "../_training/search_data.ts";
import { searchOptimisers } from "../_training/search_optimisers.ts";

/** Searches, from the newest checkpoint if there is one, and writes alphas, supernet and history. */
export async function run(
  context: StageContext<SearchParams>,
): Promise<void> {
  const { params } = context;
  const { method, seed, channels, cells, epochs, batch } = params;
  using dataset = await openDataset(context.input("data"));
  const { manifest } = dataset;
  const searchMethod: SearchMethod = METHODS[method];
  const plan = searchPlan(params);
  const { warmup, every, weightDecay, dropPath } = plan;
  const space = await narrowedBy(
    context.has("before") ? context.input("before") : undefined,
    { space: plan.space, keep: params.keep },
  );
  const config: SupernetConfig = {
    space,
    channels,
    cells,
    classes: manifest.classes.length,
    size: manifest.size,
    stem: params.stem,
    ...(dropPath === undefined ? {} : { dropsPaths: true }),
    ...(params.skipDropOut === undefined ? {} : { dropsSkips: true }),
  };
  const layout = supernetLayout(config);
  const checkpoints = openCheckpoints(context.checkpoint);
  const stored = await checkpoints.load();
  const initial = stored === null
    ? initialSearchState(space, layout, seed)
    : decodeState(stored);
  if (stored !== null) {
    context.log(
      `goes on from its checkpoint at epoch ${initial.epoch + 1} step ${
        initial.step + 1
      }`,
    );
  }
  const engine = await openStageEngine(params.threads);
  const data = searchData(dataset, {
    batch,
    seed,
    alphaSampling: params.alphaSampling,
    epochs,
    augmentation: trainAugmentation(manifest, {
      ...params,
      cutout: plan.cutout,
    }),
  });
  const wait = dataWait();
  const { recompute } = params;
  const options: SearchOptions = {
    ...(every === undefined ? {} : {
      curvature: {
        every,
        weightDecay: params.alphaWeightDecay,
        batches: [...validationBatches(dataset, {
          batches: params.curvatureBatches,
          batch: params.curvatureBatch,
          // The same images as the stage hessian takes by default.
          seed: 0,
          stage: "search",
        })],
      },
    }),
    config: { ...config, recompute },
    layout,
    method: searchMethod,
    unrolling: params.unrolled,
    epochs,
    warmup,
    ...(dropPath === undefined ? {} : { dropPath }),
    skipDropOut: params.skipDropOut ?? 0,
    rate: {
      start: params.learningRate,
      end: params.learningRateEnd,
      variant: params.schedule,
    },
    epsilon: { min: params.epsilonMin, max: params.epsilonMax },
    optimisers: searchOptimisers(params, weightDecay),
    seed,
    data: timedData(data, wait),
    afterStep: superviseTraining<SearchState, SearchEpoch>({
      context,
      checkpoints,
      wait,
      encode: encodeState,
      describe: (e) =>
        `epoch ${e.epoch}/${epochs}, validation accuracy ${
          e.validAccuracy.toFixed(3)
        }`,
    }),
  };
  const adaptive = searchMethod.regulariser === "adaptive";
  const run = adaptive ? runAdaptiveSearch : runSearch;
  const final = await run(engine, initial, options);
  const stop = adaptive ? undefined : stopOf(options, final.history);
  if (stop !== undefined) {
    context.log(
      `the curvature grew too fast: stopped after epoch ${
        stop.decidedAt + 1
      }, with the architecture of epoch ${stop.stopEpoch + 1}`,
    );
  }
  for (const to of final.adaptation?.rollbacks ?? []) {
    context.log(
      `the curvature grew too fast: returned from epoch ${
        to.decidedAt + 1
      } to epoch ${to.stopEpoch + 1}, with a weight decay of ${to.weightDecay}`,
    );
  }
  await writeOutputs(context, final, {
    config,
    layout,
    dataset: manifest,
    stop,
  });
}

async function writeOutputs(
  context: StageContext<SearchParams>,
  { tensors, history, trajectory, adaptation }: SearchState,
  { config, layout, dataset, stop }: {
    stop: EarlyStop | undefined;
    config: SupernetConfig;
    layout: ReturnType<typeof supernetLayout>;
    dataset: { readonly statement: string };
  },
): Promise<void> {
  const { method, seed, threads: _, recompute: __, ...rest } = context.params;
  const { space } = config;
  await writeJsonFile(context.output("alphas"), {
    space,
    method,
    seed,
    epochs: trajectory,
  });
  await writeJsonFile(context.output("history"), {
    method,
    space: space.name,
    seed,
    dataset: dataset.statement,
    config: {
      method,
      seed,
      ...rest,
      ...nodesOf(space),
      ...effective(searchPlan(context.params)),
    },
    epochs: history,
    // epochs from 1, as everywhere in this file
    ...(stop === undefined ? {} : {
      earlyStop: {
        decidedAt: stop.decidedAt + 1,
        stopEpoch: stop.stopEpoch + 1,
      },
    }),
    ...(adaptation === undefined ? {} : {
      rollbacks: adaptation.rollbacks.map((to) => ({
        decidedAt: to.decidedAt + 1,
        stopEpoch: to.stopEpoch + 1,
        weightDecay: to.weightDecay,
      })),
    }),
  });
  const folder = context.output("supernet");
  await Deno.mkdir(folder, { recursive: true });
  await writeJsonFile(join(folder, "supernet.json"), {
    method,
    seed,
    dataset: dataset.statement,
    config,
  });
  const data = (name: string) => tensors[name]!.data as Float32Array;
  await Deno.writeFile(
    join(folder, "weights.safetensors"),
    encodeSafetensors({
      ...nameWeights(layout, {
        weights: data("weights"),
        mean: data("running_mean"),
        variance: data("running_variance"),
      }),
      ...Object.fromEntries(
        alphaMatrices(space).map((
          { name },
        ) => [`alphas.${name}`, tensors[`alphas_${name}`]!]),
      ),
    }),
  );
}

/** What counts of the parameters that have no default of their own. */
function effective({ warmup, weightDecay, dropPath, cutout }: SearchPlan) {
  return {
    ...(warmup > 0 ? { warmup } : {}),
    ...(dropPath === undefined ? {} : { dropPath }),
    weightDecay,
    cutout,
  };
}

/** Nodes of a cell, where the space does not fix them. */
function nodesOf(space: SupernetConfig["space"]): { nodes?: number } {
  return isChoiceSpace(space) ? {} : { nodes: space.nodes };
}

function encodeState({ tensors, ...position }: SearchState): Checkpoint {
  return { tensors, position };
}

function decodeState({ tensors, position }: Checkpoint): SearchState {
  return { ...position as Omit<SearchState, "tensors">, tensors };
}
