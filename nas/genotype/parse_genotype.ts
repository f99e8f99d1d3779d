import type { Genotype, GenotypeEdge, Operation } from "./genotype.ts";
import { didYouMean } from "../../common/did_you_mean.ts";
import { PRIMITIVES } from "../space/edge_space.ts";

const OPERATIONS: readonly string[] = PRIMITIVES.filter((name) =>
  name !== "none"
);
const KEYS = ["normal", "normal_concat", "reduce", "reduce_concat"] as const;

/** A value for error messages. */
function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function expected(what: string, found: unknown, place: string): TypeError {
  return new TypeError(`Expected ${what} but found ${show(found)} in ${place}`);
}

function parseEdge(value: unknown, node: number, place: string): GenotypeEdge {
  if (!Array.isArray(value) || value.length !== 2) {
    throw expected("[operation, source]", value, place);
  }
  const [operation, source] = value as unknown[];
  if (typeof operation !== "string") {
    throw expected("the name of an operation", operation, `${place}[0]`);
  }
  if (!OPERATIONS.includes(operation)) {
    throw new TypeError(
      `Expected an operation of ${OPERATIONS.join(", ")} but found ${
        show(operation)
      } in ${place}[0]${didYouMean(operation, OPERATIONS)}`,
    );
  }
  if (
    typeof source !== "number" || !Number.isInteger(source) || source < 0 ||
    source > node + 1
  ) {
    throw expected(
      `a source from 0 to ${node + 1} for node ${node}`,
      source,
      `${place}[1]`,
    );
  }
  return [operation as Operation, source];
}

function parseEdges(value: unknown, place: string): GenotypeEdge[] {
  if (!Array.isArray(value)) throw expected("a list of edges", value, place);
  if (value.length === 0 || value.length % 2 !== 0) {
    throw new TypeError(
      `Expected two edges for each node but found ${value.length} edges in ${place}`,
    );
  }
  return value.map((edge, index) =>
    parseEdge(edge, Math.floor(index / 2), `${place}[${index}]`)
  );
}

function parseConcat(value: unknown, nodes: number, place: string): number[] {
  if (!Array.isArray(value) || value.length === 0) {
    throw expected("a list of nodes", value, place);
  }
  value.forEach((source: unknown, index) => {
    if (
      typeof source !== "number" || !Number.isInteger(source) || source < 2 ||
      source > nodes + 1
    ) {
      throw expected(
        `a node from 2 to ${nodes + 1}`,
        source,
        `${place}[${index}]`,
      );
    }
    if (value.indexOf(source) !== index) {
      throw expected("each node once", source, `${place}[${index}]`);
    }
  });
  return [...value as number[]];
}

/**
 * Checks a genotype that was read from JSON or written by hand. A node may name the same source twice: that builds
 * two operations with their own weights.
 *
 * @param value The value to check.
 * @param place Named in errors, default `genotype`.
 * @throws {TypeError} If it is no genotype: the message names the wrong part, the value found and the values
 * allowed.
 *
 * @example A slip of the fingers is named
 * ```ts
 * import { parseGenotype } from "./parse_genotype.ts";
 * import { assertThrows } from "@std/assert";
 *
 * const cell = [["sep_con_3x3", 0], ["skip_connect", 1]];
 * assertThrows(
 *   () => parseGenotype({ normal: cell, normal_concat: [2], reduce: cell, reduce_concat: [2] }),
 *   TypeError,
 *   "genotype.normal[0][0] (did you mean sep_conv_3x3?)",
 * );
 * ```
 */
export function parseGenotype(value: unknown, place = "genotype"): Genotype {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw expected(`an object with ${KEYS.join(", ")}`, value, place);
  }
  for (const key of Object.keys(value)) {
    if (!(KEYS as readonly string[]).includes(key)) {
      throw new TypeError(
        `Expected a key of ${KEYS.join(", ")} but found ${key} in ${place}${
          didYouMean(key, KEYS)
        }`,
      );
    }
  }
  const fields = value as Partial<Record<typeof KEYS[number], unknown>>;
  const normal = parseEdges(fields.normal, `${place}.normal`);
  const reduce = parseEdges(fields.reduce, `${place}.reduce`);
  return {
    normal,
    normal_concat: parseConcat(
      fields.normal_concat,
      normal.length / 2,
      `${place}.normal_concat`,
    ),
    reduce,
    reduce_concat: parseConcat(
      fields.reduce_concat,
      reduce.length / 2,
      `${place}.reduce_concat`,
    ),
  };
}
