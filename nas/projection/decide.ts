import * as tf from "@tensorflow/tfjs-core";
import { randomStream } from "../../engine/philox.ts";
import { alphaMatrices } from "../space/alpha_matrices.ts";
import { noiseSeed } from "../training/noise_seed.ts";
import {
  bestColumn,
  bestSources,
  type Decision,
  openDecisions,
} from "./projection.ts";
import { projectedPrograms } from "./projection_programs.ts";
import type { MixtureMasks } from "../search/alpha_step.ts";
import type { SearchParts } from "../search/search_programs.ts";
import { meanOverImages } from "../search/validate.ts";
import { disposeTensors } from "../training/tensor_tree.ts";
import type { Criterion } from "../search/published_settings.ts";
import type { SearchOptions } from "../search/search_options.ts";
import { isDerivable } from "../space/operation_traits.ts";
import {
  type CellKind,
  firstEdge,
  type SearchSpace,
} from "../space/edge_space.ts";
import type { Programs } from "../training/programs.ts";

/** Candidates of a kind of cell that a score leaves out. */
export interface MaskedCandidates {
  readonly kind: CellKind;
  readonly row: number;
  /** Candidate of that edge, or all. */
  readonly column: number | "all";
}

/** Makes the next decision in a kind of cell, for an edge or a node drawn among the open ones. */
export function decide(
  kind: CellKind,
  { space, decisions, epoch, seed, score }: {
    readonly space: SearchSpace;
    readonly decisions: readonly Decision[];
    readonly epoch: number;
    readonly seed: number;
    /** Score of the supernet without some candidates; higher is better. */
    readonly score: (without: MaskedCandidates) => number;
  },
): Decision {
  const open = openDecisions(space, kind, decisions);
  const random = randomStream({ seed, stream: `project/${kind}`, epoch });
  const drawn = (from: readonly number[]) => from[random.below(from.length)]!;
  if ("edges" in open) {
    const edge = drawn(open.edges);
    const scores = space[kind][edge]!.map((operation, column) =>
      isDerivable(operation, space.operations)
        ? score({ kind, row: edge, column })
        : null
    );
    return { cell: kind, edge, column: bestColumn(scores), scores };
  }
  const node = drawn(open.nodes);
  const scores = Array.from(
    { length: node + 2 },
    (_, source) =>
      score({ kind, row: firstEdge(node) + source, column: "all" }),
  );
  return { cell: kind, node, sources: bestSources(scores), scores };
}

/** Supernet and data of a decision. */
export type ScoreOptions =
  & Pick<SearchOptions, "config" | "data" | "seed">
  & {
    /** Criterion of the score; published: accuracy. */
    readonly criterion: Criterion;
  };

/** Score of the supernet over a validation pass with some candidates masked; higher is better. */
export function scoreWithout(
  programsFor: (batch: number) => Programs<SearchParts>,
  { config, data, seed, criterion }: ScoreOptions,
  { weights, alphas, masks, epoch, without }: {
    readonly weights: tf.Tensor;
    /** Raw alphas of each matrix. */
    readonly alphas: readonly tf.Tensor[];
    readonly masks: MixtureMasks;
    readonly epoch: number;
    readonly without: MaskedCandidates;
  },
): number {
  const factors = factorsWithout(config.space, without);
  const place = `validation loss in the decision at epoch ${epoch + 1}`;
  const { loss, accuracy } = meanOverImages(
    data.validation(epoch),
    config.size,
    ({ x, y, count }, step) => {
      const programs = programsFor(count);
      const whole = projectedPrograms(programs, masks).relax({ alphas });
      const mixtures = whole.map((m, i) => tf.mul(m, factors[i]!));
      const noise = noiseSeed({ seed, pass: "project", epoch, step });
      const results = programs.measure({
        weights,
        mixtures,
        x,
        y,
        seed: noise,
      });
      disposeTensors(mixtures, whole, noise);
      return { results, place };
    },
  );
  disposeTensors(factors);
  return criterion === "accuracy" ? accuracy : -loss;
}

/** Factors of the mixture weights of each matrix: 0 for masked candidates, else 1. */
function factorsWithout(
  space: SearchOptions["config"]["space"],
  masked: MaskedCandidates,
): tf.Tensor[] {
  return alphaMatrices(space).map(({ name, rows, columns }) => {
    const factors = new Float32Array(rows * columns).fill(1);
    if (name === masked.kind) {
      const at = masked.row * columns;
      if (masked.column === "all") factors.fill(0, at, at + columns);
      else factors[at + masked.column] = 0;
    }
    return tf.tensor2d(factors, [rows, columns]);
  });
}
