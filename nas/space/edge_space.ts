import { didYouMean } from "../../common/did_you_mean.ts";
import type { OwnOperations } from "./operation_traits.ts";
import type { Primitive } from "./primitives.ts";

/** The two kinds of cell, in the order in which alphas are listed. */
export const CELL_KINDS = ["normal", "reduce"] as const;

/** Kind of a cell. */
export type CellKind = typeof CELL_KINDS[number];

/**
 * Candidates of every edge of a cell. Node `i` has an edge from each of the two cell inputs (sources 0 and 1) and
 * from each node before it (sources 2 to `i + 1`); edges are ordered by node, then by source.
 */
export interface SearchSpace {
  /** Name, such as `s1`. */
  readonly name: string;
  /** Intermediate nodes of a cell; 4 in all published spaces. */
  readonly nodes: number;
  /** Names of the candidates of each edge of a normal cell: the order is the column order of alpha. */
  readonly normal: readonly (readonly string[])[];
  /** Candidates of each edge of a reduction cell. */
  readonly reduce: readonly (readonly string[])[];
  /** How a search mixes them; full by default. */
  readonly mixture?: EdgeMixture | undefined;
  /** Candidates that are not built in. */
  readonly operations?: OwnOperations | undefined;
  /** The output of a cell is that of so many nodes, the last ones; of all by default. */
  readonly outputs?: number | undefined;
  /** True where every edge has a skip beside its candidates, in the supernet and in the derived network. */
  readonly auxiliarySkips?: boolean | undefined;
  /** Kinds of the cells of its networks, where they lack one; both by default. */
  readonly kinds?: readonly CellKind[] | undefined;
}

/**
 * How candidates are mixed: `full` on all channels, as in DARTS; `partial` on one channel of four with weights of the
 * edges into each node, as in PC-DARTS.
 */
export const EDGE_MIXTURES = ["full", "partial"] as const;

/** See {@linkcode EDGE_MIXTURES}. */
export type EdgeMixture = typeof EDGE_MIXTURES[number];

const SKIP = "skip_connect";
const SEP3 = "sep_conv_3x3";
const DIL3 = "dil_conv_3x3";
const DIL5 = "dil_conv_5x5";
const MAX = "max_pool_3x3";
const AVG = "avg_pool_3x3";
const SEP5 = "sep_conv_5x5";

/** Spaces in which every edge offers the same candidates. Without spreads, so that keys see that nothing uses them. */
const UNIFORM = {
  s2: [SKIP, SEP3],
  s3: ["none", SKIP, SEP3],
  s4: ["noise", SEP3],
  darts: [MAX, AVG, SKIP, SEP3, SEP5, DIL3, DIL5],
  darts8: ["none", MAX, AVG, SKIP, SEP3, SEP5, DIL3, DIL5],
  "darts8-no-skip": ["none", MAX, AVG, SEP3, SEP5, DIL3, DIL5],
  "darts8-all-skip": ["none", MAX, AVG, SKIP, SEP3, SEP5, DIL3, DIL5],
} as const satisfies Record<string, readonly Primitive[]>;

const S1_NORMAL: readonly (readonly Primitive[])[] = [
  ...[[SKIP, DIL3], [SKIP, DIL5]] as const,
  ...[[SKIP, DIL5], [SKIP, SEP3], [SKIP, DIL3]] as const,
  ...[[MAX, SKIP], [SKIP, SEP3], [SKIP, SEP3], [SKIP, DIL3]] as const,
  ...[[SKIP, SEP3], [MAX, SKIP], [SKIP, DIL3], [DIL3, DIL5], [
    DIL3,
    DIL5,
  ]] as const,
];

