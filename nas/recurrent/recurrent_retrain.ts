import * as tf from "@tensorflow/tfjs-core";
import type { Engine } from "../../engine/engine.ts";
import type { StoredTensor } from "../../engine/safetensors.ts";
import type { Layout } from "../layers/layout.ts";
import { finiteScalars } from "../training/batch.ts";
import { initialWeights } from "../training/initialise.ts";
import type { TensorsNamed } from "../training/live_tensors.ts";
import type { Programs } from "../training/programs.ts";
import {
  type Counts,
  type ResumableState,
  runEpochs,
} from "../training/run_epochs.ts";
import type { StepReport } from "../training/step_report.ts";
import { disposeTensors } from "../training/tensor_tree.ts";
import { averagingBegins } from "./averaging_trigger.ts";
import { dropoutMasks, type DropoutRates, drops } from "./dropout_masks.ts";
import {
  type LanguageRetrainOptions,
  type LanguageRetrainParts,
  languageRetrainParts,
  LENGTHS_KEPT,
} from "./language_retrain_parts.ts";
import type { RecurrentSearchData } from "./recurrent_search.ts";
import { measureText, sequenceTensors } from "./text_pass.ts";
import { type TextPrograms, textPrograms } from "./text_programs.ts";

/** Names of the tensors of a training, in the order of files. */
const NAMES = {
  weights: "weights",
  /** Mean of the weights of all steps since averaging began. */
  average: "average",
  /** Weights of the best epoch, of those before the current one. */
  best: "best",
  hidden: "hidden",
} as const;

type LiveTraining = TensorsNamed<typeof NAMES>;

/** Report of one epoch of a training. */
export interface LanguageEpoch {
  /** Number of the epoch, from 1. */
  readonly epoch: number;
  /** Rate of a full-length step. */
  readonly learningRate: number;
  /** Mean cross entropy of a word in training, without penalties. */
  readonly trainLoss: number;
  /** Mean cross entropy of a word of the validation text. */
  readonly validLoss: number;
  readonly validPerplexity: number;
  /** True where the averaged weights were validated. */
  readonly averaged: boolean;
}

/** State of a training, from which it can be resumed. */
export interface LanguageTrainingState extends ResumableState<LanguageEpoch> {
  readonly sums: { readonly words: number; readonly loss: number };
  /** Steps whose weights are averaged; 0 before averaging. */
  readonly averaged: number;
  /** True where weights are averaged. */
  readonly averaging: boolean;
}

export interface LanguageTrainingOptions
  extends
    Pick<LanguageRetrainOptions, "sizes" | "network" | "penalties" | "sgd"> {
  readonly dropout: DropoutRates;
  readonly epochs: number;
  /** Learning rate of a step over `fullLength` words; a shorter or longer step has its share. */
  readonly rate: number;
  readonly fullLength: number;
  /** Seed of all random numbers. */
  readonly seed: number;
  readonly data: Omit<RecurrentSearchData, "alpha">;
  /** Called after each step: a place to save, report or stop (by throwing). */
  readonly afterStep?: (
    at: StepReport<LanguageTrainingState, LanguageEpoch>,
  ) => Promise<void> | void;
}

/** State of a training before its first step. */
export function initialLanguageState(
  layout: Layout,
  { units, batch, seed }: {
    readonly units: number;
    readonly batch: number;
    readonly seed: number;
  },
): LanguageTrainingState {
  const stored = (data: Float32Array, shape = [data.length]): StoredTensor => ({
    dtype: "F32",
    shape,
    data,
  });
  const weights = initialWeights(layout, seed);
  return {
    tensors: {
      weights: stored(weights),
      average: stored(new Float32Array(weights.length)),
      best: stored(new Float32Array(weights.length)),
      hidden: stored(new Float32Array(batch * units), [batch, units]),
    },
    epoch: 0,
    step: 0,
    sums: { words: 0, loss: 0 },
    averaged: 0,
    averaging: false,
    history: [],
  };
}

/**
 * Trains a derived cell from a state to its end (docs/recurrent.md section 2): SGD without momentum, and from the epoch
 * after which the validation loss rises, the mean of the weights of all steps in evaluations. Resuming gives the same
 * bytes.
 *
 * As the published code does, it averages by constant steps (ASGD with lambda 0 and t0 0). There, the average leaves the
 * first of these steps out and each step has the rate of the one before it (docs/recurrent.md section 4); here neither is
 * the case.
 *
 * @throws {NonFiniteError} When a loss is not finite.
 */
