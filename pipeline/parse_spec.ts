import {
  describeNode,
  type Located,
  type LocatedEntry,
  type LocatedMap,
  type LocatedScalar,
} from "./located.ts";
import { didYouMean } from "./nearest.ts";
import { parseMatrix } from "./parse_matrix.ts";
import { parseReference, type Reference } from "./reference.ts";
import { type Place, type Problem, problemAt } from "./problem.ts";
import type { NeedSpec, PipelineSpec, StageSpec } from "./spec.ts";

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_-]*$/;
const FILE_KEYS = ["name", "matrix", "stages"];
const STAGE_KEYS = ["use", "needs", "with", "publish"];
const START: Place = { line: 1, column: 1 };

/**
 * Checks the structure of a pipeline file.
 *
 * @param root Root of the file, `undefined` for an empty one.
 * @param problems Gets what is wrong.
 * @returns The stages and axes that could be read.
 */
export function parseSpec(
  root: Located | undefined,
  problems: Problem[],
): PipelineSpec {
  const nothing = {
    name: "",
    axes: [],
    include: [],
    exclude: [],
    stages: new Map(),
  };
  if (root?.type !== "map") {
    const found = root === undefined ? "an empty file" : describeNode(root);
    problems.push(
      problemAt(
        root ?? START,
        `Expected a mapping with name and stages but found ${found}`,
      ),
    );
    return nothing;
  }
  checkKeys(
    root,
    { known: FILE_KEYS, what: "a key of the pipeline file" },
    problems,
  );
  for (const key of ["name", "stages"]) {
    if (!root.entries.has(key)) {
      problems.push(problemAt(root, `Expected key ${key} but found none`));
    }
  }
  const name = root.entries.get("name")?.value;
  const nameText = name === undefined ? undefined : textOf(name);
  if (name !== undefined && (nameText === undefined || !NAME.test(nameText))) {
    problems.push(
      problemAt(
        name,
        `Expected name to be letters, digits, ".", "_" and "-" but found ${
          describeNode(name)
        }`,
      ),
    );
  }
  const matrix = parseMatrix(root.entries.get("matrix")?.value, problems);
  return {
    name: nameText ?? "",
    ...matrix,
    stages: parseStages(root.entries.get("stages")?.value, problems),
  };
}

function parseStages(
  node: Located | undefined,
  problems: Problem[],
): Map<string, StageSpec> {
  const stages = new Map<string, StageSpec>();
  if (node === undefined) return stages;
  if (node.type !== "map" || node.entries.size === 0) {
    problems.push(
      problemAt(
        node,
        `Expected stages to be a mapping from identifiers to stages but found ${
          describeNode(node)
        }`,
      ),
    );
    return stages;
  }
  for (const [id, entry] of node.entries) {
    const stage = parseStage(entry, problems);
    if (stage !== undefined) stages.set(id, stage);
  }
  return stages;
}

function parseStage(
  entry: LocatedEntry,
  problems: Problem[],
): StageSpec | undefined {
  const { key: id, value: node } = entry;
  if (!IDENTIFIER.test(id.value)) {
    problems.push(
      problemAt(
        id,
        `Expected a stage identifier of letters, digits, "_" and "-" but found "${id.value}"`,
      ),
    );
  }
  if (node.type !== "map") {
    problems.push(
      problemAt(
        node,
        `Expected stage ${id.value} to be a mapping with use, needs and with but found ${
          describeNode(node)
        }`,
      ),
    );
    return undefined;
  }
  checkKeys(
    node,
    { known: STAGE_KEYS, what: `a key of stage ${id.value}` },
    problems,
  );
  const use = node.entries.get("use");
  const useText = use === undefined ? undefined : textOf(use.value);
  if (use === undefined) {
    problems.push(
      problemAt(id, `Expected stage ${id.value} to have use but found none`),
    );
  } else if (useText === undefined) {
    problems.push(
      problemAt(
        use.value,
        `Expected use to name a stage but found ${describeNode(use.value)}`,
      ),
    );
  }
  const publish = node.entries.get("publish")?.value;
  if (
    publish !== undefined &&
    !(publish.type === "scalar" && typeof publish.value === "boolean")
  ) {
    problems.push(
      problemAt(
        publish,
        `Expected publish to be true or false but found ${
          describeNode(publish)
        }`,
      ),
    );
  }
  const needs = parseNeeds(node.entries.get("needs")?.value, problems);
  const withNode = node.entries.get("with")?.value ??
    { ...id, type: "map", entries: new Map() } as LocatedMap;
  if (withNode.type !== "map") {
    problems.push(
      problemAt(
        withNode,
        `Expected with to be a mapping of parameters but found ${
          describeNode(withNode)
        }`,
      ),
    );
    return undefined;
  }
  if (use === undefined || useText === undefined) return undefined;
  return {
    id,
    use: {
      type: "scalar",
      value: useText,
      line: use.value.line,
      column: use.value.column,
    },
    needs,
    with: withNode,
    publish: publish?.type === "scalar" && publish.value === true,
  };
}

function parseNeeds(
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
        references.push({ ...reference, line: item.line, column: item.column });
      }
    }
    needs.set(name, {
      input: key,
      references,
      line: value.line,
      column: value.column,
    });
  }
  return needs;
}

function checkKeys(
  map: LocatedMap,
  options: { known: readonly string[]; what: string },
  problems: Problem[],
): void {
  for (const [name, { key }] of map.entries) {
    if (options.known.includes(name)) continue;
    problems.push(
      problemAt(
        key,
        `Expected ${options.what} (${
          options.known.join(", ")
        }) but found ${name}${didYouMean(name, options.known)}`,
      ),
    );
  }
}

function textOf(node: Located): string | undefined {
  const scalar = node as LocatedScalar;
  return node.type === "scalar" && typeof scalar.value === "string"
    ? scalar.value
    : undefined;
}
