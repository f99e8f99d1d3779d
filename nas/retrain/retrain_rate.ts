import { cosineRate, linearRate } from "../training/schedule.ts";
import type { RateSchedule } from "../search/search_options.ts";

/** Learning rates of a retraining. */
export interface RetrainRate extends RateSchedule {
  /** `cosine` (default) as for CIFAR, or `linear` as for ImageNet, which ends near zero. */
  readonly decay?: "cosine" | "linear";
  /** Epochs in which the rate rises to its start in equal steps; default 0, published 5 for ImageNet. */
  readonly warmup?: number;
}

/**
 * Learning rate of one epoch of a retraining (method.md section 5): in the warm-up `start (epoch + 1) / warmup`,
 * afterwards what the schedule says of that epoch, as if it had begun with the first one.
 *
 * @param epoch From 0.
 * @throws {RangeError} If the epoch is out of range.
 */
export function retrainRate(
  epoch: number,
  options: RetrainRate & { readonly epochs: number },
): number {
  const { decay = "cosine", warmup = 0, start, epochs } = options;
  if (decay === "linear") return linearRate(epoch, { epochs, start, warmup });
  const rate = cosineRate(epoch, options);
  return epoch < warmup ? start * (epoch + 1) / warmup : rate;
}
