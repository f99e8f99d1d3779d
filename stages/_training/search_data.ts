import type { AugmentedPass } from "../../datasets/prepared/augmented_images.ts";
import {
  batchCount,
  epochOrder,
  loadBatch,
} from "../../datasets/prepared/loader.ts";
import type { Dataset } from "../../datasets/prepared/open_dataset.ts";
import { searchRamp } from "../../nas/training/schedule.ts";
import type { Batch } from "../../nas/training/batch.ts";
import type { SearchData } from "../../nas/search/search_options.ts";

export interface SearchDataOptions {
  /** Images a batch. */
  readonly batch: number;
  readonly seed: number;
  /** `fresh`: the first batch of a new shuffle at each step; `pass`: one shuffle after the other. */
  readonly alphaSampling: "fresh" | "pass";
  /** Epochs of the search, in which the share of images with a cutout hole grows from 0 to 1; without them all have one. */
  readonly epochs?: number;
  /** Random changes of all images, validation included, as in the reference (docs/method.md section 7.21). */
  readonly augmentation: AugmentedPass;
}

/** Loads images of one half of the data, changed at random. */
function halfLoader(
  dataset: Dataset,
  { seed, epochs, augmentation }: SearchDataOptions,
) {
  return (
    half: readonly number[],
    order: ArrayLike<number>,
    { now, ...address }: {
      readonly stream: string;
      /** Addresses random numbers: a pass over the alpha half is no epoch of the search. */
      readonly epoch: number;
      /** Epoch that decides the share of cutout holes. */
      readonly now: number;
    },
  ): Batch =>
    loadBatch(
      dataset,
      dataset.train,
      Array.from(order, (at) => half[at]!),
      augmentation({
        seed,
        ...address,
        ...(epochs === undefined ? {} : { ramp: searchRamp(now, { epochs }) }),
      }),
    );
}

/** Batches of a search over the two halves of a data set; the last batch of an epoch may be smaller. */
export function searchData(
  dataset: Dataset,
  options: SearchDataOptions,
): SearchData {
  const { batch, seed, alphaSampling } = options;
  const { weights, alpha } = dataset.split;
  const steps = batchCount(weights.length, { batch, last: "keep" });
  const alphaSteps = batchCount(alpha.length, { batch, last: "keep" });
  let cached: { epoch: number; order: Uint32Array } | undefined;
  const weightOrder = (epoch: number) => {
    if (cached?.epoch !== epoch) {
      const address = { seed, stream: "weights", epoch };
      cached = { epoch, order: epochOrder(weights.length, address) };
    }
    return cached.order;
  };
  const load = halfLoader(dataset, options);
  const slice = (order: Uint32Array, step: number) =>
    order.subarray(step * batch, (step + 1) * batch);
  const freshAlpha = (epoch: number, step: number) => {
    const address = { seed, stream: "alpha", epoch, step };
    const order = epochOrder(alpha.length, address);
    // Each step has a stream of its own, as an image may come twice in an epoch.
    const stream = `alpha/${step}`;
    return load(alpha, slice(order, 0), { stream, epoch, now: epoch });
  };
  const passAlpha = (epoch: number, step: number) => {
    const done = epoch * steps + step;
    const pass = Math.floor(done / alphaSteps);
    const address = { stream: "alpha", epoch: pass };
    const order = epochOrder(alpha.length, { seed, ...address });
    return load(alpha, slice(order, done % alphaSteps), {
      ...address,
      now: epoch,
    });
  };
  return {
    steps,
    weights: (epoch, step) =>
      load(weights, slice(weightOrder(epoch), step), {
        stream: "weights",
        epoch,
        now: epoch,
      }),
    alpha: alphaSampling === "fresh" ? freshAlpha : passAlpha,
    *validation(epoch) {
      const positions = Uint32Array.from(alpha.keys());
      for (let step = 0; step < alphaSteps; step++) {
        yield load(alpha, slice(positions, step), {
          stream: "validation",
          epoch,
          now: epoch,
        });
      }
    },
  };
}
