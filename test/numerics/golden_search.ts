import { BUILT_IN_STEMS } from "../../nas/stems/built_in_stems.ts";
import { BUILT_IN_OPERATIONS } from "../../nas/operations/built_in_operations.ts";
import * as tf from "@tensorflow/tfjs-core";
import { adamCorrections } from "../../engine/optimisers.ts";
import type { Layout } from "../../nas/layers/layout.ts";
import type { AlphaTensors } from "../../nas/search/alpha_step.ts";
import { alphaLoss as zeroOne } from "../../nas/alpha_losses/zero_one.ts";
import { sampling as dirichlet } from "../../nas/samplings/dirichlet.ts";
import { sampling as gumbel } from "../../nas/samplings/gumbel.ts";
import { relaxation as sigmoid } from "../../nas/relaxations/sigmoid.ts";
import type { PerturbedNetwork } from "../../nas/perturbations/perturbation.ts";
import { perturb } from "../../nas/search/perturb.ts";
import type {
  SearchOptimisers,
  TrainingData,
} from "../../nas/search/search_forward.ts";
import {
  type SearchParts,
  searchParts,
  type SearchPartsOptions,
} from "../../nas/search/search_programs.ts";
import { graphs } from "../../nas/graph_cells/networks.ts";
import { graphSpace } from "../../nas/space/graph_space.ts";
import { choiceSpace } from "../../nas/space/choice_space.ts";
import { searchSpace } from "../../nas/space/edge_space.ts";
import type { Statistics } from "../../nas/layers/statistics.ts";
import type { Programs } from "../../nas/training/programs.ts";
import { unrolledStep } from "../../nas/search/unrolled_step.ts";
import {
  type SupernetConfig,
  supernetLayout,
} from "../../nas/network/supernet.ts";
import {
  assertDrawn,
  besideSeries,
  goldenDraws,
  type GoldenSamples,
} from "./golden_draws.ts";
import {
  type EncodedTensor,
  type GoldenName,
  goldenTensor,
  readGolden,
} from "./golden.ts";
import { BUILT_IN, fixedNoise } from "../support/tensors/perturbations.ts";
import { freshStatistics } from "../support/tensors/fresh_statistics.ts";
import {
  referenceMap,
  type ReferenceTensors,
  weightsOf,
  worst,
} from "../support/tensors/reference.ts";

/** Optimisers of the golden searches: the published ones. */
export const OPTIMISERS: SearchOptimisers = {
  sgd: { momentum: 0.9, weightDecay: 3e-4, clip: 5 },
  adam: { rate: 3e-4, betas: [0.5, 0.999], epsilon: 1e-8, weightDecay: 1e-3 },
};

interface GoldenSupernet {
  C: number;
  layers: number;
  batch: number;
  hw: number;
  classes: number;
  params: ReferenceTensors;
  param_order: string[];
  alphas: EncodedTensor[];
  batches: {
    train_x: EncodedTensor;
    train_y: number[];
    val_x: EncodedTensor;
    val_y: number[];
  }[];
}

interface GoldenStep {
  sample_alpha?: number[][];
  index_weight?: number[];
  arch_grad: number[][][];
  implicit_grads_before_eta?: number[][][];
  alphas_raw_after_arch_step: number[][][];
  alphas_used_for_weight_step: number[][][];
  train_logits: number[][];
  train_loss: number;
  grad_norm_before_clip: number;
  weights: { l2: number; bn_mean_sum: number; bn_var_sum: number };
  attack_losses?: number[];
}

interface GoldenRun extends Omit<GoldenSamples, "steps_f64"> {
  eps?: number;
  /** Epochs of the steps, where their loss has a weight by epoch. */
  epochs?: number[];
  lr: number;
  unit_noise?: EncodedTensor[];
  steps_f64: GoldenStep[];
}

/** A golden supernet with its layout and initial weights. */
export interface GoldenNet {
  /** Part of the file names of its golden searches. */
  readonly file: "darts_s1" | "darts_s5" | "nb101_space1" | "nb201";
  readonly golden: GoldenSupernet;
  readonly config: SupernetConfig;
  readonly layout: Layout;
  readonly weights: Float32Array;
  readonly optimisers: SearchOptimisers;
  /** Weight of the loss of alpha steps by epoch. */
  readonly weightOf: ((epoch: number) => number) | undefined;
  readonly parts: SearchParts;
}

const GOLDEN_FILES = {
  s1: "darts_s1",
  s5: "darts_s5",
  nb1: "nb101_space1",
  nb201: "nb201",
} as const;

/** Spaces of the golden searches. */
export type GoldenSpace = "s1" | "s5" | "nb1" | "nb201";

/** Parts and optimisers of the golden search of FairDARTS. */
export const FAIR: Partial<SearchPartsOptions> = {
  relaxation: sigmoid,
  alphaLoss: zeroOne,
  optimisers: {
    ...OPTIMISERS,
    adam: { ...OPTIMISERS.adam, rate: 3e-3, betas: [0.9, 0.999] },
  },
};

