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
import { retrainSteps } from "../../../nas/retrain/retrain_programs.ts";
import { compileSteps } from "../../../nas/training/programs.ts";
import { testEngine } from "./engine.ts";

/** A network for tests of its exports, as if it had been trained. */
export interface TrainedNetwork {
  /** Its sizes and cells. */
  readonly config: NetworkConfig;
  /** Its layout. */
  readonly layout: Layout;
  /** Its weights; the statistics of each channel differ. */
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

/** Its logits in evaluation mode, [images, classes] as one list. */
export async function networkLogits(
  { config, layout, flat }: TrainedNetwork,
  batch: Batch,
): Promise<number[]> {
  const engine = await testEngine();
  const { x, y, count } = batchTensors(batch, config.size);
  const { evaluate } = retrainSteps(config, layout, {
    batch: count,
    sgd: { momentum: 0, weightDecay: 0, clip: 1 },
    auxiliaryWeight: 0,
  });
  const programs = compileSteps(engine, { evaluate });
  const state = [flat.weights, flat.mean, flat.variance]
    .map((values) => tf.tensor1d(values));
  const noise = noiseSeed({ seed: 1, pass: "evaluate", epoch: 0, step: 0 });
  const [output] = programs.evaluate(...state, x, noise);
  const logits = [...output!.dataSync()];
  tf.dispose([...state, output!, x, y, noise]);
  programs.disposeAll();
  return logits;
}
