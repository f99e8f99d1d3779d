// Reads the reference's tensors and compares numbers.
import * as tf from "@tensorflow/tfjs-core";
import type { Layout, ParameterSpec } from "../../../nas/layers/layout.ts";
import { type EncodedTensor, goldenTensor } from "../../numerics/golden.ts";

/** Named tensors of the reference code. */
export type ReferenceTensors = Readonly<Record<string, EncodedTensor>>;

/** A golden NCHW feature map as an NHWC tensor; other ranks as they are. */
export function referenceMap(value: EncodedTensor): tf.Tensor {
  const { shape, data } = goldenTensor(value);
  const tensor = tf.tensor(Float32Array.from(data), shape);
  return shape.length === 4 ? tf.transpose(tensor, [0, 2, 3, 1]) : tensor;
}

/** An NHWC tensor's values in the reference's NCHW order. */
export function toReferenceMap(tensor: tf.Tensor): Float32Array {
  const ordered = tensor.rank === 4
    ? tf.transpose(tensor, [0, 3, 1, 2])
    : tensor;
  return ordered.dataSync() as Float32Array;
}

/** Axes that take the reference's weight layout to ours, and back. */
function axes({ shape }: ParameterSpec, referenceShape: readonly number[]) {
  if (shape.length === 2) return { to: [1, 0], from: [1, 0] };
  if (shape.length !== 4) return null;
  const depthwise = shape[3] === 1 && referenceShape[1] === 1 &&
    referenceShape[0] === shape[2];
  return depthwise
    ? { to: [2, 3, 0, 1], from: [2, 3, 0, 1] }
    : { to: [2, 3, 1, 0], from: [3, 2, 0, 1] };
}

/** A flat weight vector of the reference's named parameters. */
export function weightsOf(
  layout: Layout,
  parameters: ReferenceTensors,
): Float32Array {
  const weights = new Float32Array(layout.parameterCount);
  for (const spec of layout.parameters) {
    const value = parameters[spec.name];
    if (value === undefined) throw new Error(`no golden ${spec.name}`);
    const { shape, data } = goldenTensor(value);
    const order = axes(spec, shape);
    const converted = tf.tidy(() => {
      const tensor = tf.tensor(Float32Array.from(data), shape);
      return (order ? tf.transpose(tensor, order.to) : tensor).dataSync();
    });
    weights.set(converted, spec.offset);
  }
  return weights;
}

/** One parameter (or its gradient) out of a flat vector, in the reference's layout. */
export function toReferenceParameter(
  spec: ParameterSpec,
  flat: ArrayLike<number>,
): Float32Array {
  const part = Float32Array.from(
    { length: spec.size },
    (_, i) => flat[spec.offset + i]!,
  );
  const { shape } = spec;
  if (shape.length !== 2 && shape.length !== 4) return part;
  const order = shape.length === 2
    ? [1, 0]
    : shape[3] === 1 && shape[2] !== 1
    ? [2, 3, 0, 1]
    : [3, 2, 0, 1];
  return tf.tidy(() =>
    tf.transpose(tf.tensor(part, [...shape]), order).dataSync() as Float32Array
  );
}

/** Running statistics [mean, variance] of the reference's buffers; 0 and 1 where it has none. */
export function statisticsFrom(
  layout: Layout,
  buffers: ReferenceTensors,
): [Float32Array, Float32Array] {
  const mean = new Float32Array(layout.statisticsCount);
  const variance = new Float32Array(layout.statisticsCount).fill(1);
  for (const { name, offset } of layout.statistics) {
    const m = buffers[`${name}.running_mean`];
    const v = buffers[`${name}.running_var`];
    if (m) mean.set(goldenTensor(m).data, offset);
    if (v) variance.set(goldenTensor(v).data, offset);
  }
  return [mean, variance];
}

/** Largest absolute difference. */
export function worst(
  found: ArrayLike<number>,
  expected: ArrayLike<number>,
): number {
  if (found.length !== expected.length) {
    throw new RangeError(
      `Expected ${expected.length} values but found ${found.length}`,
    );
  }
  let difference = 0;
  for (let i = 0; i < found.length; i++) {
    const d = Math.abs(found[i]! - expected[i]!);
    if (!(d <= difference)) difference = d;
  }
  return difference;
}
