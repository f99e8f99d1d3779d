import { epochOrder, loadBatch } from "../../datasets/prepared/loader.ts";
import type { Dataset } from "../../datasets/prepared/open_dataset.ts";

/** A fixed batch of validation images. */
export type ValidationBatch = ReturnType<typeof loadBatch>;

/**
 * Draws fixed batches of the alpha half, without overlap and augmentation: the same for all searches that are compared.
 *
 * @param dataset The data set.
 * @param options Batches, images of each, seed, and the stage for the message.
 * @throws When the half has too few images.
 */
export function validationBatches(
  dataset: Dataset,
  { batches, batch, seed, stage }: {
    readonly batches: number;
    readonly batch: number;
    readonly seed: number;
    readonly stage: string;
  },
): Generator<ValidationBatch> {
  const { alpha } = dataset.split;
  if (batches * batch > alpha.length) {
    throw new Error(
      `Expected at most ${alpha.length} images, the alpha half, but found ${batches} batches of ${batch} in the parameters of ${stage}`,
    );
  }
  const order = epochOrder(alpha.length, { seed, stream: "hessian", epoch: 0 });
  // The check above runs at once; images are loaded one batch at a time.
  return (function* () {
    for (let at = 0; at < batches; at++) {
      const drawn = order.subarray(at * batch, (at + 1) * batch);
      const positions = Array.from(drawn, (i) => alpha[i]!);
      yield loadBatch(dataset, dataset.train, positions);
    }
  })();
}
