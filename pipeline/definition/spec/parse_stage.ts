import type {
  Located,
  LocatedEntry,
  LocatedList,
  LocatedMap,
} from "../yaml/located.ts";
import {
  checkKeys,
  nodeOfType,
  parseSwitch,
  reportUnexpected,
  textOf,
} from "../yaml/node_checks.ts";
import { COMMAND_KEYS, parseCommand } from "./parse_command.ts";
import { LIMIT_KEYS, parseLimits } from "./parse_limits.ts";
import { parseNeeds } from "./parse_needs.ts";
import { placeOf, type Problem, problemAt } from "../yaml/problem.ts";
import type { StageSpec } from "./spec.ts";

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_-]*$/;
const STAGE_KEYS = ["use", "needs", "with", "publish", ...LIMIT_KEYS];

/** Checks the structure of one stage of a pipeline file. */
export function parseStage(
  entry: LocatedEntry,
  problems: Problem[],
): StageSpec | undefined {
  const id = entry.key;
  if (!IDENTIFIER.test(id.value)) {
    problems.push(
      problemAt(
        id,
        `Expected a stage identifier of letters, digits, "_" and "-" but found "${id.value}"`,
      ),
    );
  }
  const what = `stage ${id.value} to be a mapping with use, needs and with`;
  const node = nodeOfType(entry.value, { type: "map", what }, problems);
  if (node === undefined) return undefined;
  const use = parseUse(id, node, problems);
  const isCommand = use?.value === "command";
  checkKeys(
    node,
    {
      known: isCommand ? [...STAGE_KEYS, ...COMMAND_KEYS] : STAGE_KEYS,
      what: `a key of stage ${id.value}`,
    },
    problems,
  );
  const publish = parseSwitch(node, "publish", { problems });
  const needs = parseNeeds(node.entries.get("needs")?.value, problems);
  const params = parseWith(id, node, problems);
  if (params === undefined || use === undefined) return undefined;
  const command = isCommand
    ? parseCommand({ node, needs, with: params }, problems)
    : undefined;
  if (isCommand && command === undefined) return undefined;
  return {
    id,
    use,
    needs,
    with: command === undefined ? params : commandParams(command.run, params),
    ...(command === undefined ? {} : { command }),
    limits: parseLimits(node, problems),
    publish,
  };
}

function parseUse(
  id: LocatedEntry["key"],
  node: LocatedMap,
  problems: Problem[],
): StageSpec["use"] | undefined {
  const use = node.entries.get("use")?.value;
  const value = use === undefined ? undefined : textOf(use);
  if (use === undefined) {
    problems.push(problemAt(id, `stage ${id.value} lacks the key use`));
  } else if (value === undefined) {
    reportUnexpected(use, "use to name a stage", problems);
  } else return { type: "scalar", value, ...placeOf(use) };
  return undefined;
}

function parseWith(
  id: LocatedEntry["key"],
  node: LocatedMap,
  problems: Problem[],
): LocatedMap | undefined {
  const params = node.entries.get("with")?.value ??
    { ...placeOf(id), type: "map" as const, entries: new Map() };
  const what = "with to be a mapping of parameters";
  return nodeOfType(params, { type: "map", what }, problems);
}

/** Parameters of a command: what it runs may mention axes, as its own parameters may. */
function commandParams(run: LocatedList, parameters: LocatedMap): LocatedMap {
  const entry = (name: string, value: Located): [string, LocatedEntry] => [
    name,
    {
      key: { type: "scalar", value: name, ...placeOf(run) },
      value,
    },
  ];
  return {
    type: "map",
    ...placeOf(run),
    entries: new Map([entry("run", run), entry("with", parameters)]),
  };
}