export async function runLanguageTraining(
  engine: Engine,
  initial: LanguageTrainingState,
  options: LanguageTrainingOptions,
): Promise<LanguageTrainingState> {
  const { data, epochs, network } = options;
  const parts = { ...options, dropped: drops(options.dropout) };
  const programs = textPrograms(
    engine,
    data,
    (at) => languageRetrainParts(parts, at),
    LENGTHS_KEPT,
  );
  try {
    return await runEpochs<
      typeof NAMES,
      LanguageTrainingState,
      LanguageEpoch
    >({
      state: initial,
      names: NAMES,
      layout: network.layout,
      epochs,
      steps: data.steps,
      step: (live, state) =>
        trainingStep(
          programs,
          options,
          state.step === 0 ? restarted(live, state) : live,
          state,
        ),
      endEpoch: (live, state) => endEpoch(programs, options, live, state),
      afterStep: options.afterStep,
    });
  } finally {
    programs.disposeAll();
  }
}

/** Weights of the epoch that validated best: of the weights that were validated then. */
export function bestWeights(
  { tensors, history }: LanguageTrainingState,
): Float32Array {
  return (isBest(history) ? tensors[validated(history)] : tensors.best)!
    .data as Float32Array;
}

/** Which weights the last epoch validated. */
function validated(history: readonly LanguageEpoch[]): "average" | "weights" {
  return history.at(-1)!.averaged ? "average" : "weights";
}

/** True where the last epoch is better than all before it. */
function isBest(history: readonly LanguageEpoch[]): boolean {
  const { validLoss } = history.at(-1)!;
  return history.slice(0, -1).every((epoch) => validLoss < epoch.validLoss);
}

/** An epoch begins at the top of the text, and keeps the weights of the last one if that was the best. */
function restarted(
  live: LiveTraining,
  { history }: Counts<LanguageTrainingState>,
): LiveTraining {
  const keeps = history.length > 0 && isBest(history);
  const best = keeps ? tf.clone(live[validated(history)]) : live.best;
  const hidden = tf.zeros(live.hidden.shape);
  tf.dispose([live.hidden, ...(keeps ? [live.best] : [])]);
  return { ...live, best, hidden };
}

/** One weight step. Takes over the tensors. */
function trainingStep(
  { programsFor }: TextPrograms<LanguageRetrainParts>,
  options: LanguageTrainingOptions,
  live: LiveTraining,
  counts: Counts<LanguageTrainingState>,
): {
  readonly live: LiveTraining;
  readonly changes: Pick<LanguageTrainingState, "sums" | "averaged">;
} {
  const { sizes, dropout, data, seed } = options;
  const { epoch, step, sums, averaging } = counts;
  const sequence = data.weights(epoch, step);
  const { length } = sequence;
  const text = sequenceTensors(sequence);
  const masks = dropoutMasks(dropout, sizes, {
    batch: data.batch,
    pass: "retrain",
    seed,
    epoch,
    step,
  });
  const programs = programsFor(length);
  const rate = tf.scalar(options.rate * length / options.fullLength);
  const { weights, hidden } = live;
  const { loss, entropy, norm, ...next } = programs.weight({
    weights,
    hidden,
    ...text,
    masks,
    rate,
  });
  const scalars = finiteScalars(
    { loss, entropy },
    `training loss at epoch ${epoch + 1} step ${step + 1}`,
  );
  disposeTensors(masks ?? {}, { loss, entropy, norm, rate, ...text });
  disposeTensors({ weights, hidden });
  const averaged = counts.averaged + (averaging ? 1 : 0);
  const words = sequence.y.length;
  return {
    live: {
      ...live,
      ...next,
      average: averaging
        ? newAverage(programs, { ...live, ...next }, averaged)
        : live.average,
    },
    changes: {
      averaged,
      sums: {
        words: sums.words + words,
        loss: sums.loss + scalars.entropy * words,
      },
    },
  };
}

/** The average after one more step. Takes over the old one. */
function newAverage(
  programs: Programs<LanguageRetrainParts>,
  { average, weights }: LiveTraining,
  steps: number,
): tf.Tensor {
  const share = tf.scalar(1 / steps);
  const next = programs.average({ average, weights, share });
  disposeTensors({ share, average });
  return next.average as tf.Tensor;
}

/** Validates after an epoch, and decides whether averaging begins. */
function endEpoch(
  { measureFor }: TextPrograms<LanguageRetrainParts>,
  { data, sizes, rate }: LanguageTrainingOptions,
  live: LiveTraining,
  { epoch, sums, history, averaging }: Counts<LanguageTrainingState>,
): Partial<Counts<LanguageTrainingState>> {
  const weights = averaging ? live.average : live.weights;
  const { loss, perplexity } = measureText(
    (text, length) => measureFor(length).measure({ weights, ...text }),
    {
      sequences: data.validation(),
      batch: data.validationBatch,
      units: sizes.units,
      place: `validation loss after epoch ${epoch + 1}`,
    },
  );
  const losses = [...history.map(({ validLoss }) => validLoss), loss];
  return {
    sums: { words: 0, loss: 0 },
    averaging: averaging || averagingBegins(losses),
    history: [...history, {
      epoch: epoch + 1,
      learningRate: rate,
      trainLoss: sums.loss / sums.words,
      validLoss: loss,
      validPerplexity: perplexity,
      averaged: averaging,
    }],
  };
}