/** Parts of the golden search of DrNAS. */
export const DIRICHLET: Partial<SearchPartsOptions> = { sampling: dirichlet };

/** Parts of the golden search of GDAS. */
export const GUMBEL: Partial<SearchPartsOptions> = { sampling: gumbel };

/**
 * Loads the supernet behind the golden searches of a space.
 *
 * @param method Parts of the method and optimisers; those of DARTS by default.
 */
export function goldenNet(
  space: GoldenSpace,
  method: Partial<SearchPartsOptions> = {},
): GoldenNet {
  const file = GOLDEN_FILES[space];
  const golden = readGolden<GoldenSupernet>(`supernet_${file}`);
  const known = {
    s1: searchSpace("s1"),
    s5: searchSpace("darts"),
    nb1: choiceSpace("nasbench1shot1-1"),
    nb201: graphSpace("nasbench201"),
  }[space];
  const config: SupernetConfig = {
    space: known,
    operations: BUILT_IN_OPERATIONS,
    stem: BUILT_IN_STEMS.cifar,
    graphs,
    channels: golden.C,
    // Its two residual blocks are none of our cells.
    cells: space === "nb201" ? golden.layers - 2 : golden.layers,
    classes: golden.classes,
    size: golden.hw,
  };
  const layout = supernetLayout(config);
  return {
    file,
    golden,
    config,
    layout,
    weights: weightsOf(layout, golden.params),
    optimisers: method.optimisers ?? OPTIMISERS,
    weightOf: method.alphaLoss?.weight,
    parts: searchParts(config, layout, {
      batch: golden.batch,
      optimisers: OPTIMISERS,
      ...method,
    }),
  };
}

/** Largest absolute deviations of three golden search steps. */
export type SearchDeviation = Record<
  | "archGradient"
  | "products"
  | "alphas"
  | "used"
  | "attackLoss"
  | "loss"
  | "logits"
  | "gradientNorm"
  | "weightNorm"
  | "statistics",
  number
>;

/** Methods of golden searches. */
export type GoldenMethod =
  | "darts1"
  | "darts2"
  | "rs"
  | "adv"
  | "fairdarts"
  | "drnas"
  | "gdas"
  | "beta";

const NOTE_ALPHAS: readonly GoldenMethod[] = ["drnas", "gdas", "beta"];

/** Runs the golden steps of a search with the given programs (compiled or eager). */
export function runGoldenSearch(
  net: GoldenNet,
  method: GoldenMethod,
  { programs, network, scale = 1, steps = 3 }: {
    programs: Programs<SearchParts>;
    /** The supernet as perturbations see it. */
    network: PerturbedNetwork;
    /** How many of the three steps. */
    steps?: number;
    /** Factor on all initial weights. */
    scale?: number;
  },
): SearchDeviation {
  const { golden, layout } = net;
  const search = readGolden<GoldenRun>(
    `search_${net.file}_${method}` as GoldenName,
  );
  const name = { rs: "random", adv: "adversarial" }[method as string] ??
    "none";
  const perturbation = BUILT_IN[name]!.prepare(network);
  const deviation = {} as SearchDeviation;
  const note: Note = (key, found, expected) => {
    deviation[key] = Math.max(deviation[key] ?? 0, worst(found, expected));
  };
  const matrices = golden.alphas.length;
  tf.tidy(() => {
    let state = initialState(net, scale);
    const seed = tf.tensor1d([0, 0], "int32");
    const rate = tf.scalar(search.lr);
    search.steps_f64.slice(0, steps).forEach((expected, k) => {
      const drawn = (pass: "alpha" | "weight") =>
        goldenDraws(search, { step: k, pass }, state.arch.alphas);
      const { training, validation } = batchesOf(golden, k, {
        seed,
        draws: drawn("alpha"),
        lossWeight: search.epochs &&
          tf.scalar(net.weightOf!(search.epochs[k]!)),
      });
      const corrections = tf.tensor1d(
        adamCorrections(k + 1, net.optimisers.adam.betas),
      );
      const step = { programs, training, validation, rate, expected, note };
      state = goldenAlphaStep(state, {
        ...step,
        corrections,
        unrolled: method === "darts2",
      });
      const unitNoise = search.unit_noise
        ?.slice(matrices * k, matrices * (k + 1))
        .map((n) => Float32Array.from(goldenTensor(n).data));
      const { mixtures, losses } = perturb(perturbation, {
        mixtures: programs.sample({
          alphas: state.arch.alphas,
          draws: drawn("weight"),
        }),
        weights: state.weights,
        statistics: state.statistics,
        x: training.x,
        y: training.y,
        noiseSeed: () => tf.clone(seed),
      }, {
        epsilon: search.eps ?? 0,
        seed: 0,
        epoch: 0,
        step: k,
        ...(unitNoise ? { random: fixedNoise(unitNoise) } : {}),
      });
      note("attackLoss", losses, expected.attack_losses ?? []);
      assertDrawn(mixtures, expected.index_weight);
      note(
        "used",
        // some references note the raw alphas
        valuesOf(NOTE_ALPHAS.includes(method) ? state.arch.alphas : mixtures),
        expected.alphas_used_for_weight_step.flat(2),
      );
      state = goldenWeightStep(state, { ...step, mixtures, layout, scale });
    });
  });
  return deviation;
}

