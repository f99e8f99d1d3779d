import * as tf from "@tensorflow/tfjs-core";
import { randomStream } from "../../engine/philox.ts";
import type { MixtureDraws } from "../samplings/sampled_mixtures.ts";
import type { ArchitectureSampling } from "../samplings/sampling.ts";
import type { AnyGenotype } from "../genotype/any_genotype.ts";
import { chosenParents } from "../genotype/nasbench_cell.ts";
import { alphaMatrices, inputsName } from "../space/alpha_matrices.ts";
import { type ChoiceAlphas, largestColumn } from "../space/choice_alphas.ts";
import {
  type ChoiceSpace,
  isChoiceSpace,
  weighedBlocks,
} from "../space/choice_space.ts";
import type { AnySpace } from "../space/any_space.ts";
import { edgesOf } from "../space/edges_of.ts";
import { CELL_KINDS } from "../space/edge_space.ts";
import { matrixTensors } from "../training/mixtures.ts";
import { noiseSeed } from "../training/noise_seed.ts";
import type { Programs } from "../training/programs.ts";
import { disposeTensors } from "../training/tensor_tree.ts";
import { PUBLISHED_CANDIDATES } from "./published_settings.ts";
import { discreteMixtures } from "./discrete_mixtures.ts";
import type { SearchOptions } from "./search_options.ts";
import type { SearchState } from "./search_state.ts";
import { meanOverImages } from "./validate.ts";
import type { ValidationParts } from "./validation_programs.ts";

/** An architecture as mixture weights, and what was measured of it. */
export interface ChosenArchitecture {
  /** Mixture weights of each matrix, 0 or 1, row by row. */
  readonly mixtures: readonly Float32Array[];
  /** On the images that it was chosen by. */
  readonly accuracy: number;
  readonly loss: number;
}

/** Alpha of an operation that an architecture has; with the others at 0 its soft-max is 1 in float32. */
const CHOSEN = 50;

/** An architecture for a weight step as draws, from which the step takes it. The caller disposes them. */
export function drawArchitecture(
  { architecture }: ArchitectureSampling,
  space: AnySpace,
  { seed, epoch, step }: {
    readonly seed: number;
    readonly epoch: number;
    readonly step: number;
  },
): MixtureDraws {
  const random = randomStream({ seed, stream: "architecture", epoch, step });
  return {
    noise: matrixTensors(
      alphaMatrices(space),
      mixturesOf(space, architecture(space, random.uint32())),
    ),
    progress: tf.scalar(0),
    ramp: tf.scalar(0),
  };
}

/**
 * Draws architectures and gives the most accurate by the weights of a supernet; of equally accurate ones the one with
 * the smallest loss, then the first. They are measured in training mode: running statistics are averages over all
 * architectures that were trained.
 *
 * @throws When a loss is not finite.
 */
export function chooseArchitecture(
  programsFor: (batch: number) => Programs<ValidationParts>,
  sampling: ArchitectureSampling,
  { config, data, seed, candidates = PUBLISHED_CANDIDATES }: Pick<
    SearchOptions,
    "config" | "data" | "seed" | "candidates"
  >,
  { weights, epoch }: {
    readonly weights: tf.Tensor;
    /** Epoch that was just trained, from 0. */
    readonly epoch: number;
  },
): ChosenArchitecture {
  const { space } = config;
  const random = randomStream({ seed, stream: "candidates", epoch });
  const batches = Array.from(
    { length: candidates.batches },
    (_, step) => data.alpha(epoch, step),
  );
  let best: ChosenArchitecture | undefined;
  for (let at = 0; at < candidates.count; at++) {
    const drawn = sampling.architecture(space, random.uint32());
    const mixtures = mixturesOf(space, drawn);
    const tensors = matrixTensors(alphaMatrices(space), mixtures);
    const found = meanOverImages(
      batches,
      config.size,
      ({ x, y, count }, step) => {
        const noise = noiseSeed({ seed, pass: "candidates", epoch, step });
        const results = programsFor(count).measure({
          weights,
          mixtures: tensors,
          x,
          y,
          seed: noise,
        });
        noise.dispose();
        const place = `loss of architecture ${at + 1} after epoch ${epoch + 1}`;
        return { results, place };
      },
    );
    disposeTensors(tensors);
    if (best === undefined || isBetter(found, best)) {
      best = { ...found, mixtures };
    }
  }
  return best!;
}

