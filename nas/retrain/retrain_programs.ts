import * as tf from "@tensorflow/tfjs-core";
import type { TensorSpec } from "../../engine/compile/compile.ts";
import type { SgdOptions } from "../../engine/optimisers.ts";
import type { Precision } from "../../engine/compile/precision.ts";
import type { Layout } from "../layers/layout.ts";
import type { PassData } from "../training/batch.ts";
import {
  type BatchGradients,
  wholeBatch,
} from "../training/batch_gradients.ts";
import type { LiveNetwork } from "../training/network_tensors.ts";
import { crossEntropy } from "../training/loss.ts";
import { network, type NetworkConfig } from "../network/network.ts";
import {
  inPrecision,
  program,
  type ProgramPart,
} from "../training/programs.ts";
import { tensorLayers } from "../layers/tensor_layers.ts";
import { type WeightResults, weightUpdate } from "../training/weight_update.ts";

type T = tf.Tensor;

/** The program parts of training a derived network. */
export interface RetrainParts {
  /** Weight step in training mode; loss = cross entropy + auxiliary weight * auxiliary cross entropy. */
  readonly weight: ProgramPart<
    LiveNetwork & PassData & {
      /** Factors of paths, [batch, paths]. */
      readonly pathScale: T;
      /** Learning rate, scalar. */
      readonly rate: T;
    },
    WeightResults & {
      /** Logits of the auxiliary head, or those of the network where it has none. */
      readonly auxiliary: T;
    }
  >;
  /** Logits in evaluation mode. */
  readonly evaluate: ProgramPart<
    Pick<LiveNetwork, "weights" | "statistics"> & Omit<PassData, "y">,
    { readonly logits: T }
  >;
}

/** Settings of the parts beside the network. */
export interface RetrainPartOptions {
  readonly batch: number;
  readonly sgd: SgdOptions;
  /** Weight of the auxiliary loss; published 0.4. */
  readonly auxiliaryWeight: number;
  /** Label smoothing of the training loss; default 0, published 0.1 for ImageNet. */
  readonly labelSmoothing?: number;
  /** How a step takes its batch; as a whole by default. */
  readonly gradients?: BatchGradients | undefined;
  /** Precision of the training step; float32 by default. */
  readonly precision?: Precision | undefined;
}

/** Builds the parts of a retraining for one batch size. */
export function retrainParts(
  config: NetworkConfig,
  layout: Layout,
  options: RetrainPartOptions,
): RetrainParts {
  const vector: TensorSpec = { shape: [layout.statisticsCount] };
  const specs = {
    weights: { shape: [layout.parameterCount] },
    statistics: { mean: vector, variance: vector },
    x: { shape: [options.batch, config.size, config.size, 3] },
    seed: { shape: [2], dtype: "int32" },
  } as const;
  return {
    weight: inPrecision(
      options.precision,
      weightPart(specs, config, layout, options),
    ),
    evaluate: program({
      inputs: specs,
      // folded into the weights once for all batches
      fixed: ["weights", "statistics"],
      fn: ({ weights, statistics, x, seed }) => {
        const inputs = { weights, statistics, noiseSeed: seed };
        const layers = tensorLayers(layout, inputs, "eval");
        // evaluation runs without the head
        const plain = { ...config, auxiliary: false };
        return { logits: network<T>(layers, x, plain).logits };
      },
    }),
  };
}

function weightPart(
  { weights, statistics, x, seed }:
    & Record<"weights" | "x" | "seed", TensorSpec>
    & { readonly statistics: Record<"mean" | "variance", TensorSpec> },
  config: NetworkConfig,
  layout: Layout,
  { batch, sgd, gradients: gradientsOf = wholeBatch, ...loss }:
    RetrainPartOptions,
): RetrainParts["weight"] {
  return program({
    inputs: {
      weights,
      buffer: weights,
      statistics,
      x,
      y: { shape: [batch], dtype: "int32" },
      // TensorFlow has no use for an empty argument
      pathScale: { shape: [batch, Math.max(1, layout.paths.length)] },
      seed,
      rate: { shape: [] },
    },
    fn: ({ weights, buffer, statistics, rate, ...batch }) => {
      const pass = gradientsOf(
        ({ weights }, { x, y, pathScale, seed }) => {
          const inputs = { weights, pathScale, noiseSeed: seed };
          const layers = tensorLayers(layout, inputs, "train");
          const logits = network<T>(layers, x, config);
          return {
            loss: totalLoss(logits, y, loss),
            logits: logits.logits,
            auxiliary: logits.auxiliary ?? logits.logits,
            statistics: layers.batchStatistics(),
          };
        },
        { weights },
        batch,
      );
      const live = { weights, buffer, statistics, rate, labels: batch.y };
      return {
        ...weightUpdate(live, pass, { sgd }),
        auxiliary: pass.values.auxiliary,
      };
    },
  });
}

/** Loss of the network, and of its auxiliary head where it has one. */
function totalLoss(
  { logits, auxiliary }: { readonly logits: T; readonly auxiliary: T | null },
  labels: T,
  { auxiliaryWeight, labelSmoothing = 0 }: Pick<
    RetrainPartOptions,
    "auxiliaryWeight" | "labelSmoothing"
  >,
): T {
  const loss = crossEntropy(logits, labels, labelSmoothing);
  return auxiliary === null ? loss : tf.add(
    loss,
    tf.mul(crossEntropy(auxiliary, labels, labelSmoothing), auxiliaryWeight),
  );
}