const S1_REDUCE: readonly (readonly Primitive[])[] = [
  ...[[MAX, AVG], [MAX, DIL3]] as const,
  ...[[MAX, AVG], [MAX, AVG], [SKIP, DIL5]] as const,
  ...[[MAX, AVG], [MAX, SEP3], [SKIP, DIL3], [SKIP, DIL5]] as const,
  ...[[MAX, AVG], [MAX, AVG], [SKIP, DIL5], [SKIP, DIL5], [
    SKIP,
    DIL5,
  ]] as const,
];

/** Names that {@linkcode searchSpace} knows. */
export const SPACE_NAMES = [
  "s1",
  "s2",
  "s3",
  "s4",
  "darts",
  "darts8",
  "darts8-no-skip",
  "darts8-all-skip",
] as const;

/** Name of a published search space. */
export type SpaceName = typeof SPACE_NAMES[number];

/** Options of {@linkcode searchSpace}. */
export interface SearchSpaceOptions {
  /** Intermediate nodes of a cell, default 4. Only spaces with the same candidates on all edges can be resized. */
  readonly nodes?: number;
  /** Last nodes that the output of a cell is made of, at most all; all by default. */
  readonly outputs?: number | undefined;
}

/** Number of edges of a cell with that many intermediate nodes: 14 for 4 nodes. */
export function edgeCount(nodes: number): number {
  return nodes * (nodes + 3) / 2;
}

/** Position of a node's first edge; its edges come from the sources 0 to `node + 1`. */
export function firstEdge(node: number): number {
  return edgeCount(node);
}

/**
 * A published search space (docs/method.md section 1): `s1` to `s4` of RobustDARTS; `darts`, the seven operations that
 * SmoothDARTS searches; `darts8`, the original eight with `none` in front; and the two others of DARTS-Bench-Suite:
 * `darts8-no-skip` without `skip_connect`, and `darts8-all-skip` with a skip beside the candidates of every edge.
 *
 * @throws {RangeError} If the name is unknown or the space cannot have that many nodes or outputs.
 *
 * @example Candidates of the first edge of S3
 * ```ts
 * import { searchSpace } from "./edge_space.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(searchSpace("s3").normal[0], ["none", "skip_connect", "sep_conv_3x3"]);
 * ```
 */
export function searchSpace(
  name: SpaceName,
  { nodes = 4, outputs }: SearchSpaceOptions = {},
): SearchSpace {
  if (!Number.isInteger(nodes) || nodes < 1) {
    throw new RangeError(
      `Expected a positive number of nodes but found ${nodes} in space ${name}`,
    );
  }
  if (name === "s1") {
    if (nodes !== 4) {
      throw new RangeError(`Expected 4 nodes but found ${nodes} in space s1`);
    }
    return withOutputs(
      { name, nodes, normal: S1_NORMAL, reduce: S1_REDUCE },
      outputs,
    );
  }
  if (!Object.hasOwn(UNIFORM, name)) {
    throw new RangeError(
      `Expected a space of ${SPACE_NAMES.join(", ")} but found ${name}${
        didYouMean(name, SPACE_NAMES)
      }`,
    );
  }
  const edges = Array.from({ length: edgeCount(nodes) }, () => UNIFORM[name]);
  return withOutputs({
    name,
    nodes,
    normal: edges,
    reduce: edges,
    ...(name === "darts8-all-skip" ? { auxiliarySkips: true } : {}),
  }, outputs);
}

/**
 * A space in which the output of a cell is made of its last nodes.
 *
 * @param outputs How many; unchanged without it.
 * @throws {RangeError} If a cell has fewer nodes.
 */
export function withOutputs(
  space: SearchSpace,
  outputs: number | undefined,
): SearchSpace {
  if (outputs === undefined) return space;
  const { name, nodes } = space;
  if (!Number.isInteger(outputs) || outputs < 1 || outputs > nodes) {
    throw new RangeError(
      `Expected 1 to ${nodes} outputs, as a cell has nodes, but found ${outputs} in space ${name}`,
    );
  }
  return outputs === nodes ? space : { ...space, outputs };
}
