import type { GenotypeEdge } from "./edge_nodes.ts";
import type { CellKind } from "../space/edge_space.ts";
import { isOperationName } from "../space/operation_traits.ts";
import { operationHint } from "../space/operation_hint.ts";
import type { ValuePath } from "./python_value.ts";

/** Gives the place of a part of a value for messages. */
export type Locate = (path: ValuePath) => string;

/** An edge as it was written, with its place. */
export interface WrittenEdge {
  readonly kind: CellKind;
  /** Node, from 0. */
  readonly node: number;
  /** Edge of that node, from 0. */
  readonly edge: number;
  /** True where the edge names its node. */
  readonly named?: boolean;
  readonly operation: unknown;
  readonly source: unknown;
  readonly paths: { readonly operation: ValuePath; readonly source: ValuePath };
}

/** `genotype.normal[2][0]`: the place of a part of a value with that name. */
export function valuePlace(name: string, path: ValuePath): string {
  return path.reduce<string>(
    (text, step) =>
      typeof step === "number" ? `${text}[${step}]` : `${text}.${step}`,
    name,
  );
}

/** A value for error messages. */
export function shortly(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/**
 * Checks an edge.
 *
 * @throws {TypeError} If it names no operation that a derived cell can hold, or no earlier node.
 */
export function checkEdge(
  { kind, node, edge, named, operation, source, paths }: WrittenEdge,
  { locate, known }: {
    readonly locate: Locate;
    /** Names of the operations that it may have; any where nobody knows. */
    readonly known: readonly string[] | undefined;
  },
): GenotypeEdge {
  const where = `for node ${node}, edge ${edge} of ${kind}`;
  const refuse = (what: string, path: ValuePath, found: unknown, more = "") =>
    new TypeError(
      `Expected ${what} ${where} but found ${shortly(found)} in ${
        locate(path)
      }${more}`,
    );
  if (typeof operation !== "string") {
    throw refuse("the name of an operation", paths.operation, operation);
  }
  if (operation.toLowerCase() === "none") {
    throw refuse(
      "an operation",
      paths.operation,
      operation,
      ": none passes nothing on and has no weights to train; the published derivation leaves it out and takes the " +
        "strongest other operation of the edge, so that no derived cell holds it",
    );
  }
  if (known === undefined && !isOperationName(operation)) {
    throw refuse("the name of an operation", paths.operation, operation);
  }
  if (known !== undefined && !known.includes(operation)) {
    throw refuse(
      `an operation of ${known.join(", ")}`,
      paths.operation,
      operation,
      operationHint(operation, known),
    );
  }
  if (
    typeof source !== "number" || !Number.isInteger(source) || source < 0 ||
    source > node + 1
  ) {
    throw refuse(`a source from 0 to ${node + 1}`, paths.source, source);
  }
  return named ? [operation, source, node + 2] : [operation, source];
}
