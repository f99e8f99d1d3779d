import { describeNode, type Located } from "../yaml/located.ts";
import { checkKeys, reportUnexpected, textOf } from "../yaml/node_checks.ts";
import { MOST_BYTES, nameBytes } from "../../base/file_name.ts";
import { parseMatrix } from "./parse_matrix.ts";
import { parseOverrides } from "./parse_overrides.ts";
import { parseStage } from "./parse_stage.ts";
import { parseTune } from "./parse_tune.ts";
import { type Place, type Problem, problemAt } from "../yaml/problem.ts";
import type { PipelineSpec, StageSpec } from "./spec.ts";

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
const FILE_KEYS = [
  "name",
  "matrix",
  "tune",
  "stages",
  "overrides",
  "profiles",
];
const START: Place = { line: 1, column: 1 };

/**
 * Checks the structure of a pipeline file.
 *
 * @param root Root of the file; `undefined` for an empty one.
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
    overrides: [],
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
      problems.push(problemAt(root, `the file lacks the key ${key}`));
    }
  }
  const name = root.entries.get("name")?.value;
  const nameText = name === undefined ? undefined : textOf(name);
  if (name !== undefined && (nameText === undefined || !NAME.test(nameText))) {
    reportUnexpected(
      name,
      `name to be letters, digits, ".", "_" and "-"`,
      problems,
    );
  }
  if (name !== undefined && nameBytes(nameText ?? "") > MOST_BYTES) {
    problems.push(problemAt(
      name,
      `Expected name to have at most ${MOST_BYTES} bytes but found ${
        nameBytes(nameText ?? "")
      }`,
    ));
  }
  const tuning = root.entries.get("tune")?.value;
  const { ranges, ...matrix } = parseMatrix(
    root.entries.get("matrix")?.value,
    tuning !== undefined,
    problems,
  );
  const tune = parseTune(
    tuning,
    { ...matrix, ...(ranges === undefined ? {} : { ranges }) },
    problems,
  );
  const stages = parseStages(root.entries.get("stages")?.value, problems);
  return {
    name: nameText ?? "",
    ...matrix,
    ...(tune === undefined ? {} : { tune }),
    stages,
    overrides: parseOverrides(root.entries.get("overrides")?.value, {
      axes: matrix.axes,
      stages: [...stages.keys()],
    }, problems),
  };
}

function parseStages(
  node: Located | undefined,
  problems: Problem[],
): Map<string, StageSpec> {
  const stages = new Map<string, StageSpec>();
  if (node === undefined) return stages;
  if (node.type !== "map" || node.entries.size === 0) {
    reportUnexpected(
      node,
      "stages to be a mapping from identifiers to stages",
      problems,
    );
    return stages;
  }
  for (const [id, entry] of node.entries) {
    const stage = parseStage(entry, problems);
    if (stage !== undefined) stages.set(id, stage);
  }
  return stages;
}
