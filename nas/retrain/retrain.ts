import * as tf from "@tensorflow/tfjs-core";
import type { BatchImages } from "../../common/non_finite.ts";
import type { Engine } from "../../engine/engine.ts";
import { type Batch, batchTensors, finiteScalars } from "../training/batch.ts";
import {
  initialNetworkTensors,
  type LiveNetwork,
  NETWORK_NAMES,
} from "../training/network_tensors.ts";
import type { Layout } from "../layers/layout.ts";
import type { NetworkConfig } from "../network/network.ts";
import { noiseSeed } from "../training/noise_seed.ts";
import { pathScales } from "../training/path_scale.ts";
import {
  type RetrainPartOptions,
  type RetrainParts,
  retrainParts,
} from "./retrain_programs.ts";
import {
  cosineRate,
  dropPathAt,
  linearRate,
  type RateSchedule,
} from "../training/schedule.ts";
import type { StepReport } from "../training/step_report.ts";
import {
  type Counts,
  type ResumableState,
  runEpochs,
  type TrainedEpoch,
} from "../training/run_epochs.ts";
import { disposeTensors } from "../training/tensor_tree.ts";
import { type Programs, programsByBatch } from "../training/programs.ts";

/** Report of one epoch of a retraining; the loss includes the auxiliary loss. */
export interface RetrainEpoch extends TrainedEpoch {
  /** Probability of dropping a path. */
  readonly dropPath: number;
}

/** State of a retraining, from which it can be resumed. */
export interface RetrainState extends ResumableState<RetrainEpoch> {
  /** Sums over the epoch so far. */
  readonly sums: { images: number; loss: number; correct: number };
}

/** Sums of an epoch that has not begun. */
const NO_SUMS = { images: 0, loss: 0, correct: 0 };

export interface RetrainOptions extends Omit<RetrainPartOptions, "batch"> {
  readonly config: NetworkConfig;
  readonly layout: Layout;
  /** Epochs; published 600. */
  readonly epochs: number;
  readonly rate: RetrainRate;
  /** Drop-path probability towards which the ramp rises; published 0.2. */
  readonly dropPath: number;
  /** Seed of all random numbers. */
  readonly seed: number;
  readonly steps: number;
  readonly batch: (epoch: number, step: number) => Batch;
  /** Called after each step: a place to save, report or stop (by throwing). */
  readonly afterStep?: (
    at: StepReport<RetrainState, RetrainEpoch>,
  ) => Promise<void> | void;
}

/** State of a retraining before its first step. */
export function initialRetrainState(
  layout: Layout,
  seed: number,
): RetrainState {
  return {
    tensors: initialNetworkTensors(layout, seed),
    epoch: 0,
    step: 0,
    sums: NO_SUMS,
    history: [],
  };
}

/**
 * Trains a derived network from a state to its end (docs/method.md section 5). Resuming gives the same bytes.
 *
 * @throws When a loss is not finite.
 */
export async function runRetrain(
  engine: Engine,
  initial: RetrainState,
  options: RetrainOptions,
): Promise<RetrainState> {
  const { config, layout, epochs, steps } = options;
  const programsFor = programsByBatch(
    engine,
    (batch) => retrainParts(config, layout, { ...options, batch }),
  );
  try {
    return await runEpochs<typeof NETWORK_NAMES, RetrainState, RetrainEpoch>({
      state: initial,
      names: NETWORK_NAMES,
      layout,
      epochs,
      steps,
      step: (live, state) => retrainStep(programsFor, options, live, state),
      endEpoch: (_, { epoch, sums, history }) => ({
        sums: NO_SUMS,
        history: [...history, {
          epoch: epoch + 1,
          ...ratesAt(epoch, options),
          trainLoss: sums.loss / sums.images,
          trainAccuracy: sums.correct / sums.images,
        }],
      }),
      afterStep: options.afterStep,
    });
  } finally {
    programsFor.disposeAll();
  }
}

/** Learning rate and drop-path probability of an epoch. */
function ratesAt(
  epoch: number,
  { epochs, rate, dropPath: probability }: RetrainOptions,
): { learningRate: number; dropPath: number } {
  return {
    learningRate: retrainRate(epoch, { epochs, ...rate }),
    dropPath: dropPathAt(epoch, { epochs, probability }),
  };
}

/** One weight step. Takes over the tensors. */
function retrainStep(
  programsFor: (batch: number) => Programs<RetrainParts>,
  options: RetrainOptions,
  live: LiveNetwork,
  { epoch, step, sums }: Counts<RetrainState>,
): {
  live: LiveNetwork;
  changes: Pick<RetrainState, "sums">;
  images: BatchImages;
} {
  const { config: { size }, layout, seed } = options;
  const { learningRate, dropPath: probability } = ratesAt(epoch, options);
  const batch = batchTensors(options.batch(epoch, step), size);
  const { x, y, count } = batch;
  const images = { training: batch.ids };
  const paths = Math.max(1, layout.paths.length);
  const scales = pathScales({
    batch: count,
    paths,
    probability,
    seed,
    epoch,
    step,
  });
  const inputs = {
    ...live,
    x,
    y,
    pathScale: tf.tensor2d(scales, [count, paths]),
    seed: noiseSeed({ seed, pass: "retrain", epoch, step }),
    rate: tf.scalar(learningRate),
  };
  const { weights, buffer, statistics, ...results } = programsFor(count)
    .weight(inputs);
  const { loss, correct } = finiteScalars(
    { loss: results.loss, correct: results.correct },
    `training loss at epoch ${epoch + 1} step ${step + 1}`,
    images,
  );
  disposeTensors(inputs, results);
  return {
    live: { weights, buffer, statistics },
    changes: {
      sums: {
        images: sums.images + count,
        loss: sums.loss + loss * count,
        correct: sums.correct + correct,
      },
    },
    images,
  };
}

/** Learning rates of a retraining. */
export interface RetrainRate extends RateSchedule {
  /** `cosine` (default) as for CIFAR, or `linear` as for ImageNet, which ends near zero. */
  readonly decay?: "cosine" | "linear";
  /** Epochs in which the rate rises to its start in equal steps; default 0, published 5 for ImageNet. */
  readonly warmup?: number;
}

/**
 * Learning rate of one epoch of a retraining (docs/method.md section 5): in the warm-up `start (epoch + 1) / warmup`,
 * afterwards the rate of the schedule, which counts from the first epoch.
 *
 * @param epoch From 0.
 * @throws {RangeError} If the epoch is out of range.
 */
export function retrainRate(
  epoch: number,
  options: RetrainRate & { readonly epochs: number },
): number {
  const { decay = "cosine", warmup = 0, start, epochs } = options;
  if (decay === "linear") return linearRate(epoch, { epochs, start, warmup });
  const rate = cosineRate(epoch, options);
  return epoch < warmup ? start * (epoch + 1) / warmup : rate;
}
