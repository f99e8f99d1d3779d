import { describeNode, type Located } from "../yaml/located.ts";
import { textOf } from "../yaml/node_checks.ts";
import {
  type Place,
  placeOf,
  type Problem,
  problemAt,
} from "../yaml/problem.ts";
import { parseReference, type Reference } from "./reference.ts";
import type { NeedSpec } from "./spec.ts";

/** Checks the structure of `needs:`, a mapping from inputs to one reference or a list of them. */
export function parseNeeds(
  node: Located | undefined,
  problems: Problem[],
): Map<string, NeedSpec> {
  const needs = new Map<string, NeedSpec>();
  if (node === undefined) return needs;
  if (node.type !== "map") {
    problems.push(
      problemAt(
        node,
        `Expected needs to be a mapping from inputs to stages but found ${
          describeNode(node)
        }`,
      ),
    );
    return needs;
  }
  for (const [name, { key, value }] of node.entries) {
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
        problems.push(
          problemAt(
            item,
            `Expected input ${name} to be a stage, "stage.output" or "stage[*]" but found ${
              describeNode(item)
            }`,
          ),
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
