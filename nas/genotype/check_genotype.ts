import { didYouMean } from "../../common/did_you_mean.ts";
import type { CellKind } from "../space/edge_space.ts";
import type { Genotype } from "./genotype.ts";
import { namesNodes, nodesWithEdges } from "./edge_nodes.ts";
import {
  checkEdge,
  type Locate,
  shortly,
  type WrittenEdge,
} from "./genotype_edge.ts";
import {
  isOperationName,
  type OwnOperations,
  ownTraits,
} from "../space/operation_traits.ts";
import type { ValuePath } from "./python_value.ts";
import { isNniForm, listedEdges, nniEdges } from "./written_edges.ts";

/** Fields of a genotype in their order. */
export const GENOTYPE_FIELDS = [
  "normal",
  "normal_concat",
  "reduce",
  "reduce_concat",
] as const;

type Fields = Readonly<Record<string, unknown>>;

function isMapping(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parseConcat(
  value: unknown,
  { nodes, path, locate }: {
    readonly nodes: number;
    readonly path: ValuePath;
    readonly locate: Locate;
  },
): number[] {
  const expected = (what: string, found: unknown, ...at: number[]) =>
    new TypeError(
      `Expected ${what} but found ${shortly(found)} in ${
        locate([...path, ...at])
      }`,
    );
  if (!Array.isArray(value) || value.length === 0) {
    throw expected("a list of nodes", value);
  }
  value.forEach((source: unknown, index) => {
    if (
      typeof source !== "number" || !Number.isInteger(source) || source < 2 ||
      source > nodes + 1
    ) {
      throw expected(`a node from 2 to ${nodes + 1}`, source, index);
    }
    if (value.indexOf(source) !== index) {
      throw expected("each node once", source, index);
    }
  });
  return [...value as number[]];
}

/** Checks that no edge reads a node without edges. */
function checkSources(
  edges: Genotype["normal"],
  written: readonly WrittenEdge[],
  locate: Locate,
): void {
  const there = nodesWithEdges(edges);
  edges.forEach(([, source], at) => {
    if (source < 2 || there.includes(source - 2)) return;
    const { kind, node, edge, paths } = written[at]!;
    throw new TypeError(
      `Expected a source with edges for node ${node}, edge ${edge} of ${kind} but found ${source} in ${
        locate(paths.source)
      }`,
    );
  });
}

/** Checks the keys of a genotype; those without a value do not count. */
function checkKeys(fields: Fields, locate: Locate): void {
  for (const [key, value] of Object.entries(fields)) {
    const known = [
      ...GENOTYPE_FIELDS,
      "concat",
      "operations",
      "auxiliary_skips",
    ].includes(key);
    if (known || value === null) continue;
    throw new TypeError(
      `Expected a key of ${GENOTYPE_FIELDS.join(", ")} but found ${key} in ${
        locate([key])
      }${
        key === "recurrent"
          ? ": a recurrent cell is none of an image network"
          : didYouMean(key, GENOTYPE_FIELDS)
      }`,
    );
  }
}

/** How a genotype is checked. */
export interface GenotypeRules {
  /** Gives the place of a part of it for messages. */
  readonly locate: Locate;
  /** Names of the built-in operations that it may have; any operations where nobody knows, as in a file of a stage. */
  readonly known?: readonly string[] | undefined;
  /** True where a cell may have no edges, as in a file of a stage: a selection by thresholds may find none. */
  readonly mayBeEmpty?: boolean;
}

/** Checks whether every edge has an auxiliary skip: true in JSON, 1 in a text. */
function checkSkips(value: unknown, locate: Locate): boolean {
  if (value === undefined || value === null || value === false) return false;
  if (value === true || value === 1) return true;
  throw new TypeError(
    `Expected auxiliary_skips: true or nothing but found ${shortly(value)} in ${
      locate(["auxiliary_skips"])
    }`,
  );
}

/** Checks what a genotype says of its operations that are not built in. */
function checkOwnOperations(
  value: unknown,
  { locate, known = [] }: GenotypeRules,
): OwnOperations | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isMapping(value)) {
    throw new TypeError(
      `Expected operations by name but found ${shortly(value)} in ${
        locate(["operations"])
      }`,
    );
  }
  for (const [name, traits] of Object.entries(value)) {
    const path = ["operations", name];
    if (known.includes(name)) {
      throw new TypeError(
        `Expected operations that are not built in but found ${name} in ${
          locate(path)
        }`,
      );
    }
    if (!isOperationName(name)) {
      throw new TypeError(
        `Expected the name of an operation but found ${shortly(name)} in ${
          locate(path)
        }`,
      );
    }
    const { parameterFree = false, ...others } = isMapping(traits)
      ? traits
      : { strange: true };
    if (
      typeof parameterFree !== "boolean" || Object.keys(others).length > 0
    ) {
      throw new TypeError(
        `Expected parameterFree: true or nothing but found ${
          shortly(traits)
        } in ${locate(path)}`,
      );
    }
  }
  return ownTraits(value as OwnOperations);
}