function isBetter(
  a: Omit<ChosenArchitecture, "mixtures">,
  b: Omit<ChosenArchitecture, "mixtures">,
): boolean {
  return a.accuracy > b.accuracy ||
    a.accuracy === b.accuracy && a.loss < b.loss;
}

/**
 * Raw alphas of an architecture, from which derivation gives it again, by the names of their matrices. An edge that it
 * lacks keeps `none`, where this is a candidate.
 */
export function architectureAlphas(
  space: AnySpace,
  { mixtures }: Pick<ChosenArchitecture, "mixtures">,
): Record<string, number[][]> {
  return Object.fromEntries(
    alphaMatrices(space).map(({ name, rows, columns }, i) => [
      name,
      Array.from({ length: rows }, (_, at) => {
        const row = [...mixtures[i]!.slice(at * columns, (at + 1) * columns)];
        const alphas = row.map((weight) => weight * CHOSEN);
        const none = row.includes(1) ? -1 : noneOf(space, i, at);
        return none < 0 ? alphas : alphas.with(none, CHOSEN);
      }),
    ]),
  );
}

/** Column of `none` in a row of a matrix of alphas; -1 where it is no candidate. */
function noneOf(space: AnySpace, matrix: number, row: number): number {
  const edges = "normal" in space ? space[CELL_KINDS[matrix]!] : edgesOf(space);
  return edges[row]?.indexOf("none") ?? -1;
}

/**
 * Mixture weights of an architecture, matrix by matrix: 1 for what it has, 0 for the rest.
 *
 * @throws {RangeError} If it is not of the space, or the space has weights of edges.
 */
export function mixturesOf(
  space: AnySpace,
  drawn: AnyGenotype | ChoiceAlphas,
): Float32Array[] {
  return isChoiceSpace(space)
    ? choiceMixtures(space, drawn as ChoiceAlphas)
    : discreteMixtures(space, drawn as AnyGenotype);
}

/** The strongest operation of each block, and as many of the strongest parents of a vertex as it keeps. */
function choiceMixtures(
  space: ChoiceSpace,
  alphas: ChoiceAlphas,
): Float32Array[] {
  const parents = chosenParents(space, alphas);
  const vertices = new Map([
    ...weighedBlocks(space).map((at) =>
      [inputsName(at) as string, at] as const
    ),
    ["output", parents.length - 1] as const,
  ]);
  return alphaMatrices(space).map(({ name, rows, columns }) => {
    const weights = new Float32Array(rows * columns);
    const vertex = vertices.get(name);
    const kept = vertex === undefined
      ? alphas.operations.map((row) => [largestColumn(row)])
      : [parents[vertex]!];
    kept.forEach((chosen, row) =>
      chosen.forEach((column) => weights[row * columns + column] = 1)
    );
    return weights;
  });
}

/** A state whose alphas are those of the architecture of its last epoch. */
export function withLastArchitecture<
  S extends Pick<SearchState, "tensors" | "trajectory">,
>(space: AnySpace, state: S): S {
  const last = state.trajectory.at(-1) as unknown as Readonly<
    Record<string, number[][]>
  >;
  const alphas = alphaMatrices(space).map(({ name }) => {
    const tensor = state.tensors[`alphas_${name}`]!;
    return [
      `alphas_${name}`,
      { ...tensor, data: Float32Array.from(last[name]!.flat()) },
    ];
  });
  return {
    ...state,
    tensors: { ...state.tensors, ...Object.fromEntries(alphas) },
  };
}
