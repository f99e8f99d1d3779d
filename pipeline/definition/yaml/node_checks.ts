import {
  describeNode,
  type Located,
  type LocatedMap,
  type LocatedScalar,
} from "./located.ts";
import { unknownName } from "../../../common/did_you_mean.ts";
import { type Problem, problemAt } from "./problem.ts";

/** Reports a value of another kind than was expected. */
export function reportUnexpected(
  node: Located,
  expected: string,
  problems: Problem[],
): void {
  problems.push(
    problemAt(node, `Expected ${expected} but found ${describeNode(node)}`),
  );
}

/** A node of the expected kind; `undefined` where there is none, and, with a problem, for one of another kind. */
export function nodeOfType<T extends Located["type"]>(
  node: Located | undefined,
  { type, what }: { readonly type: T; readonly what: string },
  problems: Problem[],
): Extract<Located, { type: T }> | undefined {
  if (node?.type === type) return node as Extract<Located, { type: T }>;
  if (node !== undefined) reportUnexpected(node, what, problems);
}

/** Reports unknown keys of a mapping. */
export function checkKeys(
  map: LocatedMap,
  options: { known: readonly string[]; what: string },
  problems: Problem[],
): void {
  for (const [name, { key }] of map.entries) {
    if (options.known.includes(name)) continue;
    problems.push(problemAt(key, unknownName(name, options)));
  }
}

/** Value of a scalar; `undefined` for any other node. */
export function scalarOf(node: Located): LocatedScalar["value"] | undefined {
  return node.type === "scalar" ? node.value : undefined;
}

/** Text of a node; `undefined` for any other value. */
export function textOf(node: Located): string | undefined {
  const value = scalarOf(node);
  return typeof value === "string" ? value : undefined;
}

/** Reads a key that is true or false; false where it is missing. A problem says `what` it is, by default the key. */
export function parseSwitch(
  { entries }: LocatedMap,
  key: string,
  { what = key, problems }: {
    readonly what?: string;
    readonly problems: Problem[];
  },
): boolean {
  const node = entries.get(key)?.value;
  if (node === undefined) return false;
  const value = scalarOf(node);
  if (typeof value === "boolean") return value;
  reportUnexpected(node, `${what} to be true or false`, problems);
  return false;
}
