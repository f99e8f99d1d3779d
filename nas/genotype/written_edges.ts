import type { CellKind } from "../space/edge_space.ts";
import { type Locate, shortly, type WrittenEdge } from "./genotype_edge.ts";
import type { ValuePath } from "./python_value.ts";

const NNI = /^(normal|reduce)\/(op|input)_(\d+)_(\d+)$/;
/** Keys that NNI writes beside those of the cells. */
const NNI_SIZES = ["depth", "width"];

function isList(value: unknown): value is unknown[] {
  return Array.isArray(value);
}

/**
 * The edges of a cell that is written as a list of edges, two for each node, or as a list of such pairs. An edge is
 * [operation, source]; its strength may follow. Where edges are [operation, source, node] or, as FairDARTS writes them,
 * [operation, node, source], nodes have any number of edges; a node is above its sources.
 *
 * @throws {TypeError} If the value has another form.
 */
export function listedEdges(
  value: unknown,
  kind: CellKind,
  locate: Locate,
): WrittenEdge[] {
  if (!isList(value)) {
    throw new TypeError(
      `Expected a list of edges but found ${shortly(value)} in ${
        locate([kind])
      }`,
    );
  }
  const nested = isList(value[0]) && value[0].every(isList) &&
    value[0].length > 0;
  if (value.length > 0 && value.every(isNamed)) {
    return namedEdges(value, kind);
  }
  if (!nested) {
    if (value.length === 0 || value.length % 2 !== 0) {
      throw new TypeError(
        `Expected two edges for each node but found ${value.length} edges in ${
          locate([kind])
        }`,
      );
    }
    return value.map((edge, at) =>
      listedEdge(edge, {
        kind,
        node: Math.floor(at / 2),
        edge: at % 2,
        path: [kind, at],
      }, locate)
    );
  }
  return value.flatMap((edges, node) => {
    if (!isList(edges) || edges.length !== 2) {
      throw new TypeError(
        `Expected two edges for node ${node} of ${kind} but found ${
          isList(edges) ? edges.length : shortly(edges)
        } in ${locate([kind, node])}`,
      );
    }
    return edges.map((edge, at) =>
      listedEdge(edge, { kind, node, edge: at, path: [kind, node, at] }, locate)
    );
  });
}

/** True for an edge that names its node. */
function isNamed(edge: unknown): edge is [unknown, number, number] {
  return isList(edge) && edge.length === 3 &&
    edge.slice(1).every((at) => Number.isInteger(at));
}

/** Edges that name their nodes, in the order of these. */
function namedEdges(
  edges: readonly [unknown, number, number][],
  kind: CellKind,
): WrittenEdge[] {
  const counts = new Map<number, number>();
  return edges.map(([operation, a, b], at) => {
    const node = Math.max(a, b) - 2;
    const edge = counts.get(node) ?? 0;
    counts.set(node, edge + 1);
    return {
      kind,
      node,
      edge,
      named: true,
      operation,
      source: Math.min(a, b),
      paths: {
        operation: [kind, at, 0],
        source: [kind, at, a < b ? 1 : 2],
      },
    };
  }).sort((a, b) => a.node - b.node);
}

function listedEdge(
  value: unknown,
  { path, ...place }: Pick<WrittenEdge, "kind" | "node" | "edge"> & {
    readonly path: ValuePath;
  },
  locate: Locate,
): WrittenEdge {
  const [operation, source, strength] = isList(value) ? value : [];
  const weighed = isList(value) && value.length === 3 &&
    typeof strength === "number" && !Number.isInteger(strength);
  if (!isList(value) || (value.length !== 2 && !weighed)) {
    throw new TypeError(
      `Expected [operation, source] for node ${place.node}, edge ${place.edge} of ${place.kind} but found ${
        shortly(value)
      } in ${locate(path)}`,
    );
  }
  return {
    ...place,
    operation,
    source,
    paths: { operation: [...path, 0], source: [...path, 1] },
  };
}

/** True for cells as NNI writes them: `normal/op_2_0`, `normal/input_2_0` and so on. */
export function isNniForm(value: object): boolean {
  return Object.keys(value).some((key) => NNI.test(key));
}

/**
 * The edges of a cell that NNI has written; its node 2 is the first.
 *
 * @throws {TypeError} If a key is missing or none of them.
 */
export function nniEdges(
  value: Readonly<Record<string, unknown>>,
  kind: CellKind,
  locate: Locate,
): WrittenEdge[] {
  const strange = Object.keys(value).find((key) =>
    !NNI.test(key) && !NNI_SIZES.includes(key)
  );
  if (strange !== undefined) {
    throw new TypeError(
      `Expected a key such as normal/op_2_0 or normal/input_2_0 but found ${strange} in ${
        locate([strange])
      }`,
    );
  }
  const parts = Object.keys(value).map((key) => NNI.exec(key))
    .filter((match) => match?.[1] === kind);
  const edgesOf = (node: number) =>
    parts.filter((match) => Number(match![3]) === node)
      .map((match) => Number(match![4]));
  const last = Math.max(2, ...parts.map((match) => Number(match![3])));
  if (last > 100) {
    throw new TypeError(
      `Expected a node from 2 to 100 but found ${last} in ${locate([])}`,
    );
  }
  return Array.from({ length: last - 1 }, (_, node) => {
    const most = Math.max(1, ...edgesOf(node + 2));
    if (most > 1) {
      throw new TypeError(
        `Expected two edges for node ${node} of ${kind} but found edge ${most} in ${
          locate([`${kind}/op_${node + 2}_${most}`])
        }`,
      );
    }
    return [0, 1].map((edge) => {
      const paths = {
        operation: [`${kind}/op_${node + 2}_${edge}`],
        source: [`${kind}/input_${node + 2}_${edge}`],
      };
      for (const [key] of [paths.operation, paths.source]) {
        if (!Object.hasOwn(value, key!)) {
          throw new TypeError(`Expected the key ${key} in ${locate([])}`);
        }
      }
      const source = value[paths.source[0]!];
      return {
        kind,
        node,
        edge,
        operation: value[paths.operation[0]!],
        source: isList(source) && source.length === 1 ? source[0] : source,
        paths,
      };
    });
  }).flat();
}
