import {
  isAlias,
  isMap,
  isScalar,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
} from "yaml";
import { canonicalJson } from "../../base/canonical_json.ts";
import { plainValue } from "./located.ts";
import { parseYaml } from "./parse_yaml.ts";
import type { Place } from "./problem.ts";

/** A text of YAML with another value, and where that stands; or why and where it cannot be changed. */
export type EditedYaml =
  | { readonly text: string; readonly at: Place }
  | { readonly refused: string; readonly at: Place };

/** A value of a YAML text. */
export interface ScalarEdit {
  /** Keys that lead to it. All but the last must be there. */
  readonly path: readonly string[];
  /** Text that needs no quotes, such as a digest. */
  readonly value: string;
  /** Key after which a missing one is inserted; default: the last of its mapping. */
  readonly after?: string;
}

/**
 * Changes one text of a YAML file, or inserts it, and leaves every other byte as it is: comments, order, quotes.
 *
 * Refuses an alias, an anchor and a text over several lines, as other values would change too or the edit would be
 * ambiguous.
 */
export function editScalar(text: string, edit: ScalarEdit): EditedYaml {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    schema: "core",
    version: "1.2",
    prettyErrors: false,
    logLevel: "error",
  });
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  let node = document.contents as Node | null;
  let at = 0;
  const refuse = (refused: string): EditedYaml => ({ refused, at: place(at) });
  const { path, value } = edit;
  for (const [depth, step] of path.entries()) {
    at = node?.range?.[0] ?? at;
    if (isAlias(node)) return refuse(`it stands at the anchor ${node.source}`);
    if (!isMap(node)) return refuse(`there is no mapping with ${step}`);
    if (node.anchor !== undefined) {
      return refuse(`it stands in the anchor ${node.anchor}`);
    }
    const pair = pairOf(node, step);
    if (pair !== undefined) node = pair.value as Node | null;
    else if (depth === path.length - 1) {
      const [start, added] = insertion(text, node, edit);
      return checked(text, edit, {
        text: text.slice(0, start) + added + text.slice(start),
        at: place(start + added.indexOf(step)),
      });
    } else return refuse(`there is no ${step}`);
  }
  at = node?.range?.[0] ?? at;
  if (isAlias(node)) return refuse(`it stands at the anchor ${node.source}`);
  if (!isScalar(node) || node.range == null) return refuse("it is no text");
  if (node.anchor !== undefined) {
    return refuse(`it stands in the anchor ${node.anchor}`);
  }
  const [start, end] = node.range;
  const old = text.slice(start, end);
  const quote = /^(["']).*\1$/s.exec(old)?.[1] ?? "";
  if (old.includes("\n") || /^[|>]/.test(old)) {
    return refuse("it is a text over several lines");
  }
  return checked(text, edit, {
    text: text.slice(0, start) + quote + value + quote + text.slice(end),
    at: place(start),
  });
}

function pairOf(map: YAMLMap, name: string): Pair | undefined {
  return map.items.find(({ key }) => isScalar(key) && key.value === name);
}

/** Where a new member of a mapping is put, and its text. */
function insertion(
  text: string,
  map: YAMLMap,
  { path, value, after }: ScalarEdit,
): [start: number, added: string] {
  const member = `${path.at(-1)}: ${value}`;
  const pair = (after === undefined ? undefined : pairOf(map, after)) ??
    map.items.at(-1);
  if (pair === undefined) return [(map.range?.[0] ?? 0) + 1, ` ${member} `];
  const [from] = (pair.key as Node).range!;
  const end = ((pair.value ?? pair.key) as Node).range![1];
  if (map.flow === true) return [end, `, ${member}`];
  const indent = from - (text.lastIndexOf("\n", from - 1) + 1);
  const next = text.indexOf("\n", Math.max(from, end - 1));
  const line = " ".repeat(indent) + member;
  const newLine = text.includes("\r\n") ? "\r\n" : "\n";
  return next < 0
    ? [text.length, `${newLine}${line}`]
    : [next + 1, `${line}${newLine}`];
}

/** The edited text, if it differs in that value alone. */
function checked(
  text: string,
  { path, value }: ScalarEdit,
  edited: { readonly text: string; readonly at: Place },
): EditedYaml {
  const [before, now] = [text, edited.text].map((yaml) => {
    const { root } = parseYaml(yaml);
    return root === undefined ? undefined : plainValue(root);
  });
  const sound = now !== undefined &&
    canonicalJson(withValue(before, path, value)) === canonicalJson(now);
  return sound
    ? edited
    : { refused: "it cannot be changed alone", at: edited.at };
}

function withValue(
  tree: unknown,
  [step = "", ...rest]: readonly string[],
  value: string,
): unknown {
  const record = tree as Record<string, unknown>;
  return {
    ...record,
    [step]: rest.length === 0 ? value : withValue(record[step], rest, value),
  };
}
