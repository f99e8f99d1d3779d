import * as tf from "@tensorflow/tfjs-core";
import { inProgram } from "../../engine/compile/in_program.ts";
import { intoBranches, joinBranches } from "../../engine/gradients/branches.ts";
import { untaped } from "../../engine/gradients/tape.ts";
import type { Tensor } from "../../engine/tensor.ts";
import type { Layers } from "./layers.ts";
import type { Layout } from "./layout.ts";
import type { Statistics } from "./statistics.ts";
import type { ReadMixture, ReadParameter } from "./tensor_parameters.ts";

/**
 * Gradient of the mixture weight of a candidate that was not drawn: the gradient of the node's sum (`node`), as in the
 * published code of GDAS, which adds these weights to the node as numbers, or `none`.
 */
export type UndrawnGradient = "node" | "none";

/** Which weights and statistics a pass on drawn candidates used, as booleans. */
export interface DrawnParts {
  /** True for weights of drawn candidates and of all that is no candidate, such as the stem, [parameterCount]. */
  readonly weights: Tensor;
  /** True for statistics of drawn candidates and of all that is no candidate, [statisticsCount]. */
  readonly statistics: Tensor;
}

/** Matrices of mixture weights by name, whose rows are one-hot, and the gradient of the weights that are 0. */
export interface DrawnInputs {
  readonly mixtures: Readonly<Record<string, Tensor>>;
  readonly undrawn: UndrawnGradient;
}

/** A forward pass in which each edge computes the candidate that was drawn, and no other. */
export interface DrawnEdges {
  readonly edge: Layers<Tensor>["edge"];
  /** Reads parameters, for the branch that is computed. */
  parameters(read: ReadParameter): ReadParameter;
  /** Reads mixture weights, for the branch that is computed. */
  weights(read: ReadMixture): ReadMixture;
  /**
   * Records what a branch found of the statistics at a place of the layout; gives what is known of them so far, zeros
   * if nothing.
   */
  observe(at: number, found: Statistics): Statistics;
  /** Which parts of the network took part so far. */
  parts(): DrawnParts;
}

/** A condition of a branch; true where none is needed. */
type Condition = Tensor | true;

/**
 * In a compiled program all candidates are branches, of which TensorFlow computes one; elsewhere the drawn one is looked up
 * and computed.
 */
export function drawnEdges(
  layout: Layout,
  { mixtures, undrawn }: DrawnInputs,
): DrawnEdges {
  const compiled = inProgram();
  const conditions = conditionsOf(mixtures);
  const rest = restOf(mixtures);
  const parameters = new Map<string, Condition>();
  const statistics = drawnStatistics();
  let branch: Condition = true;
  const inBranch = (x: Tensor) =>
    branch === true || !compiled ? x : intoBranches(x, [branch])[0]!;
  const outOfBranch = (x: Tensor) =>
    branch === true || !compiled ? x : joinBranches([x], [branch]);
  const within = <R>(condition: Tensor, body: () => R): R => {
    branch = condition;
    try {
      return body();
    } finally {
      branch = true;
    }
  };

  const drawn: DrawnEdges["edge"] = (x, { matrix, edge }, candidates) => {
    const on = candidates.map(({ operation }) =>
      conditions(matrix)[edge]![operation]!
    );
    if (!compiled) {
      const at = on.findIndex((condition) => condition.dataSync()[0]);
      const term = within(
        on[Math.max(at, 0)]!,
        () => candidates[Math.max(at, 0)]!.compute(x),
      );
      // an operation that adds nothing was drawn: another one tells the shape
      return [at < 0 ? tf.zerosLike(term) : term];
    }
    const inputs = intoBranches(x, on);
    const results = candidates.map(({ compute }, i) =>
      within(on[i]!, () => compute(inputs[i]!))
    );
    return [joinBranches(results, on)];
  };

  return {
    edge: (x, at, candidates) => {
      if (candidates.length === 0) return [];
      const terms = drawn(x, at, candidates);
      return undrawn === "none"
        ? terms
        : terms.map((term) => withRest(term, rest(at.matrix)[at.edge]!));
    },
    parameters(read) {
      const known = new Map<string, Tensor>();
      return <R extends tf.Tensor>(name: string) => {
        parameters.set(name, branch);
        return known.getOrInsertComputed(
          name,
          () => inBranch(read(name)),
        ) as R;
      };
    },
    weights: (read) => (ref) => inBranch(read(ref)) as tf.Scalar,
    observe: (at, { mean, variance }) =>
      statistics.join(at, branch, {
        mean: outOfBranch(mean),
        variance: outOfBranch(variance),
      }),
    parts: () => ({
      weights: maskOf(
        layout.parameters,
        layout.parameters.map(({ name }) => parameters.get(name)),
      ),
      statistics: maskOf(layout.statistics, statistics.conditions),
    }),
  };
}

