import type { Device } from "../engine/library/device_class.ts";
import type { Numerics } from "../engine/tensorflow/numerics.ts";
import { randomStream } from "../engine/philox.ts";
import { BUILT_IN_STEMS } from "../nas/stems/built_in_stems.ts";
import { BUILT_IN_OPERATIONS } from "../nas/operations/built_in_operations.ts";
import { graphs } from "../nas/graph_cells/networks.ts";
import { alphaMatrices } from "../nas/space/alpha_matrices.ts";
import { namedSpace } from "../nas/space/named_space.ts";
import type { SupernetConfig } from "../nas/network/supernet.ts";

/** Threads INTRAxINTER with which a stage of two cpus runs the engine. */
export const STAGE_THREADS = "1x2";

/** Sizes of the timed networks. */
export const SIZES = {
  small: {
    channels: 8,
    cells: 4,
    batch: 32,
    size: 16,
  },
  full: {
    channels: 16,
    cells: 8,
    batch: 64,
    size: 32,
  },
} as const;

/** Cells of the timed networks of NAS-Bench-201; published are the full ones. */
const GRAPH_CELLS = { small: 6, full: 15 } as const;

/** Spaces of the timed networks: the original eight candidates, without `none`, two smaller ones, and NAS-Bench-201. */
export const SPACES = {
  darts: "darts8",
  s5: "darts",
  s3: "s3",
  s2: "s2",
  nb201: "nasbench201",
} as const;

/**
 * Timed steps. `rs` and `adv` are whole search steps: alpha step, perturbation, weight step; `hvp` is an exact
 * Hessian-vector product in the alphas; `drnas` and `gdas` are whole search steps of these methods, which draw for each
 * pass.
 */
export const STEPS = [
  "weight",
  "alpha",
  "rs",
  "adv",
  "hvp",
  "drnas",
  "gdas",
] as const;

/** Name of a size. */
export type SizeName = keyof typeof SIZES;
/** Name of a space. */
export type SpaceName = keyof typeof SPACES;
/** Name of a step. */
export type StepName = typeof STEPS[number];

/** Times of one run of a worker. */
export interface Workload {
  /** Size of the network. */
  readonly size: SizeName;
  /** Candidate operations. */
  readonly space: SpaceName;
  /** Steps to time. */
  readonly steps: readonly StepName[];
  /** Runs of each step after one that does not count; a third for `adv`. */
  readonly repeats: number;
  /** Device to run on. */
  readonly device: Device;
  /** How a GPU computes, in both libraries; without effect on a processor. */
  readonly numerics: Numerics;
  /** True to let this engine's TensorFlow choose the layout of images on a GPU. */
  readonly layoutOptimiser: boolean;
  /**
   * Columns that `gdas` draws for each pass, edge by edge. Passes of alphas and of weights take turns, and begin again
   * at the front after the last.
   */
  readonly drawn: readonly (readonly number[])[];
}

/** Output of a worker, one line of JSON. */
export interface Measurement {
  /** Name and version of what ran. */
  readonly engine: string;
  /** Seconds of each run of each step. */
  readonly seconds: Readonly<Partial<Record<StepName, number[]>>>;
  /** Seconds of the first run of each step, compilation included. */
  readonly first: Readonly<Partial<Record<StepName, number>>>;
  /** Weights of the network. */
  readonly parameters: number;
  /** Largest resident size in MiB. */
  readonly peak: number;
}

/** Runs of a step that count. */
export function repeatsOf(step: StepName, repeats: number): number {
  return step === "adv" ? Math.max(1, Math.floor(repeats / 3)) : repeats;
}

/** Columns to draw for all passes of `gdas`, at random, so that both sides compute the same operations. */
export function drawnColumns(
  { repeats, ...network }: Pick<Workload, "size" | "space" | "repeats">,
): number[][] {
  const matrices = alphaMatrices(supernetOf(network).config.space);
  const numbers = randomStream({ seed: 0, stream: "bench/drawn" });
  return Array.from(
    { length: 2 * (repeats + 1) },
    () =>
      matrices.flatMap(({ rows, columns }) =>
        Array.from({ length: rows }, () => numbers.below(columns))
      ),
  );
}

/** The supernet of a workload. */
export function supernetOf(
  { size, space }: Pick<Workload, "size" | "space">,
): {
  config: SupernetConfig;
  batch: number;
} {
  const { batch, ...shape } = SIZES[size];
  return {
    config: {
      ...shape,
      ...(space === "nb201" ? { cells: GRAPH_CELLS[size], graphs } : {}),
      operations: BUILT_IN_OPERATIONS,
      stem: BUILT_IN_STEMS.cifar,
      classes: 10,
      space: namedSpace(SPACES[space]),
    },
    batch,
  };
}
