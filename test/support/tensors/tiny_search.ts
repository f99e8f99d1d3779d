// Searches and retrainings so small that they take a second.
import { BUILT_IN_STEMS } from "../../../nas/stems/built_in_stems.ts";
import { BUILT_IN_OPERATIONS } from "../../../nas/operations/built_in_operations.ts";
import { randomStream } from "../../../engine/philox.ts";
import {
  decodeSafetensors,
  encodeSafetensors,
} from "../../../engine/safetensors.ts";
import type { Batch } from "../../../nas/training/batch.ts";
import type { Genotype } from "../../../nas/genotype/genotype.ts";
import { type MethodName, METHODS } from "../../../nas/search/method.ts";
import {
  type NetworkConfig,
  networkLayout,
} from "../../../nas/network/network.ts";
import { mixedSpace } from "../../../nas/search/mixed_space.ts";
import type { RetrainOptions } from "../../../nas/retrain/retrain.ts";
import type {
  SearchData,
  SearchOptions,
} from "../../../nas/search/search_options.ts";
import type { SearchTensors } from "../../../nas/search/search_state.ts";
import { regulariser as adaptive } from "../../../nas/regularisers/adaptive.ts";
import { regulariser as earlyStop } from "../../../nas/regularisers/early_stop.ts";
import type { Regulariser } from "../../../nas/regularisers/regulariser.ts";
import { BUILT_IN } from "./perturbations.ts";
import type { SearchSpace } from "../../../nas/space/edge_space.ts";
import type { Primitive } from "../../../nas/space/primitives.ts";
import {
  type SupernetConfig,
  supernetLayout,
} from "../../../nas/network/supernet.ts";

/** Side of the tiny images. */
export const SIDE = 8;

const WATCHING: Readonly<Record<string, Regulariser>> = {
  "early-stop": earlyStop,
  adaptive,
};

const RATE = { start: 0.1, end: 0.01, variant: "intended" } as const;
const SGD = { momentum: 0.9, weightDecay: 3e-4, clip: 5 };

/** A space of one node: two edges with the same candidates. */
export function tinySpace(...candidates: Primitive[]): SearchSpace {
  const edges = [candidates, candidates];
  return { name: "tiny", nodes: 1, normal: edges, reduce: edges };
}

/** A supernet of one normal and two reduction cells. */
export function tinySupernet(
  space = tinySpace("skip_connect", "sep_conv_3x3", "avg_pool_3x3"),
): SupernetConfig {
  return {
    space,
    operations: BUILT_IN_OPERATIONS,
    stem: BUILT_IN_STEMS.cifar,
    channels: 2,
    cells: 3,
    classes: 3,
    size: SIDE,
  };
}

/** Images of noise whose class is in their brightness. */
export function tinyBatch(count: number, stream: string, size = SIDE): Batch {
  const random = randomStream({ seed: 5, stream });
  const x = new Float32Array(count * size * size * 3);
  random.fillNormal(x);
  const y = Int32Array.from({ length: count }, () => random.below(3));
  const pixels = size * size * 3;
  return { x: x.map((v, i) => v + y[Math.floor(i / pixels)]! - 1), y };
}

/** Data of a search: two steps an epoch, the second of a smaller batch. */
export function tinyData(counts: readonly number[] = [4, 3]): SearchData {
  const size = (step: number) => counts[step]!;
  return {
    steps: counts.length,
    weights: (epoch, step) => tinyBatch(size(step), `weights/${epoch}/${step}`),
    alpha: (epoch, step) => tinyBatch(size(step), `alpha/${epoch}/${step}`),
    validation: (epoch) =>
      counts.map((count, step) => tinyBatch(count, `valid/${epoch}/${step}`)),
  };
}

/** Options of a search over two epochs. */
export function tinySearch(
  method: MethodName,
  changes: Partial<SearchOptions> = {},
): SearchOptions {
  const { mixture } = METHODS[method];
  const partial = mixture === "partial";
  const full = changes.config ?? tinySupernet();
  const config = changes.config ?? {
    ...full,
    // partial channels are a quarter of them
    channels: partial ? 4 : full.channels,
    space: mixedSpace(full.space, mixture),
  };
  return {
    config,
    layout: supernetLayout(config),
    method: METHODS[method],
    perturbation: BUILT_IN[METHODS[method].perturbation]!,
    regulariser: WATCHING[METHODS[method].regulariser] ?? { name: "none" },
    ...(method === "darts-es"
      ? {
        curvature: {
          every: 2,
          batches: [tinyBatch(4, "curvature")],
          weightDecay: 1e-3,
        },
      }
      : {}),
    epochs: 2,
    warmup: partial ? 1 : 0,
    rate: RATE,
    epsilon: { min: 0.03, max: 0.3 },
    optimisers: {
      sgd: SGD,
      adam: {
        rate: 0.01,
        betas: [0.5, 0.999],
        epsilon: 1e-8,
        weightDecay: 1e-3,
      },
    },
    seed: 3,
    data: tinyData(),
    ...changes,
  };
}

/** A derived cell of two nodes. */
export const TINY_GENOTYPE: Genotype = {
  normal: [
    ["sep_conv_3x3", 0],
    ["skip_connect", 1],
    ["dil_conv_3x3", 1],
    ["max_pool_3x3", 2],
  ],
  normal_concat: [2, 3],
  reduce: [
    ["skip_connect", 0],
    ["avg_pool_3x3", 1],
    ["sep_conv_3x3", 0],
    ["skip_connect", 2],
  ],
  reduce_concat: [2, 3],
};

/** Options of a retraining over two epochs. */
export function tinyRetrain(
  changes: Partial<RetrainOptions> = {},
): RetrainOptions {
  const config: NetworkConfig = changes.config ?? {
    genotype: TINY_GENOTYPE,
    operations: BUILT_IN_OPERATIONS,
    stem: BUILT_IN_STEMS.cifar,
    channels: 2,
    cells: 3,
    classes: 3,
    size: SIDE,
    auxiliary: false,
  };
  const counts = [4, 3];
  return {
    config,
    layout: networkLayout(config),
    epochs: 2,
    rate: RATE,
    sgd: SGD,
    dropPath: 0.4,
    auxiliaryWeight: 0.4,
    seed: 3,
    steps: counts.length,
    batch: (epoch, step) =>
      tinyBatch(counts[step]!, `retrain/${epoch}/${step}`, config.size),
    ...changes,
  };
}

/** Tensors as they come back from a file. */
export function throughFile(tensors: SearchTensors): SearchTensors {
  return decodeSafetensors(encodeSafetensors({ ...tensors })).tensors;
}

/** A state of a training as it comes back from a checkpoint: its tensors from a file, its counts from JSON. */
export function stateThroughFile<
  S extends { readonly tensors: SearchTensors },
>({ tensors, ...counts }: S): S {
  return {
    ...JSON.parse(JSON.stringify(counts)),
    tensors: throughFile(tensors),
  };
}
