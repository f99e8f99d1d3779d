import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type YAMLMap,
} from "yaml";
import type { Located, LocatedEntry, LocatedMap } from "./located.ts";
import { type Place, type Problem, problemAt } from "./problem.ts";
import { yamlKey, yamlScalar } from "./yaml_scalar.ts";

/** The tree of a YAML text, and its problems. */
export interface ParsedYaml {
  /** The root; `undefined` when the text is empty or cannot be read at all. */
  readonly root: Located | undefined;
  /** Syntax errors, duplicate keys and scalars that readers disagree on. */
  readonly problems: readonly Problem[];
}

/** Most nodes of a file after expanding aliases, which are copied into the tree. */
export const MAX_NODES = 200_000;

interface Reader {
  readonly document: Document;
  readonly place: (offset: number | undefined) => Place;
  readonly problems: Problem[];
  readonly open: Set<Node>;
  nodes: number;
}

/**
 * Reads YAML (version 1.2, core schema) into a tree with places.
 *
 * Refuses everything that readers of YAML understand differently: see `ambiguity()`, and also merge keys, explicit
 * tags, version directives, duplicate keys and keys that are not text.
 */
export function parseYaml(text: string): ParsedYaml {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    schema: "core",
    version: "1.2",
    uniqueKeys: false,
    merge: false,
    prettyErrors: false,
    logLevel: "error",
  });
  const place = (offset: number | undefined): Place => {
    const { line, col } = lines.linePos(Math.max(0, offset ?? 0));
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const problems = document.errors.map((error) =>
    problemAt(
      place(error.pos[0]),
      `Expected valid YAML but found an error: ${error.message}`,
    )
  );
  if (problems.length > 0) return { root: undefined, problems };
  if (document.directives?.yaml.explicit) {
    problems.push(
      problemAt(
        place(0),
        `Expected no %YAML directive but found version ${document.directives.yaml.version}`,
      ),
    );
  }
  const reader: Reader = {
    document,
    place,
    problems,
    open: new Set(),
    nodes: 0,
  };
  if (document.contents === null) return { root: undefined, problems };
  return {
    root: convert(reader, document.contents as Node, undefined),
    problems,
  };
}

function convert(
  reader: Reader,
  node: Node | null,
  near: number | undefined,
): Located {
  const at = reader.place(node?.range?.[0] ?? near);
  const nothing: Located = { type: "scalar", value: null, ...at };
  if (++reader.nodes > MAX_NODES) {
    if (reader.nodes === MAX_NODES + 1) {
      reader.problems.push(
        problemAt(
          at,
          `Expected at most ${MAX_NODES} values but found more after expanding aliases`,
        ),
      );
    }
    return nothing;
  }
  if (node === null) return nothing;
  if (isAlias(node)) return convertAlias(reader, node, at);
  if (node.tag !== undefined) {
    reader.problems.push(
      problemAt(at, `Expected a value without a tag but found ${node.tag}`),
    );
    return nothing;
  }
  if (isMap(node)) return convertMap(reader, node, at);
  if (isSeq(node)) {
    const items = node.items.map((item) =>
      convert(reader, item as Node | null, node.range?.[0])
    );
    return { type: "list", items, ...at };
  }
  if (isScalar(node)) {
    return {
      type: "scalar",
      value: yamlScalar(node, at, reader.problems),
      ...at,
    };
  }
  return nothing;
}

function convertAlias(reader: Reader, alias: Alias, at: Place): Located {
  const target = alias.resolve(reader.document);
  if (target === undefined || reader.open.has(target)) {
    const what = target === undefined
      ? "an unknown one"
      : "one that contains itself";
    reader.problems.push(
      problemAt(
        at,
        `Expected an anchor named ${alias.source} above but found ${what}`,
      ),
    );
    return { type: "scalar", value: null, ...at };
  }
  reader.open.add(target);
  const copy = convert(reader, target, undefined);
  reader.open.delete(target);
  return copy;
}

function convertMap(reader: Reader, map: YAMLMap, at: Place): LocatedMap {
  const entries = new Map<string, LocatedEntry>();
  for (const pair of map.items) {
    const key = pair.key as Node | null;
    const keyAt = reader.place(key?.range?.[0] ?? map.range?.[0]);
    const name = isScalar(key)
      ? yamlKey(key, keyAt, reader.problems)
      : undefined;
    if (name === undefined) {
      if (!isScalar(key)) {
        reader.problems.push(
          problemAt(
            keyAt,
            "Expected a key that is text but found another kind of value",
          ),
        );
      }
      continue;
    }
    const first = entries.get(name);
    if (first !== undefined) {
      reader.problems.push(
        problemAt(
          keyAt,
          `Expected key ${name} once but found it again (first in line ${first.key.line})`,
        ),
      );
      continue;
    }
    const value = convert(reader, pair.value as Node | null, key?.range?.[1]);
    entries.set(name, {
      key: { type: "scalar", value: name, ...keyAt },
      value,
    });
  }
  return { type: "map", entries, ...at };
}
