import { randomStream } from "../../engine/philox.ts";
import { type ImageWriter, plainImages } from "./image_writer.ts";
import type { DatasetBase } from "./open_dataset.ts";
import type { DatasetPart } from "./open_shards.ts";

/** A batch for a network. */
export interface LoadedBatch {
  /** Normalised pixels, [count, size, size, 3]. */
  readonly x: Float32Array;
  /** Class of each image, [count]. */
  readonly y: Int32Array;
  /** Index of each image in the official files, [count]. */
  readonly ids: Int32Array;
  /** Index of the batch in its epoch, from 0. */
  readonly step: number;
}

/** Address of the random numbers of a pass over the data. */
export interface PassAddress {
  readonly seed: number;
  /** Purpose of the pass, such as `weights`. */
  readonly stream: string;
  readonly epoch: number;
}

/** Order of the images in an epoch: the integers 0..count-1, shuffled at an address. */
export function epochOrder(
  count: number,
  address: PassAddress & { readonly step?: number },
): Uint32Array {
  return randomStream({ ...address, stream: `order.${address.stream}` })
    .permutation(count);
}

/** Positions in the order {@linkcode epochOrder} of an epoch. */
export function shuffled(
  positions: ArrayLike<number>,
  address: PassAddress & { readonly step?: number },
): Uint32Array {
  return epochOrder(positions.length, address).map((at) => positions[at]!);
}

/**
 * Assembles one batch of the images at `positions` of a part.
 *
 * @param write random changes; default: none, only normalisation
 * @throws {RangeError} When a position is not in the part.
 */
export function loadBatch(
  dataset: DatasetBase,
  part: DatasetPart,
  positions: ArrayLike<number>,
  write: ImageWriter = plainImages(dataset),
): Omit<LoadedBatch, "step"> {
  const { size } = dataset.manifest;
  const length = 3 * size * size;
  const x = new Float32Array(positions.length * length);
  const y = new Int32Array(positions.length);
  const ids = new Int32Array(positions.length);
  for (let index = 0; index < positions.length; index++) {
    const sample = positions[index]!;
    if (!(sample >= 0 && sample < part.count)) {
      throw new RangeError(
        `Expected a position from 0 to ${part.count - 1} but found ${sample}`,
      );
    }
    write(
      part.images.at(sample),
      x.subarray(index * length, (index + 1) * length),
      sample,
    );
    y[index] = part.labels[sample]!;
    ids[index] = part.ids[sample]!;
  }
  return { x, y, ids };
}

export interface BatchesOptions {
  /** Part that the positions lie in. */
  readonly part: DatasetPart;
  /** Images of the pass, in order. */
  readonly positions: ArrayLike<number>;
  /** Images a batch. */
  readonly batch: number;
  /** Whether the images that do not fill a batch make a smaller last one. */
  readonly last: "keep" | "drop";
  /** First step of a resumed pass; default 0. */
  readonly start?: number;
  /** Random changes; default: none. */
  readonly write?: ImageWriter;
}

/** Number of batches of a pass. */
export function batchCount(
  count: number,
  { batch, last }: { readonly batch: number; readonly last: "keep" | "drop" },
): number {
  if (!Number.isSafeInteger(batch) || batch < 1) {
    throw new RangeError(
      `Expected a batch of 1 or more images but found ${batch}`,
    );
  }
  return last === "keep" ? Math.ceil(count / batch) : Math.floor(count / batch);
}

/**
 * Yields the batches of one pass over images in the given order; {@linkcode epochOrder} shuffles it. A pass that starts
 * at a later step gives the same batches as the rest of a whole one.
 */
export function* batches(
  dataset: DatasetBase,
  options: BatchesOptions,
): Generator<LoadedBatch, void, void> {
  const { part, positions, batch, start = 0, write } = options;
  const steps = batchCount(positions.length, options);
  const indices = Uint32Array.from(positions);
  for (let step = start; step < steps; step++) {
    const own = indices.subarray(step * batch, (step + 1) * batch);
    yield { ...loadBatch(dataset, part, own, write), step };
  }
}
