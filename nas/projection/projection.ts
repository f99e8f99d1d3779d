import { type Genotype, genotypeOf } from "../genotype/genotype.ts";
import { kindsOf } from "../space/cell_kinds.ts";
import {
  type CellKind,
  firstEdge,
  type SearchSpace,
} from "../space/edge_space.ts";
import { isDerivable } from "../space/operation_traits.ts";

/** The operation that an edge keeps. */
export interface OperationDecision {
  readonly cell: CellKind;
  readonly edge: number;
  readonly column: number;
  /** Score of the supernet without each candidate; null for `none`, which is no choice. */
  readonly scores: readonly (number | null)[];
}

/** The two edges that a node keeps. */
export interface EdgesDecision {
  readonly cell: CellKind;
  /** Node, from 0. */
  readonly node: number;
  /** Their sources, ascending. */
  readonly sources: readonly number[];
  /** Score of the supernet without each edge, by source. */
  readonly scores: readonly number[];
}

/** A decision of DARTS-PT. */
export type Decision = OperationDecision | EdgesDecision;

/** True for decisions about an edge's operation. */
export function isOperation(decision: Decision): decision is OperationDecision {
  return "edge" in decision;
}

/** Decisions that a kind of cell needs: an operation for each edge, two edges for each node that has more. */
export function decisionCount({ nodes }: Pick<SearchSpace, "nodes">): number {
  return firstEdge(nodes) + nodes - 1;
}

/** Masks of the mixture weights of one kind of cell: weights times `keep` plus `fixed`, row-major. */
export interface Projection {
  /** 0 where a row is decided, else 1. */
  readonly keep: Float32Array;
  /** 1 at the operation of a decided row that is kept. */
  readonly fixed: Float32Array;
}

/** Masks of the mixture weights that decisions amount to, by kind of cell. */
export function projectionOf(
  space: SearchSpace,
  decisions: readonly Decision[],
): Record<CellKind, Projection> {
  const of = (kind: CellKind): Projection => {
    const columns = space[kind][0]!.length;
    const keep = new Float32Array(space[kind].length * columns).fill(1);
    const fixed = new Float32Array(keep.length);
    const own = decisions.filter(({ cell }) => cell === kind);
    for (const { edge, column } of own.filter(isOperation)) {
      keep.fill(0, edge * columns, (edge + 1) * columns);
      fixed[edge * columns + column] = 1;
    }
    for (const decision of own) {
      if (isOperation(decision)) continue;
      const { node, sources } = decision;
      for (let source = 0; source < node + 2; source++) {
        const edge = firstEdge(node) + source;
        if (!sources.includes(source)) {
          fixed.fill(0, edge * columns, (edge + 1) * columns);
        }
      }
    }
    return { keep, fixed };
  };
  return { normal: of("normal"), reduce: of("reduce") };
}

/** Open decisions of a kind of cell: edges first, then nodes of more than two edges. */
export function openDecisions(
  { nodes }: Pick<SearchSpace, "nodes">,
  kind: CellKind,
  decisions: readonly Decision[],
): { readonly edges: number[] } | { readonly nodes: number[] } {
  const own = decisions.filter(({ cell }) => cell === kind);
  const decided = new Set(own.filter(isOperation).map(({ edge }) => edge));
  const edges = [...Array(firstEdge(nodes)).keys()]
    .filter((edge) => !decided.has(edge));
  if (edges.length > 0) return { edges };
  const done = new Set(
    own.flatMap((decision) => isOperation(decision) ? [] : [decision.node]),
  );
  return {
    nodes: [...Array(nodes).keys()].filter((node) =>
      node > 0 && !done.has(node)
    ),
  };
}

/**
 * The column whose removal costs most, `none` aside; the first of equals.
 *
 * @param scores Score of the supernet without each candidate, null for `none`.
 */
export function bestColumn(scores: readonly (number | null)[]): number {
  return scores.reduce<number>((best, score, column) => {
    const least = best < 0 ? null : scores[best]!;
    return score !== null && (least === null || score < least) ? column : best;
  }, -1);
}

/** The two sources whose removal costs most, ascending; the lower ones among equals. */
export function bestSources(scores: readonly number[]): number[] {
  return [...scores.keys()]
    .sort((a, b) => scores[a]! - scores[b]! || a - b)
    .slice(0, 2)
    .sort((a, b) => a - b);
}

/**
 * The architecture that all decisions amount to. A kind of cell that the supernet lacks needs none: there each edge has
 * its first operation and each node its first two edges, as where all scores are equal.
 *
 * @throws {Error} If one is missing.
 */
export function decidedGenotype(
  space: SearchSpace,
  decisions: readonly Decision[],
): Genotype {
  for (const kind of kindsOf(space)) {
    const open = openDecisions(space, kind, decisions);
    if ("edges" in open || open.nodes.length > 0) {
      throw new Error(
        `Decisions are missing in the cell ${kind}: ${JSON.stringify(open)}`,
      );
    }
  }
  return genotypeOf(space, (kind) => {
    const own = decisions.filter(({ cell }) => cell === kind);
    const columns = new Map(
      own.filter(isOperation).map(({ edge, column }) => [edge, column]),
    );
    const chosen = new Map(
      own.flatMap((decision) =>
        isOperation(decision) ? [] : [[decision.node, decision.sources]]
      ),
    );
    return [...Array(space.nodes).keys()].flatMap((node) =>
      (chosen.get(node) ?? [0, 1]).map((source) => {
        const edge = firstEdge(node) + source;
        const candidates = space[kind][edge]!;
        const column = columns.get(edge) ??
          candidates.findIndex((name) => isDerivable(name, space.operations));
        return [candidates[column]!, source] as const;
      })
    );
  });
}
