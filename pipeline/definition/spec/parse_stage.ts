import {
  describeNode,
  type Located,
  type LocatedEntry,
  type LocatedList,
  type LocatedMap,
} from "../yaml/located.ts";
import { checkKeys, textOf } from "../yaml/node_checks.ts";
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
  const use = node.entries.get("use");
  const useText = use === undefined ? undefined : textOf(use.value);
  const isCommand = useText === "command";
  checkKeys(
    node,
    {
      known: isCommand ? [...STAGE_KEYS, ...COMMAND_KEYS] : STAGE_KEYS,
      what: `a key of stage ${id.value}`,
    },
    problems,
  );
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
  const command = isCommand
    ? parseCommand({ node, needs, with: withNode }, problems)
    : undefined;
  if (isCommand && command === undefined) return undefined;
  return {
    id,
    use: {
      type: "scalar",
      value: useText,
      ...placeOf(use.value),
    },
    needs,
    with: command === undefined
      ? withNode
      : commandParams(command.run, withNode),
    ...(command === undefined ? {} : { command }),
    limits: parseLimits(node, problems),
    publish: publish?.type === "scalar" && publish.value === true,
  };
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
