// Runs a golden case of a layer, eager and compiled.
import * as tf from "@tensorflow/tfjs-core";
import { compile } from "../../../engine/compile/compile.ts";
import type { Engine } from "../../../engine/engine.ts";
import type { Layers } from "../../../nas/layers/layers.ts";
import type { Layout } from "../../../nas/layers/layout.ts";
import { type Extent, layoutOf } from "../../../nas/layers/shape_layers.ts";
import {
  momentumOf,
  updateStatistics,
} from "../../../nas/layers/statistics.ts";
import { tensorLayers } from "../../../nas/layers/tensor_layers.ts";
import { type EncodedTensor, goldenTensor } from "../../numerics/golden.ts";
import {
  referenceMap,
  type ReferenceTensors,
  statisticsFrom,
  toReferenceMap,
  toReferenceParameter,
  weightsOf,
  worst,
} from "./reference.ts";

/** A golden case of a piece of a network: forward, gradients, running statistics, forward again in evaluation mode. */
export interface LayerCase {
  readonly inputs: readonly EncodedTensor[];
  readonly params: ReferenceTensors;
  readonly buffers_before?: ReferenceTensors;
  readonly buffers_after?: ReferenceTensors;
  readonly grad_output: EncodedTensor;
  readonly output_train: EncodedTensor;
  readonly grad_inputs: readonly EncodedTensor[];
  readonly grad_params: ReferenceTensors;
  /** Absent where evaluation mode was not run. */
  readonly output_eval_after?: EncodedTensor;
  readonly f32_vs_f64_maxabs: Readonly<
    Record<"output" | "grad_inputs" | "grad_params", number>
  >;
}

/** A piece of a network over any layers: maps in, map out. */
export interface Piece {
  /** How many of the case's inputs are maps; one more is a matrix of mixture weights. */
  readonly maps: number;
  /** Name of that matrix. */
  readonly matrix?: string;
  /** The piece. */
  readonly run: <T>(layers: Layers<T>, maps: readonly T[]) => T;
}

/** Largest deviations from the golden numbers, each divided by the reference's own float32 gap (at least 1e-6). */
export interface Deviation {
  readonly output: number;
  readonly gradInputs: number;
  readonly gradParameters: number;
  readonly evaluation: number;
  readonly statistics: number;
}

/** Runs a golden case eager or compiled. */
export function runLayerCase(
  engine: Engine,
  piece: Piece,
  golden: LayerCase,
  mode: "eager" | "compiled",
): Deviation {
  const shapes = golden.inputs.slice(0, piece.maps).map((
    { shape },
  ): Extent => ({
    channels: shape[1]!,
    height: shape[2]!,
    width: shape[3]!,
  }));
  const layout = layoutOf((layers) => {
    piece.run(layers, shapes);
  }, shapes[0]!);
  const [mean, variance] = statisticsFrom(layout, golden.buffers_before ?? {});
  const matrix = golden.inputs[piece.maps];
  const inputs = [
    tf.tensor1d(weightsOf(layout, golden.params)),
    tf.tensor1d(mean),
    tf.tensor1d(variance),
    referenceMap(golden.grad_output),
    ...golden.inputs.map((x) => referenceMap(x)),
  ];
  const results = call(engine, mode, trainFn(piece, layout), inputs);
  const [output, newMean, newVariance, gradWeights, ...gradInputs] = results;
  const evaluation = call(engine, mode, evalFn(piece, layout), [
    inputs[0]!,
    newMean!,
    newVariance!,
    ...inputs.slice(4),
  ])[0]!;
  const gap = golden.f32_vs_f64_maxabs;
  const flat = gradWeights!.dataSync();
  const ratio = (deviation: number, allowed: number) =>
    deviation / Math.max(allowed, 1e-6);
  return {
    output: ratio(
      worst(toReferenceMap(output!), goldenTensor(golden.output_train).data),
      gap.output,
    ),
    gradInputs: ratio(
      Math.max(
        ...golden.grad_inputs.slice(0, piece.maps + (matrix ? 1 : 0)).map((
          g,
          i,
        ) => worst(toReferenceMap(gradInputs[i]!), goldenTensor(g).data)),
      ),
      gap.grad_inputs,
    ),
    gradParameters: ratio(
      Math.max(
        0,
        ...layout.parameters.map((spec) =>
          worst(
            toReferenceParameter(spec, flat),
            goldenTensor(golden.grad_params[spec.name]!).data,
          )
        ),
      ),
      gap.grad_params,
    ),
    evaluation: golden.output_eval_after === undefined ? 0 : ratio(
      worst(
        toReferenceMap(evaluation),
        goldenTensor(golden.output_eval_after).data,
      ),
      gap.output,
    ),
    statistics: golden.buffers_after === undefined
      ? 0
      : statisticsDeviation(layout, golden.buffers_after, [
        newMean!,
        newVariance!,
      ]) / 1e-6,
  };
}

