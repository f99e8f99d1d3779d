import { resolve } from "node:path";
import { ifPossible } from "../../../common/if_possible.ts";
import { canonicalJson } from "../../base/canonical_json.ts";
import { sha256 } from "../../base/digest.ts";
import { withoutLogins } from "../../../common/without_logins.ts";
import type { Located, LocatedEntry } from "./located.ts";
import type { ParsedYaml } from "./parse_yaml.ts";
import { draftFolder, writeAtomic } from "../../base/write_atomic.ts";

/** Sources of the reader: when one changes, no remembered tree is used. */
const SOURCES = [
  "./remembered_yaml.ts",
  "./parse_yaml.ts",
  "./yaml_scalar.ts",
  "./plain_scalar.ts",
];

/**
 * Reads YAML as `parseYaml()` does, and remembers the tree of a file without problems. Parsing takes most of the time of
 * a plan with thousands of stages, and loading the parser a good part of any other, so it is loaded only when it is needed.
 *
 * A tree is used only for the same text and the same reader, and only if the digest of the remembered bytes is right.
 * One tree is kept for each pipeline file.
 *
 * @param memory Path of the pipeline file, and the folder of remembered trees; without one the text is parsed each time.
 */
export async function parseRemembered(
  text: string,
  memory: { readonly file: string; readonly folder: string | undefined },
): Promise<ParsedYaml> {
  const { folder } = memory;
  const reader = readerIdentity();
  // A text with a password in an address is refused later, and must be kept nowhere.
  const secret = withoutLogins(text) !== text;
  if (folder === undefined || reader === undefined || secret) {
    return await parseAnew(text);
  }
  const key = sha256(canonicalJson(["yaml", reader, sha256(text)]));
  const path = `${folder}/${sha256(resolve(memory.file))}.json`;
  const known = readTree(path, key);
  if (known !== undefined) return { root: known, problems: [] };
  const parsed = await parseAnew(text);
  if (parsed.root !== undefined && parsed.problems.length === 0) {
    const body = JSON.stringify(pack(parsed.root));
    const kept = `${key} ${sha256(body)}\n${body}`;
    // Only speed is lost: a full or read-only disk must not stop `plan`.
    ifPossible(() => writeAtomic(path, kept, draftFolder(folder), false));
  }
  return parsed;
}

async function parseAnew(text: string): Promise<ParsedYaml> {
  return (await import("./parse_yaml.ts")).parseYaml(text);
}

function readerIdentity(): string | undefined {
  return ifPossible(() =>
    canonicalJson([
      import.meta.resolve("yaml"),
      Deno.version.deno,
      ...SOURCES.map((source) =>
        sha256(Deno.readFileSync(new URL(source, import.meta.url)))
      ),
    ])
  );
}

function readTree(path: string, key: string): Located | undefined {
  return ifPossible(() => {
    const text = Deno.readTextFileSync(path);
    const end = text.indexOf("\n");
    const body = text.slice(end + 1);
    if (text.slice(0, end) !== `${key} ${sha256(body)}`) return undefined;
    return unpack(JSON.parse(body) as Packed);
  });
}

/** A compact tree: line and column, then a value, the items of a list, or the entries of a mapping. */
type Packed =
  | readonly [number, number, string | number | boolean | null]
  | readonly [number, number, "list", readonly Packed[]]
  | readonly [number, number, "map", readonly PackedEntry[]];
type PackedEntry = readonly [string, number, number, Packed];

function pack(node: Located): Packed {
  const { line, column } = node;
  switch (node.type) {
    case "scalar":
      return [line, column, node.value];
    case "list":
      return [line, column, "list", node.items.map(pack)];
    case "map": {
      const entries = [...node.entries.values()].map(({ key, value }) =>
        [key.value, key.line, key.column, pack(value)] as const
      );
      return [line, column, "map", entries];
    }
  }
}

function unpack(packed: Packed): Located {
  const [line, column, value, parts] = packed;
  if (parts === undefined) return { type: "scalar", value, line, column };
  if (value === "list") {
    const items = (parts as readonly Packed[]).map(unpack);
    return { type: "list", items, line, column };
  }
  const entries = new Map<string, LocatedEntry>();
  for (const [name, row, at, inner] of parts as readonly PackedEntry[]) {
    entries.set(name, {
      key: { type: "scalar", value: name, line: row, column: at },
      value: unpack(inner),
    });
  }
  return { type: "map", entries, line, column };
}
