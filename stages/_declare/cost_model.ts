/**
 * Measured times of training steps: TensorFlow 2.21.0 on two CPU cores with AVX-512, one thread an operation, two operations
 * at once; medians of 3 to 6 steps after the first.
 *
 * | step                                    | multiply-accumulates | seconds |
 * | --------------------------------------- | -------------------- | ------- |
 * | search, S3, C8 L4 B32 16x16             | 0.13e9               | 0.048   |
 * | search, DARTS space, C8 L4 B32 16x16    | 0.40e9               | 0.158   |
 * | search, DARTS space, C16 L8 B64 32x32   | 19.2e9               | 2.50    |
 * | search, 1Shot1 space 1, C8 L3 B32 16x16 | 0.11e9               | 0.044   |
 * | search, 1Shot1 space 1, C16 L9 B32 16x16 | 1.61e9              | 0.18    |
 * | search, 1Shot1 space 3, C16 L9 B96 32x32 | 23.3e9              | 1.38    |
 * | retrain, DARTS_V2, C8 L5 B64 16x16      | 0.12e9               | 0.04    |
 * | retrain, DARTS_V2, C16 L8 B96 32x32     | 4.2e9                | 0.58    |
 * | retrain, DARTS_V2, C36 L20 B24 32x32    | 12.7e9               | 1.05    |
 *
 * Small networks do fewer operations a second, so the time grows with a power of the work below 12e9
 * multiply-accumulates and in proportion to it above.
 *
 * @module
 */

import { graphs } from "../../nas/graph_cells/networks.ts";
import type { WithGraphs } from "../../nas/network/graph_networks.ts";
import { BUILT_IN_OPERATIONS } from "../../nas/operations/built_in_operations.ts";
import type { Operations } from "../../nas/operations/operation.ts";
import type { Stem } from "../../nas/stems/stem.ts";
import type { OwnSpaceFacts, StemFacts } from "./facts.ts";
import type { Estimate, Once } from "../../pipeline/stage.ts";

/** Machine on which the times were measured. */
const MEASURED_ON = "two CPU cores";

/**
 * Days on that machine for a GPU-day of the papers: searches of the DARTS space on CIFAR-10 by SDARTS-RS and SDARTS-ADV
 * are published with 0.4 and 1.3 GPU-days and estimated at 1.16 and 3.42 days on it.
 */
const DAYS_OF_A_GPU_DAY = 2.75;

/**
 * Estimate of a training on that machine, also in GPU-days of the papers.
 *
 * @param seconds Time in all.
 * @param work Steps in words, such as `50 epochs of 391 steps`.
 * @param step Time of one step.
 */
export function measuredEstimate(
  seconds: number,
  work: string,
  step: { readonly seconds: number; readonly name: string },
): Estimate {
  return {
    seconds,
    equivalent: {
      amount: seconds / 86_400 / DAYS_OF_A_GPU_DAY,
      unit: "GPU-days",
    },
    basis: `${work}, ${
      step.seconds.toPrecision(2)
    } s ${step.name} as measured on ${MEASURED_ON}`,
  };
}

/**
 * Multiply-accumulates of a network's convolutions for one image.
 *
 * @param layout Lays the network out, which takes far longer than the rest of an estimate.
 * @param config Its sizes, without operations and stem.
 */
export function networkMacs<C>(
  layout: (
    config:
      & C
      & { readonly operations: Operations; readonly stem: Stem }
      & WithGraphs,
  ) => { readonly convolutionMacs: number },
  config: C,
  { stem, once = (_, compute) => compute(), own }: {
    readonly stem: StemFacts;
    /** Shares the result with other estimates of networks alike. */
    readonly once?: Once | undefined;
    /** Space in a module of the user. */
    readonly own?: OwnSpaceFacts | undefined;
  },
): number {
  const operations = { ...BUILT_IN_OPERATIONS, ...own?.space.operations };
  return once(
    [layout.name, config, own?.module, stem.module ?? stem.stem.name],
    () =>
      layout({ ...config, operations, graphs, stem: stem.stem })
        .convolutionMacs,
  );
}

/**
 * Steps of a supernet of edges, of a supernet of choice blocks, of a network: seconds of `unit` 1e9 multiply-accumulates,
 * the power with which less work takes less time, and the rate of large steps in 1e9 multiply-accumulates a second.
 */
const STEP_TIMES = {
  search: { unit: 0.3, power: 0.71, rate: 7.7 },
  choiceSearch: { unit: 0.15, power: 0.5, rate: 17 },
  retrain: { unit: 0.18, power: 0.7, rate: 12 },
} as const;

/** Seconds of one training step of a kind, from the multiply-accumulates of its forward pass. */
export function stepSeconds(
  kind: keyof typeof STEP_TIMES,
  macs: number,
): number {
  const { unit, power, rate } = STEP_TIMES[kind];
  const work = macs / 1e9;
  return Math.max(unit * work ** power, work / rate);
}

/** Cost of the parts of a search step and of a validation step, in weight steps, measured at the three sizes of searches above. */
export const SEARCH_SHARES = {
  /** First-order architecture step: 0.49 to 0.76. */
  alpha: 0.7,
  /** Attack of seven steps: 3.3 to 4.8. */
  attack: 4,
  validation: 0.35,
  /** Factor of all parts with a quarter of the channels but the same number of maps: 0.59 at C16 L8 B16 32x32, 0.85 at C8 L4. */
  partial: 0.6,
} as const;
