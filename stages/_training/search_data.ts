import type { Augmentation } from "../../datasets/pixels/augment.ts";
import {
  batchCount,
  epochOrder,
  loadBatch,
} from "../../datasets/prepared/loader.ts";
import type { Dataset } from "../../datasets/prepared/open_dataset.ts";
import { searchRamp } from "../../nas/training/schedule.ts";
import type { SearchData } from "../../nas/search/search_options.ts";

/** How a search draws its batches. */
export interface SearchDataOptions {
  /** Images a batch. */
  readonly batch: number;
  /** Seed of the search. */
  readonly seed: number;
  /** `fresh`: the first batch of a new shuffle at each step; `pass`: one shuffle after the other. */
  readonly alphaSampling: "fresh" | "pass";
  /** Epochs in which the share of images with a cutout hole grows from 0 to 1; without, all have one. */
  readonly epochs?: number;
  /** Random changes of all images, validation included, as in the reference (method.md section 7.21). */
  readonly augmentation: Augmentation;
}

/** Batches of a search over the two halves of a data set; the last batch of an epoch may be smaller. */
export function searchData(
  dataset: Dataset,
  { batch, seed, alphaSampling, epochs, augmentation }: SearchDataOptions,
): SearchData {
  const { weights, alpha } = dataset.split;
  const steps = batchCount(weights.length, { batch, last: "keep" });
  const alphaSteps = batchCount(alpha.length, { batch, last: "keep" });
  let cached: { key: string; order: Uint32Array } | undefined;
  const shuffled = (stream: string, epoch: number, count: number) => {
    const key = `${stream} ${epoch}`;
    if (cached?.key !== key) {
      cached = { key, order: epochOrder(count, { seed, stream, epoch }) };
    }
    return cached.order;
  };
  const load = (
    half: readonly number[],
    order: ArrayLike<number>,
    // a pass over the alpha half is no epoch: `epoch` addresses random numbers, `now` tells the time
    { now, ...address }: { stream: string; epoch: number; now: number },
  ) =>
    loadBatch(
      dataset,
      dataset.train,
      Array.from(order, (at) => half[at]!),
      {
        seed,
        ...address,
        augmentation: epochs === undefined ? augmentation : {
          ...augmentation,
          cutoutProbability: searchRamp(now, { epochs }),
        },
      },
    );
  const slice = (order: Uint32Array, step: number) =>
    order.subarray(step * batch, (step + 1) * batch);
  return {
    steps,
    weights: (epoch, step) =>
      load(weights, slice(shuffled("weights", epoch, weights.length), step), {
        stream: "weights",
        epoch,
        now: epoch,
      }),
    alpha(epoch, step) {
      const run = epoch * steps + step;
      if (alphaSampling === "fresh") {
        const order = epochOrder(alpha.length, {
          seed,
          stream: "alpha",
          epoch,
          step,
        });
        // each step draws its own changes, as an image may come twice in an epoch
        return load(alpha, order.subarray(0, batch), {
          stream: `alpha/${step}`,
          epoch,
          now: epoch,
        });
      }
      const pass = Math.floor(run / alphaSteps);
      const order = epochOrder(alpha.length, {
        seed,
        stream: "alpha",
        epoch: pass,
      });
      return load(alpha, slice(order, run % alphaSteps), {
        stream: "alpha",
        epoch: pass,
        now: epoch,
      });
    },
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