function statisticsDeviation(
  layout: Layout,
  buffers: ReferenceTensors,
  [mean, variance]: readonly [tf.Tensor, tf.Tensor],
): number {
  if (layout.statisticsCount === 0) return 0;
  const [goldenMean, goldenVariance] = statisticsFrom(layout, buffers);
  return Math.max(
    worst(mean.dataSync(), goldenMean),
    worst(variance.dataSync(), goldenVariance),
  );
}

type Fn = (...xs: tf.Tensor[]) => tf.Tensor[];

function call(
  engine: Engine,
  mode: "eager" | "compiled",
  fn: Fn,
  inputs: tf.Tensor[],
): tf.Tensor[] {
  if (mode === "eager") return tf.tidy(() => fn(...inputs));
  const program = compile(engine, fn, inputs.map(({ shape }) => ({ shape })));
  const results = program(...inputs);
  program.dispose();
  return results;
}

function trainFn(piece: Piece, layout: Layout): Fn {
  return (weights, mean, variance, upstream, ...inputs) => {
    let output: tf.Tensor;
    let next = { mean: mean!, variance: variance! };
    const { grads } = tf.valueAndGrads(
      (flat: tf.Tensor, ...xs: tf.Tensor[]) => {
        const layers = tensorLayers(layout, {
          weights: flat as tf.Tensor1D,
          ...mixtureInput(piece, xs),
        }, "train");
        const y = piece.run<tf.Tensor>(layers, xs.slice(0, piece.maps));
        output = tf.keep(tf.clone(y));
        if (layout.statisticsCount > 0) {
          next = updateStatistics(
            { mean: mean!, variance: variance! },
            layers.batchStatistics(),
            momentumOf(layout),
          );
          tf.keep(next.mean);
          tf.keep(next.variance);
        }
        // touches every input, so that tfjs does not refuse those that a piece leaves unused
        const unused = tf.addN([flat, ...xs].map((t) => tf.mul(tf.sum(t), 0)));
        return tf.add(tf.sum(tf.mul(y, upstream!)), unused) as tf.Scalar;
      },
    )([weights!, ...inputs]);
    return [output!, next.mean, next.variance, ...grads];
  };
}

function evalFn(piece: Piece, layout: Layout): Fn {
  return (weights, mean, variance, ...inputs) => {
    const layers = tensorLayers(layout, {
      weights: weights as tf.Tensor1D,
      statistics: { mean: mean!, variance: variance! },
      ...mixtureInput(piece, inputs),
    }, "eval");
    return [piece.run<tf.Tensor>(layers, inputs.slice(0, piece.maps))];
  };
}

function mixtureInput({ maps, matrix }: Piece, inputs: readonly tf.Tensor[]) {
  if (matrix === undefined) return {};
  const weights = inputs[maps]!;
  const rows = weights.rank === 1
    ? tf.reshape(weights, [1, weights.size])
    : weights;
  return { mixtures: { [matrix]: rows as tf.Tensor2D } };
}
