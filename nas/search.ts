import * as tf from "@tensorflow/tfjs-core";
import type { Engine } from "../engine/engine.ts";
import { alphaMatrices } from "./alpha_matrices.ts";
import { loadTensors, storeTensors } from "./live_tensors.ts";
import { parameterFreeShare, skipShare } from "./parameter_free.ts";
import { cosineRate, epsilonAt } from "./schedule.ts";
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
import { searchSteps } from "./search_steps.ts";
import { programsByBatch } from "./steps.ts";
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
  try {
    while (epoch < epochs) {
      const next = searchStep(programsFor, options, {
        live,
        epoch,
        step,
        updates,
      });
      live = next.live;
      sums = addSums(sums, next.sums);
      updates++;
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
    return state();
  } finally {
    tf.dispose(live);
    programsFor.disposeAll();
  }
}

/** The part of an epoch's report that its training sums and schedules give. */
function describeEpoch(
  { method, epochs, rate, epsilon }: SearchOptions,
  epoch: number,
  sums: EpochSums,
): Omit<
  SearchEpoch,
  "validLoss" | "validAccuracy" | "parameterFreeShare" | "skipShare"
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
