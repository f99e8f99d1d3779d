import type * as tf from "@tensorflow/tfjs-core";
import type { Engine } from "../../engine/engine.ts";
import { type CurvatureWatch, watchCurvature } from "../curvature/curvature.ts";
import type { EarlyStop, Evaluation } from "../curvature/early_stop.ts";
import { storeTensors } from "../training/live_tensors.ts";
import { parameterFreeShare, skipShare } from "../genotype/parameter_free.ts";
import { cosineRate, epsilonAt } from "../training/schedule.ts";
import { withMixtures } from "../relaxations/relaxed.ts";
import { givenSkipFactor } from "./given_skip_factor.ts";
import type { AnyAlphas } from "../space/any_alphas.ts";
import { alphaMatrices } from "../space/alpha_matrices.ts";
import { matrixTensors } from "../training/mixtures.ts";
import { disposeTensors } from "../training/tensor_tree.ts";
import {
  architectureAlphas,
  chooseArchitecture,
  withLastArchitecture,
} from "./drawn_architectures.ts";
import { perturberFor } from "./perturbed_network.ts";
import { attackReport } from "./perturbation_reach.ts";
import { operationStops } from "../regularisers/operation_stops.ts";
import type { SearchOptions } from "./search_options.ts";
import {
  alphasOf,
  type EpochSums,
  type LiveSearch,
  NO_SUMS,
  type SearchEpoch,
  type SearchNames,
  searchNames,
  type SearchState,
} from "./search_state.ts";
import { searchStep } from "./search_step.ts";
import { type SearchParts, searchParts } from "./search_programs.ts";
import { type Counts, runEpochs } from "../training/run_epochs.ts";
import { type Programs, programsByBatch } from "../training/programs.ts";
import { validateSupernet } from "./validate.ts";

/**
 * Runs a bilevel first-order search from a state to its end (docs/method.md section 4): in each step an alpha step on
 * validation data with unperturbed mixture weights, then a weight step on perturbed ones; after each epoch a pass over
 * the validation half. Every random number is addressed by seed, epoch and step, so that a resumed search gives the
 * same bytes.
 *
 * @throws When a loss is not finite.
 */
export async function runSearch(
  engine: Engine,
  initial: SearchState,
  options: SearchOptions,
): Promise<SearchState> {
  const { config, layout, epochs, data, curvature } = options;
  const programsFor = programsByBatch(
    engine,
    (batch) => searchParts(config, layout, { ...options, batch }),
  );
  const perturber = perturberFor(engine, options.perturbation, options);
  const stops = operationStops(options);
  const watch = curvature === undefined
    ? undefined
    : watchCurvature(engine, options, curvature);
  try {
    const state = await runEpochs<SearchNames, SearchState, SearchEpoch>({
      state: stops?.begin(initial) ?? initial,
      names: searchNames(config.space, options.regulariser),
      layout,
      epochs,
      steps: data.steps,
      step: (live, state) =>
        searchStep({ programsFor, perturber, stops }, options, {
          live,
          ...state,
        }),
      endEpoch: (live, state) =>
        endEpoch(options, { programsFor, watch }, live, state),
      isOver: ({ epoch, history }) =>
        epoch === options.until || stopOf(options, history) !== undefined,
      afterStep: options.afterStep,
    });
    const stop = stopOf(options, state.history);
    if (options.sampling?.architecture !== undefined) {
      return withLastArchitecture(config.space, state);
    }
    // the architecture of a stopped search is that of an earlier epoch
    const last = stop?.stopEpoch ?? bestOf(options, state.history);
    return last === undefined ? state : {
      ...state,
      trajectory: state.trajectory.filter(({ epoch }) => epoch <= last + 1),
    };
  } finally {
    programsFor.disposeAll();
    perturber.disposeAll();
    watch?.dispose();
  }
}

