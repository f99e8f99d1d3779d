import type { Located } from "../yaml/located.ts";
import { nodeOfType, reportUnexpected, textOf } from "../yaml/node_checks.ts";
import {
  type Place,
  placeOf,
  type Problem,
  problemAt,
} from "../yaml/problem.ts";
import type { NeedSpec, Reference } from "./spec.ts";

/** Checks `needs:`, a mapping from inputs to a reference or a list of references. */
export function parseNeeds(
  node: Located | undefined,
  problems: Problem[],
): Map<string, NeedSpec> {
  const needs = new Map<string, NeedSpec>();
  const what = "needs to be a mapping from inputs to stages";
  const map = nodeOfType(node, { type: "map", what }, problems);
  for (const [name, { key, value }] of map?.entries ?? []) {
    const items = value.type === "list" ? value.items : [value];
    if (items.length === 0) {
      problems.push(
        problemAt(
          value,
          `Expected input ${name} to name a stage but found an empty list`,
        ),
      );
    }
    const references: (Reference & Place)[] = [];
    for (const item of items) {
      const text = textOf(item);
      const reference = text === undefined ? undefined : parseReference(text);
      if (reference === undefined) {
        reportUnexpected(
          item,
          `input ${name} to be a stage, "stage.output" or "stage[*]"`,
          problems,
        );
      } else {
        references.push({ ...reference, ...placeOf(item) });
      }
    }
    needs.set(name, {
      input: key,
      references,
      ...placeOf(value),
    });
  }
  return needs;
}

const REFERENCE =
  /^([A-Za-z_][A-Za-z0-9_-]*)(?:\.([A-Za-z_][A-Za-z0-9_-]*))?(\[\*\])?$/;

/**
 * Parses a reference to a stage's output: `search`, `search.alphas`, `search[*]` or `search.alphas[*]`.
 *
 * @returns The parts; `undefined` for a text that is no reference.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(parseReference("search.alphas[*]"), { stage: "search", output: "alphas", gather: true });
 * ```
 */
export function parseReference(text: string): Reference | undefined {
  const match = REFERENCE.exec(text);
  const stage = match?.[1];
  if (match === null || stage === undefined) return undefined;
  const output = match[2];
  const gather = match[3] !== undefined;
  return output === undefined ? { stage, gather } : { stage, output, gather };
}
