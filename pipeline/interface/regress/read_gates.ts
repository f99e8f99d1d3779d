import { z } from "zod";
import { usageError } from "../../base/pipeline_error.ts";
import {
  describeNode,
  type LocatedMap,
} from "../../definition/yaml/located.ts";
import {
  checkKeys,
  nodeOfType,
  reportUnexpected,
} from "../../definition/yaml/node_checks.ts";
import { parseParams } from "../../definition/yaml/check_by_schema.ts";
import { parseYaml } from "../../definition/yaml/parse_yaml.ts";
import {
  type Problem,
  problemAt,
  throwProblems,
} from "../../definition/yaml/problem.ts";
import { type Gate, gateSchema } from "./gate.ts";
import { readTextIfThere } from "../../base/read_files.ts";

const change = z.strictObject({
  date: z.string(),
  reason: z.string().min(1),
});

/** One update of a baseline. */
export type BaselineChange = z.output<typeof change>;

export interface GateFile {
  /** Name of the file as the user gave it. */
  readonly file: string;
  /** Pipeline whose summary is judged; `undefined` for figures of any pipeline. */
  readonly pipeline: string | undefined;
  readonly history: readonly BaselineChange[];
  readonly gates: readonly Gate[];
}

const KEYS = ["pipeline", "history", "gates"];

/**
 * Reads a file of gates: a baseline, or published figures.
 *
 * Throws a `PipelineError` of kind `usage` with a line `file:line:column: ...` for each mistake.
 */
export function readGates(file: string): GateFile {
  const text = readTextIfThere(file);
  if (text === undefined) throw usageError(`File of gates ${file} not found`);
  return parseGates(file, text);
}

/**
 * Parses a file of gates.
 *
 * @param file Name of the file for messages.
 * @param text Content of the file.
 */
export function parseGates(file: string, text: string): GateFile {
  const { root, problems: found } = parseYaml(text);
  const problems: Problem[] = [...found];
  if (root?.type !== "map") {
    problems.push(
      problemAt(
        root ?? { line: 1, column: 1 },
        `Expected a mapping with gates but found ${
          root === undefined ? "an empty file" : describeNode(root)
        }`,
      ),
    );
    throwProblems(file, problems);
  }
  const map = root as LocatedMap;
  checkKeys(map, { known: KEYS, what: "a key of a file of gates" }, problems);
  const pipeline = map.entries.get("pipeline")?.value;
  if (
    pipeline !== undefined &&
    !(pipeline.type === "scalar" && typeof pipeline.value === "string")
  ) {
    reportUnexpected(pipeline, "pipeline to be a name", problems);
  }
  const gates = listOf(map, "gates", problems).flatMap((node) =>
    parseGate(file, node, problems) ?? []
  );
  const history = listOf(map, "history", problems).flatMap((node) =>
    node.type === "map"
      ? (parseParams({ name: "history", params: change }, node, problems) as
        | BaselineChange
        | undefined) ?? []
      : []
  );
  throwProblems(file, problems);
  return {
    file,
    pipeline: pipeline?.type === "scalar" ? String(pipeline.value) : undefined,
    history,
    gates,
  };
}

function listOf(map: LocatedMap, key: string, problems: Problem[]) {
  const node = map.entries.get(key)?.value;
  if (node === undefined && key === "gates") {
    problems.push(problemAt(map, "the file lacks the key gates"));
  }
  const what = `${key} to be a list`;
  return nodeOfType(node, { type: "list", what }, problems)?.items ?? [];
}

function parseGate(
  file: string,
  node: ReturnType<typeof listOf>[number],
  problems: Problem[],
): Gate | undefined {
  if (node.type !== "map") {
    reportUnexpected(node, "a gate to be a mapping", problems);
    return undefined;
  }
  const parsed = parseParams(
    { name: "a gate", params: gateSchema },
    node,
    problems,
  ) as z.output<typeof gateSchema> | undefined;
  if (parsed === undefined) return undefined;
  const asked = [parsed.reference, parsed.below, parsed.above]
    .filter((value) => value !== undefined).length;
  if (asked !== 1) {
    problems.push(
      problemAt(
        node,
        `Expected one of reference, below and above in a gate but found ${asked}`,
      ),
    );
    return undefined;
  }
  return { ...parsed, file, place: { line: node.line, column: node.column } };
}
