function checkEpoch(epoch: number, epochs: number): void {
  if (!Number.isInteger(epochs) || epochs < 1) {
    throw new RangeError(
      `Expected a positive number of epochs but found ${epochs}`,
    );
  }
  if (!Number.isInteger(epoch) || epoch < 0 || epoch >= epochs) {
    throw new RangeError(
      `Expected an epoch from 0 to ${epochs - 1} but found ${epoch}`,
    );
  }
}

/** Cosine schedule of a learning rate. */
export interface RateSchedule {
  /** Rate of the first epoch. */
  readonly start: number;
  /** Rate that the curve ends at, after the last epoch. */
  readonly end: number;
  /**
   * `intended` (default) starts with `start`. `as-run` is what the published code does under PyTorch 1.1 and later,
   * where the schedule advances before the first epoch: each epoch has the intended rate of the next one.
   */
  readonly variant?: "intended" | "as-run";
}

/**
 * Cosine-annealed learning rate of one epoch: `end + (start - end) (1 + cos(pi epoch / epochs)) / 2` (docs/method.md
 * sections 4, 5 and 7.5).
 *
 * @param epoch From 0.
 * @throws {RangeError} If the epoch is out of range.
 *
 * @example First and last epoch of the published search
 * ```ts
 * import { cosineRate } from "./schedule.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const search = { epochs: 50, start: 0.025, end: 0.001 };
 * assertAlmostEquals(cosineRate(0, search), 0.025);
 * assertAlmostEquals(cosineRate(49, search), 0.0010236793, 1e-10);
 * ```
 */
export function cosineRate(
  epoch: number,
  options: RateSchedule & { readonly epochs: number },
): number {
  const { epochs, start, end, variant = "intended" } = options;
  checkEpoch(epoch, epochs);
  const position = (variant === "as-run" ? epoch + 1 : epoch) / epochs;
  return end + (start - end) * (1 + Math.cos(Math.PI * position)) / 2;
}

/** Last epochs of the linear schedule, in which it falls more slowly. */
export const LINEAR_TAIL = 5;

/** Options of {@linkcode linearRate}. */
export interface LinearRateOptions {
  /** Epochs in all, more than 5. */
  readonly epochs: number;
  /** Rate after the warm-up. */
  readonly start: number;
  /** Epochs of linear warm-up, default 5. */
  readonly warmup?: number;
}

/**
 * Learning rate of one ImageNet epoch (docs/method.md section 5): linear warm-up, then linear decay towards zero, with
 * a smaller slope in the last 5 epochs.
 *
 * @param epoch From 0.
 * @throws {RangeError} If the epoch is out of range or there are 5 epochs or fewer.
 */
export function linearRate(epoch: number, options: LinearRateOptions): number {
  const { epochs, start, warmup = 5 } = options;
  checkEpoch(epoch, epochs);
  const tail = LINEAR_TAIL;
  if (epochs <= tail) {
    throw new RangeError(
      `Expected more than ${tail} epochs but found ${epochs}`,
    );
  }
  if (epoch < warmup) return start * (epoch + 1) / warmup;
  const left = epochs - epoch;
  return left > tail
    ? start * (left - tail) / (epochs - tail)
    : start * left / ((epochs - tail) * tail);
}

/** Options of {@linkcode epsilonAt}. */
export interface EpsilonOptions {
  /** Epochs in all. */
  readonly epochs: number;
  /** Size that the ramp rises towards but does not reach; 0.3 as published. */
  readonly max: number;
  /** Size in the first epoch, default 0.03. */
  readonly min?: number;
}

/**
 * Size of the perturbation in one search epoch: `min + (max - min) epoch / epochs` (docs/method.md section 4, step 4).
 *
 * @param epoch From 0.
 * @throws {RangeError} If the epoch is out of range.
 */
export function epsilonAt(epoch: number, options: EpsilonOptions): number {
  const { epochs, max, min = 0.03 } = options;
  checkEpoch(epoch, epochs);
  return min + (max - min) * epoch / epochs;
}

/** Options of {@linkcode dropPathAt}. */
export interface DropPathOptions {
  /** Epochs in all. */
  readonly epochs: number;
  /** Probability that the ramp rises towards; 0.2 as published. */
  readonly probability: number;
}

/**
 * Drop-path probability of one retrain epoch: `probability epoch / epochs` (docs/method.md section 5).
 *
 * @param epoch From 0.
 * @throws {RangeError} If the epoch is out of range.
 */
export function dropPathAt(epoch: number, options: DropPathOptions): number {
  checkEpoch(epoch, options.epochs);
  return options.probability * epoch / options.epochs;
}

/**
 * Share of a search's regularisation that has been reached in an epoch, from 0 in the first to 1 in the last: of drop
 * path and of cutout (docs/method.md section 4, "Settings").
 *
 * @param epoch From 0.
 * @throws {RangeError} If the epoch is out of range.
 */
export function searchRamp(
  epoch: number,
  { epochs }: { readonly epochs: number },
): number {
  checkEpoch(epoch, epochs);
  return epoch / Math.max(1, epochs - 1);
}

/** Options of {@linkcode skipDropOutAt}. */
export interface SkipDropOutOptions {
  /** Epochs in all. */
  readonly epochs: number;
  /** First epochs, in which only the weights are trained. */
  readonly warmup: number;
  /** Rate that it starts with. */
  readonly rate: number;
}

/**
 * Rate of dropout on skips in one epoch of a stage of P-DARTS: it falls linearly while the weights warm up, then from
 * its first value again by a factor of exp(-0.2) an epoch.
 *
 * @param epoch From 0.
 * @throws {RangeError} If the epoch is out of range.
 */
export function skipDropOutAt(
  epoch: number,
  { epochs, warmup, rate }: SkipDropOutOptions,
): number {
  checkEpoch(epoch, epochs);
  return epoch < warmup
    ? rate * (epochs - epoch - 1) / epochs
    : rate * Math.exp(-0.2 * (epoch - warmup));
}
