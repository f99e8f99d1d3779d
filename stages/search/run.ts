import { skipFactorAt } from "../../nas/auxiliary_skips/auxiliary_skip.ts";
import { checkRelaxation } from "../../nas/relaxations/check_relaxation.ts";
import { stageNetwork } from "../_training/stage_network.ts";
import { stageSteps } from "../_training/stage_steps.ts";
import {
  type Dataset,
  openDataset,
} from "../../datasets/prepared/open_dataset.ts";
import type { AugmentedPass } from "../../datasets/prepared/augmented_images.ts";
import { spaceOfCells } from "../../nas/space/cell_kinds.ts";
import type { CurvatureRule } from "../../nas/regularisers/regulariser.ts";
import { spaceCode } from "../../nas/network/load_code.ts";
import type * as PhasedSearchModule from "../../nas/phases/phased_search.ts";
import { alphaState, stillness } from "../../nas/search/alpha_state.ts";
import { runAdaptiveSearch } from "../../nas/search/adaptive_search.ts";
import {
  bestOf,
  runSearch,
  stopOf,
  undecidedOf,
} from "../../nas/search/search.ts";
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
import { supernetOwner } from "../_artifacts/supernet_folder.ts";
import { type DataWait, dataWait, timedData } from "../_training/data_wait.ts";
import { methodPart, type MethodParts } from "../_training/method_part.ts";
import { openStageEngine } from "../_training/open_stage_engine.ts";
import { resumeTraining } from "../_training/resume_training.ts";
import { searchData } from "../_training/search_data.ts";
import { searchOptimisers } from "../_training/search_optimisers.ts";
import { stageAugmentation } from "../_training/stage_augmentation.ts";
import { validationBatches } from "../_training/validation_batches.ts";
import type { SearchParams } from "./params.ts";
import { logBest, logStops, logUnconverged } from "./log_search.ts";
import { narrowedBy } from "./narrowed_by.ts";
import type { SearchPlan } from "./search_plan.ts";
import { writeSearch } from "./write_search.ts";

/** Searches, from the newest checkpoint if there is one, and writes alphas, supernet and history. */
export async function run(
  context: StageContext<SearchParams, SearchPlan>,
): Promise<void> {
  const { params, choices: plan } = context;
  using dataset = await openDataset(context.input("data"));
  const { manifest } = dataset;
  const before = context.has("before") ? context.input("before") : undefined;
  const narrowed = await narrowedBy(before, {
    space: plan.space,
    keep: params.keep,
  });
  const space = spaceOfCells(narrowed, params.cells);
  const auxiliarySkip = await methodPart(context, "auxiliarySkip");
  const config: SupernetConfig = {
    space,
    channels: params.channels,
    cells: params.cells,
    classes: manifest.classes.length,
    size: manifest.size,
    ...await spaceCode(stageNetwork(context), space, {
      stem: params.stem,
      file: before ?? `the space ${space.name}`,
    }),
    ...(plan.dropPath === undefined ? {} : { dropsPaths: true }),
    ...(params.skipDropOut === undefined ? {} : { dropsSkips: true }),
    ...(auxiliarySkip.factor === undefined ? {} : { auxiliarySkip: "given" }),
    channelShare: params.channelShare,
  };
  const layout = supernetLayout(config);
  const augmentation = await stageAugmentation(context, dataset, plan);
  const engine = await openStageEngine(params.threads, params);
  const wait = dataWait();
  const options: SearchOptions & Pick<MethodParts, "relaxation"> = {
    ...searchOptions(params, { plan, dataset, wait, augmentation }),
    ...await stageSteps(context),
    config: { ...config, recompute: params.recompute },
    layout,
    perturbation: await methodPart(context, "perturbation"),
    regulariser: await methodPart(context, "regulariser"),
    relaxation: await methodPart(context, "relaxation"),
    alphaLoss: await methodPart(context, "alphaLoss"),
    sampling: await methodPart(context, "sampling"),
    auxiliarySkip,
  };
  checkRelaxation(options.relaxation);
  const goOn = options.regulariser.watch?.goOn;
  const runner = await runnerOf(context, goOn);
  const final = await resumeTraining<SearchState, SearchEpoch>(context, {
    wait,
    owner: {
      ...supernetOwner({ config, layout }),
      kind: "supernet-checkpoint",
    },
    initial: () =>
      initialSearchState(space, layout, params.seed, options.relaxation),
    train: (from, afterStep) =>
      runner.run(engine, from, { ...options, afterStep }),
  });
  const stop = goOn !== undefined ? undefined : stopOf(options, final.history);
  const undecided = undecidedOf(options, final.history).map((at) => at + 1);
  const best = bestOf(options, final.history);
  logStops(context, final, stop);
  logBest(context, final, best);
  logUnconverged(context, final, undecided);
  const alphas = alphaState(space, final.trajectory);
  stillness(alphas, final.trajectory.length - 1).forEach(context.log);
  const last = runner.settled(config, final);
  await writeSearch(context, final, {
    config: settledSkips(last, options, final.history.length),
    alphas,
    layout: last === config ? layout : supernetLayout(last),
    dataset: manifest.statement,
    stop,
    best,
    undecided,
  });
}

