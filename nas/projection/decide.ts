import * as tf from "@tensorflow/tfjs-core";
import { randomStream } from "../../engine/philox.ts";
import { alphaMatrices } from "../space/alpha_matrices.ts";
import { batchTensors, finiteScalars } from "../training/batch.ts";
import { noiseSeed } from "../training/noise_seed.ts";
import {
  bestColumn,
  bestSources,
  type Decision,
  openDecisions,
} from "./projection.ts";
import {
  projectedPrograms,
  type ProjectionSteps,
} from "./projection_programs.ts";
import type { Criterion } from "../search/published_settings.ts";
import type { SearchOptions } from "../search/search_options.ts";
import {
  type CellKind,
  firstEdge,
  type SearchSpace,
} from "../space/edge_space.ts";
import type { Programs } from "../training/programs.ts";

/** Rows of a kind of cell, and what becomes of each of their weights. */
export interface Change {
  readonly kind: CellKind;
  /** Edge. */
  readonly row: number;
  /** The column that goes, or all. */
  readonly column: number | "all";
}

/** Decides what is next in a kind of cell: for an edge or a node that is drawn among those that are open. */
export function decide(
  kind: CellKind,
  { space, decisions, epoch, seed, measure }: {
    readonly space: SearchSpace;
    readonly decisions: readonly Decision[];
    readonly epoch: number;
    readonly seed: number;
    readonly measure: (change: Change) => number;
  },
): Decision {
  const open = openDecisions(space, kind, decisions);
  const random = randomStream({ seed, stream: `project/${kind}`, epoch });
  const drawn = (from: readonly number[]) => from[random.below(from.length)]!;
  if ("edges" in open) {
    const edge = drawn(open.edges);
    const scores = space[kind][edge]!.map((operation, column) =>
      operation === "none" ? null : measure({ kind, row: edge, column })
    );
    return { cell: kind, edge, column: bestColumn(scores), scores };
  }
  const node = drawn(open.nodes);
  const scores = Array.from(
    { length: node + 2 },
    (_, source) =>
      measure({ kind, row: firstEdge(node) + source, column: "all" }),
  );
  return { cell: kind, node, sources: bestSources(scores), scores };
}

/** Supernet and data by which worth is measured. */
export type MeasureOptions =
  & Pick<SearchOptions, "config" | "data" | "seed">
  & {
    /** Measure of worth; published: accuracy. */
    readonly criterion: Criterion;
  };

/** Worth of the supernet over a validation pass where some mixture weights are left out: the more the better. */
export function measured(
  programsFor: (batch: number) => Programs<keyof ProjectionSteps>,
  { config, data, seed, criterion }: MeasureOptions,
  { live, masks, epoch, change }: {
    readonly live: readonly tf.Tensor[];
    readonly masks: readonly tf.Tensor[];
    readonly epoch: number;
    readonly change: Change;
  },
): number {
  const matrices = alphaMatrices(config.space);
  const alphas = live.slice(4, 4 + matrices.length);
  const left = matrices.map(({ name, rows, columns }) => {
    const factors = new Float32Array(rows * columns).fill(1);
    if (name === change.kind) {
      const at = change.row * columns;
      if (change.column === "all") factors.fill(0, at, at + columns);
      else factors[at + change.column] = 0;
    }
    return tf.tensor2d(factors, [rows, columns]);
  });
  let images = 0;
  let lossSum = 0;
  let right = 0;
  let step = 0;
  for (const batch of data.validation(epoch)) {
    const { x, y, count } = batchTensors(batch, config.size);
    const programs = programsFor(count);
    const whole = projectedPrograms(programs, masks).softmax(...alphas);
    const mixtures = whole.map((m, i) => tf.mul(m, left[i]!));
    const noise = noiseSeed({ seed, pass: "project", epoch, step });
    const results = programs.measure(live[0]!, ...mixtures, x, y, noise);
    const [loss, correct] = finiteScalars(
      results,
      `validation loss in the decision at epoch ${epoch + 1}`,
    );
    images += count;
    lossSum += loss! * count;
    right += correct!;
    step++;
    tf.dispose([...results, ...mixtures, ...whole, x, y, noise]);
  }
  tf.dispose(left);
  return criterion === "accuracy" ? right / images : -lossSum / images;
}