/** Batches of a golden step. */
function batchesOf(
  { batches }: GoldenSupernet,
  step: number,
  random: Pick<TrainingData, "seed" | "draws" | "lossWeight">,
): Record<"training" | "validation", TrainingData> {
  const { train_x, train_y, val_x, val_y } = batches[step]!;
  const tensors = (x: EncodedTensor, y: readonly number[]) => ({
    ...random,
    x: referenceMap(x),
    y: tf.tensor1d([...y], "int32"),
  });
  return {
    training: tensors(train_x, train_y),
    validation: tensors(val_x, val_y),
  };
}

type Note = (
  key: keyof SearchDeviation,
  found: ArrayLike<number>,
  expected: ArrayLike<number>,
) => void;

interface GoldenState {
  readonly weights: tf.Tensor;
  readonly buffer: tf.Tensor;
  readonly statistics: Statistics;
  readonly arch: AlphaTensors;
}

interface GoldenStepInputs {
  readonly programs: Programs<SearchParts>;
  readonly training: TrainingData<tf.Tensor>;
  readonly validation: TrainingData<tf.Tensor>;
  readonly rate: tf.Tensor;
  readonly expected: GoldenStep;
  readonly note: Note;
}

function initialState(
  { golden, layout, weights }: GoldenNet,
  scale: number,
): GoldenState {
  const alphas = golden.alphas.map((a) => referenceMap(a));
  return {
    weights: tf.tensor1d(weights.map((x) => x * scale)),
    buffer: tf.zeros([layout.parameterCount]),
    statistics: freshStatistics(layout),
    arch: {
      alphas,
      first: alphas.map((a) => tf.zerosLike(a)),
      second: alphas.map((a) => tf.zerosLike(a)),
    },
  };
}

function valuesOf(tensors: readonly tf.Tensor[]): number[] {
  return tensors.flatMap((t) => Array.from(t.dataSync()));
}

function goldenAlphaStep(
  { weights, buffer, statistics, arch }: GoldenState,
  { programs, training, validation, rate, expected, note, ...step }:
    & GoldenStepInputs
    & { readonly corrections: tf.Tensor; readonly unrolled: boolean },
): GoldenState {
  const { corrections } = step;
  const next = step.unrolled
    ? unrolledStep("difference", {
      weights,
      buffer,
      statistics,
      arch,
      training: { programs, batch: training },
      validation: { programs, batch: validation },
      corrections,
      rate,
    })
    : programs.alpha({
      weights,
      statistics,
      arch,
      corrections,
      batch: validation,
    });
  if ("products" in next) {
    note(
      "products",
      valuesOf(next.products),
      expected.implicit_grads_before_eta!.flat(2),
    );
  }
  const found = valuesOf(next.gradients);
  const wanted = expected.arch_grad.flat(2);
  note(
    "archGradient",
    expected.sample_alpha === undefined ? found : besideSeries(found, wanted),
    wanted,
  );
  note(
    "alphas",
    valuesOf(next.arch.alphas),
    expected.alphas_raw_after_arch_step.flat(2),
  );
  return { weights, buffer, statistics: next.statistics, arch: next.arch };
}

function goldenWeightStep(
  { weights, buffer, statistics, arch }: GoldenState,
  { programs, training, rate, expected, note, ...step }: GoldenStepInputs & {
    readonly mixtures: readonly tf.Tensor[];
    readonly layout: Layout;
    readonly scale: number;
  },
): GoldenState {
  const { mixtures, layout, scale } = step;
  const next = programs.weight({
    weights,
    buffer,
    statistics,
    mixtures,
    batch: training,
    rate,
  });
  note("loss", valuesOf([next.loss]), [expected.train_loss]);
  note("logits", valuesOf([next.logits]), expected.train_logits.flat());
  note("gradientNorm", valuesOf([next.norm]), [expected.grad_norm_before_clip]);
  note("weightNorm", [Math.hypot(...next.weights.dataSync())], [
    expected.weights.l2 * scale,
  ]);
  const { bn_mean_sum: mean, bn_var_sum: variance } = expected.weights;
  note("statistics", [totalOf(layout, next.statistics.mean)], [mean]);
  // 0 in files that do not have it
  if (variance !== 0) {
    note("statistics", [totalOf(layout, next.statistics.variance)], [variance]);
  }
  return { ...next, arch };
}

/** Sum over all buffers of the reference, which holds shared statistics once for each name. */
function totalOf({ statistics }: Layout, flat: tf.Tensor): number {
  const values = flat.dataSync();
  let total = 0;
  for (const { offset, size, aliases } of statistics) {
    for (let i = 0; i < size; i++) {
      total += values[offset + i]! * (1 + aliases.length);
    }
  }
  return total;
}