/**
 * Checks a genotype whose parts have places of their own, such as lines of a text; see `parseGenotype`.
 *
 * @throws {TypeError} If it is no genotype.
 */
export function checkGenotype(
  value: unknown,
  { locate, known, mayBeEmpty = false }: GenotypeRules,
): Genotype {
  if (!isMapping(value)) {
    throw new TypeError(
      `Expected an object with ${GENOTYPE_FIELDS.join(", ")} but found ${
        shortly(value)
      } in ${locate([])}`,
    );
  }
  if (isMapping(value.genotype)) {
    return checkGenotype(value.genotype, {
      locate: (path) => locate(["genotype", ...path]),
      known,
      mayBeEmpty,
    });
  }
  const nni = isNniForm(value);
  if (!nni) checkKeys(value, locate);
  const own = nni
    ? undefined
    : checkOwnOperations(value.operations, { locate, known });
  const names = known && [...known, ...Object.keys(own ?? {})];
  const cell = (kind: CellKind) => {
    const found = value[kind];
    if (mayBeEmpty && Array.isArray(found) && found.length === 0) return [];
    const written = nni
      ? nniEdges(value, kind, locate)
      : listedEdges(value[kind], kind, locate);
    const edges = written.map((edge) =>
      checkEdge(edge, { locate, known: names })
    );
    checkSources(edges, written, locate);
    return edges;
  };
  const concat = (kind: CellKind, edges: Genotype["normal"]) => {
    if (edges.length === 0) return [];
    const own = `${kind}_concat`;
    const common = value[own] === undefined && value.concat !== undefined;
    const path = [common ? "concat" : own];
    if (namesNodes(edges)) {
      // FairDARTS lists all nodes of a cell, and leaves out those without edges
      const there = nodesWithEdges(edges).map((node) => node + 2);
      const listed = value[path[0]!];
      const nodes = Math.max(
        ...there,
        ...Array.isArray(listed) ? listed.filter(Number.isInteger) : [],
      ) - 1;
      return parseConcat(listed, { nodes: Math.min(nodes, 100), path, locate })
        .filter((node) => there.includes(node));
    }
    const nodes = edges.length / 2;
    if (nni) return Array.from({ length: nodes }, (_, node) => node + 2);
    return parseConcat(value[path[0]!], { nodes, path, locate });
  };
  const skips = nni ? undefined : checkSkips(value.auxiliary_skips, locate);
  const normal = cell("normal");
  const reduce = cell("reduce");
  return {
    normal,
    normal_concat: concat("normal", normal),
    reduce,
    reduce_concat: concat("reduce", reduce),
    ...(own === undefined ? {} : { operations: own }),
    ...(skips ? { auxiliary_skips: true } : {}),
  };
}
