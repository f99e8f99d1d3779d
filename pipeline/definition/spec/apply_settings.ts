import { usageError } from "../../base/pipeline_error.ts";
import type { Located } from "../yaml/located.ts";
import { mergeLocated, nestLocated } from "../yaml/merge_located.ts";
import { unknownName } from "../../../common/did_you_mean.ts";
import { throwProblems } from "../yaml/problem.ts";

const TOP = ["name", "matrix", "tune", "stages"];

/**
 * Applies settings of the command line to a pipeline file: `matrix.seed=[0,1]`, `stages.search.with.epochs=3`, or short
 * `search.epochs=3` for a parameter of a stage. Values are YAML.
 *
 * Throws a `PipelineError` of kind `usage` for a malformed setting.
 *
 * @param settings Texts of the form `path=value`.
 */
export async function applySettings(
  root: Located | undefined,
  settings: readonly string[],
): Promise<Located | undefined> {
  let tree = root;
  for (const setting of settings) {
    if (tree === undefined) break;
    tree = mergeLocated(tree, await parseSetting(tree, setting));
  }
  return tree;
}

async function parseSetting(root: Located, setting: string): Promise<Located> {
  const at = setting.indexOf("=");
  const path = setting.slice(0, Math.max(0, at)).split(".");
  if (at < 1 || path.some((step) => step === "") || path.length < 2) {
    throw usageError(
      `Expected --set to be PATH=VALUE, such as search.epochs=3 or matrix.seed=[0,1], but found ${setting}`,
    );
  }
  const file = `--set ${setting}`;
  const { parseYaml } = await import("../yaml/parse_yaml.ts");
  const { root: value, problems } = parseYaml(setting.slice(at + 1));
  throwProblems(
    file,
    problems.map((problem) => ({
      ...problem,
      column: problem.column + at + 1,
    })),
  );
  const placed = inFile(
    value ?? { type: "scalar", value: null, line: 1, column: 1 },
    file,
    at + 1,
  );
  return nestLocated(fullPath(root, path, setting), placed);
}

/** A parameter of a stage may be written without `stages` and `with`. */
function fullPath(
  root: Located,
  path: readonly string[],
  setting: string,
): string[] {
  const [first = "", ...rest] = path;
  if (TOP.includes(first)) return [...path];
  const stages = root.type === "map"
    ? root.entries.get("stages")?.value
    : undefined;
  const ids = stages?.type === "map" ? [...stages.entries.keys()] : [];
  if (ids.includes(first)) return ["stages", first, "with", ...rest];
  const known = [...TOP, ...ids];
  throw usageError(
    `--set ${setting}:1:1: ${
      unknownName(first, { what: "a stage or a key of the file", known })
    }`,
  );
}

function inFile(node: Located, file: string, shift: number): Located {
  const place = {
    file,
    column: node.line === 1 ? node.column + shift : node.column,
  };
  if (node.type === "scalar") return { ...node, ...place };
  if (node.type === "list") {
    const items = node.items.map((item) => inFile(item, file, shift));
    return { ...node, ...place, items };
  }
  const entries = new Map(
    [...node.entries].map(([name, { key, value }]) => [name, {
      key: { ...key, file },
      value: inFile(value, file, shift),
    }]),
  );
  return { ...node, ...place, entries };
}
