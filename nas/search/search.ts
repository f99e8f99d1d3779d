import * as tf from "@tensorflow/tfjs-core";
import type { Engine } from "../../engine/engine.ts";
import { alphaMatrices } from "../space/alpha_matrices.ts";
import { watchCurvature } from "../curvature/curvature.ts";
import {
  EARLY_STOP,
  type EarlyStop,
  earlyStop,
} from "../curvature/early_stop.ts";
import { loadTensors, storeTensors } from "../training/live_tensors.ts";
import { watchesCurvature } from "./method.ts";
import { parameterFreeShare, skipShare } from "../genotype/parameter_free.ts";
import { cosineRate, epsilonAt } from "../training/schedule.ts";
import type { SearchOptions } from "./search_options.ts";
import {
  addSums,
  alphasOf,
  type EpochSums,
  NO_SUMS,
  type SearchEpoch,
  type SearchState,
  stateTensors,
} from "./search_state.ts";
import { searchStep } from "./search_step.ts";
import { searchSteps } from "./search_programs.ts";
import { programsByBatch } from "../training/programs.ts";
import { validateSupernet } from "./validate.ts";

/**
 * Runs a bilevel first-order search from a state to its end (method.md section 4): in each step an alpha step on
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
  const { config, layout, optimisers, epochs, data } = options;
  const programsFor = programsByBatch(
    engine,
    (batch) => ({ ...searchSteps(config, layout, { batch, optimisers }) }),
  );
  const names = stateTensors(config.space);
  const matrices = alphaMatrices(config.space).length;
  let live = loadTensors(initial.tensors, names);
  let { epoch, step, updates, sums } = initial;
  const history = [...initial.history];
  const trajectory = [...initial.trajectory];
  const state = (): SearchState => ({
    tensors: storeTensors(live, names),
    epoch,
    step,
    updates,
    sums,
    history: [...history],
    trajectory: [...trajectory],
  });
  const { curvature } = options;
  const watch = curvature === undefined
    ? undefined
    : watchCurvature(engine, { config, layout }, curvature);
  try {
    while (epoch < epochs && stopOf(options, history) === undefined) {
      const next = searchStep(programsFor, options, {
        live,
        epoch,
        step,
        updates,
      });
      live = next.live;
      sums = addSums(sums, next.sums);
      updates += next.updates;
      step++;
      const epochEnd = step === data.steps;
      if (epochEnd) {
        const alphas = alphasOf(config.space, storeTensors(live, names));
        const [weights, , mean, variance] = live;
        history.push({
          ...describeEpoch(options, epoch, sums),
          ...validateSupernet(programsFor, {
            size: config.size,
            live: [
              weights!,
              mean!,
              variance!,
              ...live.slice(4, 4 + matrices),
            ],
            batches: data.validation(epoch),
            seed: options.seed,
            epoch,
          }),
          parameterFreeShare: parameterFreeShare(config.space, alphas),
          skipShare: skipShare(config.space, alphas),
          ...(watch !== undefined && isDue(epoch, options)
            ? {
              curvature: await watch.measure(placeOf(live, matrices, options)),
            }
            : {}),
        });
        trajectory.push({ epoch: epoch + 1, ...alphas });
        epoch++;
        step = 0;
        sums = NO_SUMS;
      }
      await options.afterStep?.({
        done: epoch * data.steps + step,
        total: epochs * data.steps,
        last: history.at(-1),
        epochEnd,
        state,
      });
    }
    const stop = stopOf(options, history);
    const { trajectory: whole, ...rest } = state();
    return {
      ...rest,
      // The architecture of a stopped search is that of the epoch to go back to.
      trajectory: stop === undefined
        ? whole
        : whole.filter(({ epoch }) => epoch <= stop.stopEpoch + 1),
    };
  } finally {
    tf.dispose(live);
    programsFor.disposeAll();
    watch?.dispose();
  }
}

/** As published: after the first epoch, then at an interval, and after the last one. */
function isDue(epoch: number, { curvature, epochs }: SearchOptions): boolean {
  return epoch % curvature!.every === 0 || epoch === epochs - 1;
}

function placeOf(
  live: readonly tf.Tensor[],
  matrices: number,
  { seed }: SearchOptions,
) {
  const values = (tensor: tf.Tensor) => tensor.dataSync() as Float32Array;
  return {
    weights: values(live[0]!),
    alphas: live.slice(4, 4 + matrices).map(values),
    seed,
  };
}

/** Where growing curvature has ended a search of this method, epochs from 0. */
export function stopOf(
  { method, curvature, earlyStop: options }: Pick<
    SearchOptions,
    "method" | "curvature" | "earlyStop"
  >,
  history: readonly SearchEpoch[],
): EarlyStop | undefined {
  if (!watchesCurvature(method)) return undefined;
  if (curvature === undefined) {
    throw new RangeError(
      `Expected curvature to be measured for ${method.name} but found none`,
    );
  }
  const evaluations = history.flatMap(({ epoch, curvature }) =>
    curvature === undefined ? [] : [{ epoch: epoch - 1, value: curvature.top }]
  );
  return earlyStop(evaluations, {
    ...EARLY_STOP,
    every: curvature.every,
    ...options,
  });
}

/** The part of an epoch's report that its training sums and schedules give. */
function describeEpoch(
  { method, epochs, rate, epsilon }: SearchOptions,
  epoch: number,
  sums: EpochSums,
): Omit<
  SearchEpoch,
  | "validLoss"
  | "validAccuracy"
  | "parameterFreeShare"
  | "skipShare"
  | "curvature"
> {
  const attacked = method.perturbation === "adversarial";
  return {
    epoch: epoch + 1,
    epsilon: method.perturbation === "none"
      ? null
      : epsilonAt(epoch, { epochs, ...epsilon }),
    learningRate: cosineRate(epoch, { epochs, ...rate }),
    trainLoss: sums.loss / sums.images,
    trainAccuracy: sums.correct / sums.images,
    attackGain: attacked ? sums.gain / sums.attacks : null,
    attackFallbacks: attacked ? sums.fallbacks : null,
  };
}