/** Validates after an epoch and measures the curvature where it is due. */
async function endEpoch(
  options: SearchOptions,
  { programsFor, watch }: {
    readonly programsFor: (batch: number) => Programs<SearchParts>;
    readonly watch: CurvatureWatch | undefined;
  },
  { weights, statistics, arch }: LiveSearch,
  { epoch, sums, history, trajectory, stops }: Counts<SearchState>,
): Promise<Partial<Counts<SearchState>>> {
  const { config: { space, size, kept }, data, seed, sampling } = options;
  const { arch: { alphas: names } } = searchNames(space);
  const chosen = sampling?.architecture &&
    chooseArchitecture(programsFor, sampling, options, { weights, epoch });
  const alphas = withMixtures(
    options.relaxation,
    space,
    chosen
      ? architectureAlphas(space, chosen) as unknown as AnyAlphas
      : alphasOf(space, storeTensors(arch.alphas, names)),
    kept,
  );
  const skipFactor = givenSkipFactor(options, epoch);
  const drawn = chosen &&
    matrixTensors(alphaMatrices(space), chosen.mixtures);
  const report: SearchEpoch = {
    ...describeEpoch(options, epoch, sums),
    ...validateSupernet(programsFor, {
      size,
      weights,
      statistics,
      alphas: arch.alphas,
      drawn,
      batches: data.validation(epoch),
      seed,
      epoch,
      skipFactor,
    }),
    ...(skipFactor === undefined
      ? {}
      : { skipFactor: skipFactor.dataSync()[0]! }),
    parameterFreeShare: parameterFreeShare(space, alphas),
    skipShare: skipShare(space, alphas),
    ...(stops === undefined ? {} : { stoppedOperations: stops.stopped.length }),
    ...(watch !== undefined && isDue(epoch, options)
      ? {
        curvature: await watch.measure({
          weights: valuesOf(weights),
          alphas: arch.alphas.map(valuesOf),
          seed,
          skipFactor: skipFactor?.dataSync()[0],
        }),
      }
      : {}),
  };
  skipFactor?.dispose();
  disposeTensors(drawn ?? []);
  return {
    sums: NO_SUMS,
    history: [...history, report],
    trajectory: [...trajectory, { epoch: epoch + 1, ...alphas }],
  };
}

/** Epochs that measure the curvature, as published: after the first epoch, then at an interval, and after the last one. */
function isDue(epoch: number, { curvature, epochs }: SearchOptions): boolean {
  return epoch % curvature!.every === 0 || epoch === epochs - 1;
}

/**
 * Epoch, from 0, whose architecture counts as it validated best, the first of equal ones; undefined for regularisers that
 * take the last one.
 */
export function bestOf(
  { regulariser }: Pick<SearchOptions, "regulariser">,
  history: readonly SearchEpoch[],
): number | undefined {
  if (regulariser.takesBest !== true || history.length === 0) return undefined;
  const accuracies = history.map(({ validAccuracy }) => validAccuracy);
  return history[accuracies.indexOf(Math.max(...accuracies))]!.epoch - 1;
}

function valuesOf(tensor: tf.Tensor): Float32Array {
  return tensor.dataSync() as Float32Array;
}

type StopOptions = Pick<
  SearchOptions,
  "method" | "regulariser" | "curvature"
>;

/** Where growing curvature has ended a search, epochs from 0; undefined for regularisers that ignore it. */
export function stopOf(
  options: StopOptions,
  history: readonly SearchEpoch[],
): EarlyStop | undefined {
  return options.regulariser.watch?.stop(...evaluationsOf(options, history));
}

/**
 * Epochs, from 0, after which it could not be decided whether growing curvature ends a search, as an eigenvalue had not
 * converged; none for regularisers that ignore it.
 */
export function undecidedOf(
  options: StopOptions,
  history: readonly SearchEpoch[],
): number[] {
  const { watch } = options.regulariser;
  return watch?.undecided?.(...evaluationsOf(options, history)) ?? [];
}

function evaluationsOf(
  { method, curvature }: StopOptions,
  history: readonly SearchEpoch[],
): [Evaluation[], number] {
  if (curvature === undefined) {
    throw new RangeError(`${method.name} needs the option curvature`);
  }
  const evaluations = history.flatMap(({ epoch, curvature }) =>
    curvature === undefined ? [] : [{
      epoch: epoch - 1,
      value: curvature.top,
      converged: curvature.topState !== "unconverged",
    }]
  );
  return [evaluations, curvature.every];
}

/** The part of an epoch's report that its training sums and schedules give. */
function describeEpoch(
  { epochs, rate, epsilon }: SearchOptions,
  epoch: number,
  sums: EpochSums,
): Omit<
  SearchEpoch,
  | "validLoss"
  | "validAccuracy"
  | "parameterFreeShare"
  | "skipShare"
  | "stoppedOperations"
  | "curvature"
> {
  const radius = epsilonAt(epoch, { epochs, ...epsilon });
  return {
    epoch: epoch + 1,
    epsilon: sums.reach === undefined ? null : radius,
    learningRate: cosineRate(epoch, { epochs, ...rate }),
    trainLoss: sums.loss / sums.images,
    trainAccuracy: sums.correct / sums.images,
    ...attackReport(sums, radius),
  };
}