/**
 * Statistics by their place in the layout, with the conditions under which they were computed. Candidates of several edges
 * that leave a node may share a place: their maps are the same.
 */
function drawnStatistics() {
  const conditions: Condition[] = [];
  const found: Statistics[] = [];
  return {
    conditions,
    join(at: number, condition: Condition, next: Statistics): Statistics {
      const known = conditions[at];
      const last = found[at];
      conditions[at] = known === undefined
        ? condition
        : either(known, condition);
      return found[at] = last === undefined || condition === true ? next : {
        mean: where(condition, next.mean, last.mean),
        variance: where(condition, next.variance, last.variance),
      };
    },
  };
}

function where(condition: Tensor, yes: Tensor, no: Tensor): Tensor {
  const on = tf.add(tf.zerosLike(yes), tf.cast(condition, "float32"));
  return tf.where(tf.less(0.5, on), yes, no);
}

function either(a: Condition, b: Condition): Condition {
  return a === true || b === true ? true : tf.logicalOr(a, b);
}

/** Whether each candidate was drawn, matrix by matrix. */
function conditionsOf(
  mixtures: DrawnInputs["mixtures"],
): (matrix: string) => Tensor[][] {
  const known = new Map<string, Tensor[][]>();
  return (matrix) =>
    known.getOrInsertComputed(
      matrix,
      () =>
        untaped(() =>
          tf.unstack(tf.less(0.5, mixtures[matrix]!))
            .map((row) => tf.unstack(row))
        ),
    );
}

/** Sum of the weights of each edge that were not drawn, which are 0, for the gradient. */
function restOf(
  mixtures: DrawnInputs["mixtures"],
): (matrix: string) => Tensor[] {
  const known = new Map<string, Tensor[]>();
  return (matrix) =>
    known.getOrInsertComputed(matrix, () => {
      const weights = mixtures[matrix]!;
      const others = untaped(() =>
        tf.cast(tf.lessEqual(weights, 0.5), "float32")
      );
      return tf.unstack(tf.sum(tf.mul(weights, others), -1));
    });
}

/** A term with a number added to each of its values; the number is 0, so that only gradients show it. */
function withRest(term: Tensor, rest: Tensor): Tensor {
  return tf.customGrad((x) => ({
    value: tf.clone(x as Tensor),
    gradFunc: (dy) => [dy, tf.sum(dy)],
  }))(term, rest);
}

/**
 * A boolean for each number of some pieces, one piece after the other: false in a piece without a condition, which took
 * no part.
 */
function maskOf(
  pieces: readonly { readonly size: number }[],
  conditions: readonly (Condition | undefined)[],
): Tensor {
  const runs: { condition: Condition | undefined; size: number }[] = [];
  pieces.forEach(({ size }, i) => {
    const condition = conditions[i];
    const last = runs.at(-1);
    if (last !== undefined && last.condition === condition) last.size += size;
    else runs.push({ condition, size });
  });
  return tf.concat(runs.map(({ condition, size }) => {
    const on = condition === undefined || condition === true
      ? tf.fill([1], condition === true ? 1 : 0)
      : tf.reshape(tf.cast(condition, "float32"), [1]);
    return tf.less(0.5, tf.tile(on, [size]));
  }));
}
