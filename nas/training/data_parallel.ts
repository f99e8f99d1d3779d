import * as tf from "@tensorflow/tfjs-core";
import { onDevice } from "../../engine/compile/on_device.ts";
import type { Tensor } from "../../engine/tensor.ts";
import {
  type BatchGradients,
  type BatchValues,
  type TrainedBatch,
  wholeBatch,
} from "./batch_gradients.ts";
import { mapTensors, tensorsOf } from "./tensor_tree.ts";
import {
  type ValueAndGradients,
  valueAndGradients,
} from "./value_and_gradients.ts";

/**
 * Divides each batch over devices, in one program: every device passes over its images with a copy of the weights, and
 * the first one adds up the gradients, in the order of the devices, and keeps weights and optimiser.
 *
 * As PyTorch's `DataParallel` does it: device i gets the i-th ceil(batch / devices) images, the last one what is left,
 * and one without images takes no part; each normalises with the statistics of its own images, and the running
 * statistics are those of the first device. The loss is the mean over all images; one that is not a mean over images is
 * the mean of the devices' losses by their images. Noise differs from device to device.
 */
export function dataParallel(devices: number): BatchGradients {
  return (fn, at, batch) => {
    const sizes = shareSizes(batch.x.shape[0]!, devices);
    if (sizes.length < 2) return wholeBatch(fn, at, batch);
    const parts = shareBatch(batch, sizes).map((share, device) =>
      onDevice(device, () =>
        valueAndGradients((inputs) => {
          const { loss, ...values } = fn(inputs, share);
          const weight = sizes[device]! / batch.x.shape[0]!;
          return { ...values, loss: tf.mul(loss, weight) };
        }, at))
    );
    return joined(parts as never) as ReturnType<
      typeof wholeBatch<typeof at, never, never>
    >;
  };
}

/**
 * Images of each device that gets any.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { shareSizes } from "./data_parallel.ts";
 *
 * assertEquals(shareSizes(7, 3), [3, 3, 1]);
 * assertEquals(shareSizes(5, 4), [2, 2, 1]);
 * ```
 */
export function shareSizes(batch: number, devices: number): number[] {
  const each = Math.ceil(batch / devices);
  return Array.from(
    { length: Math.ceil(batch / each) },
    (_, device) => Math.min(each, batch - device * each),
  );
}

/** Cuts a batch into one for each device. */
function shareBatch<B extends TrainedBatch>(
  batch: B,
  sizes: readonly number[],
): B[] {
  const { x, y, pathScale } = batch;
  const images = { x, y, ...(pathScale === undefined ? {} : { pathScale }) };
  const cut = Object.entries(images).map(([name, tensor]) =>
    [name, tf.split(tensor, [...sizes])] as const
  );
  return sizes.map((_, device) => ({
    ...batch,
    ...Object.fromEntries(cut.map(([name, parts]) => [name, parts[device]])),
    // the second number of a seed counts the operations that draw
    seed: device === 0
      ? batch.seed
      : tf.add(batch.seed, tf.tensor1d([device, 0], "int32")),
  }));
}

function joined<I extends object>(
  parts: readonly ValueAndGradients<I, BatchValues>[],
): ValueAndGradients<I, BatchValues> {
  const sum = (terms: readonly Tensor[]) =>
    terms.reduce((a, b) => tf.add(a, b));
  const [{ values, gradients }] = parts as [typeof parts[number]];
  // all devices draw the same candidates
  const { statistics, drawn, loss: _, ...rows } = values;
  const others = parts.map((part) => tensorsOf(part.gradients));
  let at = 0;
  return {
    values: {
      ...Object.fromEntries(
        Object.keys(rows).map((name) => [
          name,
          tf.concat(
            parts.map((part) => part.values[name as keyof typeof rows]!),
          ),
        ]),
      ) as typeof rows,
      loss: sum(parts.map((part) => part.values.loss)),
      statistics,
      ...(drawn === undefined ? {} : { drawn }),
    },
    gradients: mapTensors(gradients, () => {
      const total = sum(others.map((list) => list[at]!));
      at++;
      return total;
    }),
  };
}