/** How a search runs. */
interface Runner {
  readonly run: typeof runSearch;
  /** Its supernet at the end. */
  readonly settled: (
    config: SupernetConfig,
    final: SearchState,
  ) => SupernetConfig;
}

/** Runs a search in the phases of its parameters, or as one that goes on after a stop, or from its start to its end. */
async function runnerOf(
  { params: { phases }, part }: StageContext<SearchParams, SearchPlan>,
  goOn: CurvatureRule["goOn"],
): Promise<Runner> {
  if (phases !== undefined) {
    const { runPhasedSearch, phaseConfig } = await part<
      typeof PhasedSearchModule
    >("phases");
    return {
      run: (engine, from, options) =>
        runPhasedSearch(engine, from, options, phases),
      settled: (config, final) => phaseConfig(config, phases, final),
    };
  }
  return {
    run: goOn === undefined
      ? runSearch
      : (engine, from, options) =>
        runAdaptiveSearch(engine, from, options, goOn),
    settled: (config) => config,
  };
}

/** Options of a search, without its supernet, the modules of its method and the callback after each step. */
function searchOptions(
  params: SearchParams,
  { plan, dataset, augmentation, wait }: {
    readonly plan: SearchPlan;
    readonly dataset: Dataset;
    readonly augmentation: AugmentedPass;
    readonly wait: DataWait;
  },
): Omit<
  SearchOptions,
  "config" | "layout" | keyof MethodParts | "afterStep"
> {
  const { seed, epochs } = params;
  const { every, dropPath } = plan;
  const data = searchData(dataset, {
    batch: params.batch,
    seed,
    alphaSampling: params.alphaSampling,
    epochs,
    augmentation,
  });
  return {
    ...(every === undefined ? {} : {
      curvature: {
        every,
        weightDecay: params.alphaWeightDecay,
        batches: [...validationBatches(dataset, {
          batches: params.curvatureBatches,
          batch: params.curvatureBatch,
          // The images that the stage hessian takes by default.
          seed: 0,
          stage: "search",
        })],
      },
    }),
    method: { name: plan.method, ...plan.composition },
    unrolling: params.unrolled,
    epochs,
    warmup: plan.warmup,
    ...(dropPath === undefined ? {} : { dropPath }),
    skipDropOut: params.skipDropOut ?? 0,
    ...(plan.candidates === undefined ? {} : { candidates: plan.candidates }),
    rate: {
      start: params.learningRate,
      end: params.learningRateEnd,
      variant: params.schedule,
    },
    epsilon: { min: params.epsilonMin, max: params.epsilonMax },
    optimisers: searchOptimisers(params, plan.weightDecay),
    seed,
    data: timedData(data, wait),
  };
}

/** The supernet as stages after the search have it: its auxiliary skips keep the factor of the last epoch. */
function settledSkips(
  config: SupernetConfig,
  { auxiliarySkip, epochs }: Pick<SearchOptions, "auxiliarySkip" | "epochs">,
  done: number,
): SupernetConfig {
  return config.auxiliarySkip === undefined ? config : {
    ...config,
    auxiliarySkip: skipFactorAt(auxiliarySkip, { epoch: done - 1, epochs }),
  };
}
