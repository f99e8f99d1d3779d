import * as tf from "@tensorflow/tfjs-core";
import { NonFiniteError } from "../../common/non_finite.ts";
import type { Engine } from "../../engine/engine.ts";
import { type Batch, batchTensors } from "../training/batch.ts";
import type { Layout } from "../layers/layout.ts";
import type { FlatNetwork } from "../network/named_weights.ts";
import type { NetworkConfig } from "../network/network.ts";
import { noiseSeed } from "../training/noise_seed.ts";
import { retrainParts } from "./retrain_programs.ts";
import { programsByBatch } from "../training/programs.ts";
import { disposeTensors } from "../training/tensor_tree.ts";

/** Result of a network on a test set. */
export interface EvaluationResult {
  readonly count: number;
  /** Images whose class has the largest logit. */
  readonly top1: number;
  /** Images whose class is among the five largest logits. */
  readonly top5: number;
  /** Mean cross entropy. */
  readonly loss: number;
  /** For each class: images, and those classified right. */
  readonly perClass: readonly {
    readonly count: number;
    readonly right: number;
  }[];
}

/**
 * Evaluates a trained network in evaluation mode. Equal logits rank against the image: a constant output scores no
 * better than chance.
 *
 * @throws When a logit is not finite.
 */
export async function evaluateNetwork(
  engine: Engine,
  { config, layout, flat, batches, seed, afterBatch }: {
    readonly config: NetworkConfig;
    readonly layout: Layout;
    readonly flat: FlatNetwork;
    readonly batches: Iterable<Batch>;
    readonly seed: number;
    /** Called after each batch with the images done. */
    readonly afterBatch?: (images: number) => Promise<void> | void;
  },
): Promise<EvaluationResult> {
  const programsFor = programsByBatch(
    engine,
    (batch) =>
      retrainParts(config, layout, {
        batch,
        sgd: { momentum: 0, weightDecay: 0, clip: 1 },
        auxiliaryWeight: 0,
      }),
  );
  const state = {
    weights: tf.tensor1d(flat.weights),
    statistics: {
      mean: tf.tensor1d(flat.mean),
      variance: tf.tensor1d(flat.variance),
    },
  };
  const perClass = Array.from(
    { length: config.classes },
    () => ({ count: 0, right: 0 }),
  );
  let count = 0;
  let top1 = 0;
  let top5 = 0;
  let lossSum = 0;
  let step = 0;
  try {
    for (const batch of batches) {
      const { x, y, count: images } = batchTensors(batch, config.size);
      const noise = noiseSeed({ seed, pass: "evaluate", epoch: 0, step });
      const results = programsFor(images).evaluate({
        ...state,
        x,
        seed: noise,
      });
      const logits = results.logits.dataSync();
      disposeTensors(results, x, y, noise);
      for (let i = 0; i < images; i++) {
        const at = i * config.classes;
        const row = logits.subarray(at, at + config.classes);
        const label = batch.y[i]!;
        const { rank, loss } = score(row, label, batch.ids?.[i] ?? count + i);
        lossSum += loss;
        if (rank < 5) top5++;
        perClass[label]!.count++;
        if (rank === 0) {
          top1++;
          perClass[label]!.right++;
        }
      }
      count += images;
      step++;
      await afterBatch?.(count);
    }
  } finally {
    disposeTensors(state);
    programsFor.disposeAll();
  }
  return { count, top1, top5, loss: lossSum / count, perClass };
}

/** Rank of the label among the logits (0 = largest) and cross entropy of one image. */
function score(
  row: ArrayLike<number>,
  label: number,
  image: number,
): { rank: number; loss: number } {
  const own = row[label]!;
  let rank = 0;
  let largest = -Infinity;
  for (let k = 0; k < row.length; k++) {
    const value = row[k]!;
    if (!Number.isFinite(value)) {
      throw new NonFiniteError(
        `Expected finite logits but found ${value} at image ${image}`,
      );
    }
    largest = Math.max(largest, value);
    if (k !== label && value >= own) rank++;
  }
  let sum = 0;
  for (let k = 0; k < row.length; k++) sum += Math.exp(row[k]! - largest);
  return { rank, loss: Math.log(sum) + largest - own };
}
