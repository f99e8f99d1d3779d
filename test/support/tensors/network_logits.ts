// A network as if it had been trained, and its logits.
import * as tf from "@tensorflow/tfjs-core";
import { type Batch, batchTensors } from "../../../nas/training/batch.ts";
import { initialWeights } from "../../../nas/training/initialise.ts";
import type { Layout } from "../../../nas/layers/layout.ts";
import type { FlatNetwork } from "../../../nas/network/named_weights.ts";
import {
  type NetworkConfig,
  networkLayout,
} from "../../../nas/network/network.ts";
import { noiseSeed } from "../../../nas/training/noise_seed.ts";
import { retrainParts } from "../../../nas/retrain/retrain_programs.ts";
import { compileProgram } from "../../../nas/training/programs.ts";
import { disposeTensors } from "../../../nas/training/tensor_tree.ts";
import { testEngine } from "./engine.ts";

/** A network for tests of its exports, as if it had been trained. */
export interface TrainedNetwork {
  readonly config: NetworkConfig;
  readonly layout: Layout;
  /** Weights; the statistics of each channel differ. */
  readonly flat: FlatNetwork;
}

/** Makes such a network. */
export function trainedNetwork(config: NetworkConfig): TrainedNetwork {
  const layout = networkLayout(config);
  const statistics = (value: (at: number) => number) =>
    Float32Array.from({ length: layout.statisticsCount }, (_, at) => value(at));
  return {
    config,
    layout,
    flat: {
      weights: initialWeights(layout, 1),
      mean: statistics((at) => (at % 5) / 20 - 0.1),
      variance: statistics((at) => 0.5 + (at % 7) / 10),
    },
  };
}

/** Logits of the network in evaluation mode, [images, classes] as one list. */
export async function networkLogits(
  { config, layout, flat }: TrainedNetwork,
  batch: Batch,
): Promise<number[]> {
  const engine = await testEngine();
  const { x, y, count } = batchTensors(batch, config.size);
  const { evaluate } = retrainParts(config, layout, {
    batch: count,
    sgd: { momentum: 0, weightDecay: 0, clip: 1 },
    auxiliaryWeight: 0,
  });
  const program = compileProgram(engine, evaluate);
  const inputs = {
    weights: tf.tensor1d(flat.weights),
    statistics: {
      mean: tf.tensor1d(flat.mean),
      variance: tf.tensor1d(flat.variance),
    },
    x,
    seed: noiseSeed({ seed: 1, pass: "evaluate", epoch: 0, step: 0 }),
  };
  const results = program(inputs);
  const logits = [...results.logits.dataSync()];
  disposeTensors(inputs, results, y);
  program.dispose();
  return logits;
}
