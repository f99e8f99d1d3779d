import { inputsName } from "../space/alpha_matrices.ts";
import {
  checkChoiceAlphas,
  type ChoiceAlphas,
  largestColumn,
} from "../space/choice_alphas.ts";
import {
  CHOICE_OPERATIONS,
  choiceBlocks,
  type ChoiceSpace,
  weighedBlocks,
} from "../space/choice_space.ts";
import { rankedRows } from "../space/mixture_rows.ts";

/** A cell of NAS-Bench-101: a directed acyclic graph whose first vertex is the input and whose last is the output. */
export interface DiscreteCell {
  /** Adjacency: 1 where there is an edge from the row's vertex to the column's. */
  readonly matrix: readonly (readonly number[])[];
  /** Operation of each vertex. */
  readonly operations: readonly string[];
}

/** Vertices of the widest NAS-Bench-101 cell. */
const VERTICES = 7;

/** Columns of the `count` largest values, ascending; among equals the lower column. */
function largestColumns(row: readonly number[], count: number): number[] {
  return [...row.keys()]
    .sort((a, b) => row[b]! - row[a]! || a - b)
    .slice(0, count)
    .sort((a, b) => a - b);
}

/** Parents that every vertex keeps: none for the input, those of the output last. */
export function chosenParents(
  space: ChoiceSpace,
  alphas: ChoiceAlphas,
): number[][] {
  checkChoiceAlphas(space, alphas);
  const blocks = choiceBlocks(space);
  const weighed = new Set(weighedBlocks(space));
  return [
    [],
    ...space.parents.map((count, at) => {
      const vertex = at + 1;
      if (vertex > blocks) {
        return largestColumns(rankedRows(alphas, "output")[0]!, count);
      }
      return weighed.has(vertex)
        ? largestColumns(rankedRows(alphas, inputsName(vertex))[0]!, count)
        : Array.from({ length: vertex }, (_, source) => source);
    }),
  ];
}

/**
 * The NAS-Bench-101 cell that alphas select (docs/method.md section 1b): each block's strongest operation, each
 * vertex's strongest parents, restricted to vertices from which the output can be reached. Spaces of four blocks get an
 * unconnected sixth vertex, as in the reference.
 *
 * @throws {RangeError} If the alphas do not fit the space or are not finite.
 */
export function discretise(
  space: ChoiceSpace,
  alphas: ChoiceAlphas,
): DiscreteCell {
  const parents = chosenParents(space, alphas);
  const output = parents.length - 1;
  const vertices = Math.max(parents.length, VERTICES);
  // the dummy vertices come before the output
  const place = (vertex: number) => vertex === output ? vertices - 1 : vertex;
  const matrix = Array.from(
    { length: vertices },
    () => new Array<number>(vertices).fill(0),
  );
  const reached = new Set<number>();
  const walk = (vertex: number): void => {
    if (reached.has(vertex)) return;
    reached.add(vertex);
    for (const parent of parents[vertex]!) {
      matrix[place(parent)]![place(vertex)] = 1;
      walk(parent);
    }
  };
  walk(output);
  const chosen = rankedRows(alphas, "operations").map((row) =>
    CHOICE_OPERATIONS[largestColumn(row)]!
  );
  const dummies = new Array<string>(vertices - parents.length)
    .fill("conv1x1-bn-relu");
  return {
    matrix,
    operations: ["input", ...chosen, ...dummies, "output"],
  };
}
