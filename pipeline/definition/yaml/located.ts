import type { Place } from "./problem.ts";

/** A scalar of a pipeline file with its place. */
export interface LocatedScalar extends Place {
  /** Tells the kinds of node apart. */
  readonly type: "scalar";
  readonly value: string | number | boolean | null;
}

/** A list of a pipeline file with its place. */
export interface LocatedList extends Place {
  /** Tells the kinds of node apart. */
  readonly type: "list";
  /** Items in the order of the file. */
  readonly items: readonly Located[];
}

/** One member of a mapping. */
export interface LocatedEntry {
  /** The key with its place. */
  readonly key: LocatedScalar & { readonly value: string };
  /** The value with its place. */
  readonly value: Located;
}

/** A mapping of a pipeline file with its place; keys are unique. */
export interface LocatedMap extends Place {
  /** Tells the kinds of node apart. */
  readonly type: "map";
  /** Members in the order of the file. */
  readonly entries: ReadonlyMap<string, LocatedEntry>;
}

/** A YAML node with its place. */
export type Located = LocatedScalar | LocatedList | LocatedMap;

/** The node at a path of keys and indices; where it is missing, the deepest existing node on the way. */
export function nodeAt(
  root: Located,
  path: readonly PropertyKey[],
): { node: Located; found: boolean } {
  let node = root;
  for (const step of path) {
    const next = node.type === "map"
      ? node.entries.get(String(step))?.value
      : node.type === "list"
      ? node.items[Number(step)]
      : undefined;
    if (next === undefined) return { node, found: false };
    node = next;
  }
  return { node, found: true };
}

/** The plain value of a node. */
export function plainValue(node: Located): unknown {
  if (node.type === "scalar") return node.value;
  if (node.type === "list") return node.items.map(plainValue);
  const record: Record<string, unknown> = {};
  for (const [key, entry] of node.entries) {
    // defineProperty: a key named __proto__ must stay an ordinary member.
    Object.defineProperty(record, key, {
      value: plainValue(entry.value),
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
  return record;
}

/** A short description of a node for messages: `"text"`, `3`, `a list`, `a mapping`, `nothing`. */
export function describeNode(node: Located): string {
  if (node.type === "list") return "a list";
  if (node.type === "map") return "a mapping";
  return node.value === null ? "nothing" : JSON.stringify(node.value);
}
