import {
  knownPlaceholders,
  placeholdersIn,
} from "../../command/placeholders.ts";
import {
  describeNode,
  type Located,
  type LocatedMap,
  type LocatedScalar,
} from "../yaml/located.ts";
import { didYouMean } from "../../../common/did_you_mean.ts";
import {
  checkKeys,
  nodeOfType,
  parseSwitch,
  reportUnexpected,
  textOf,
} from "../yaml/node_checks.ts";
import { type Problem, problemAt } from "../yaml/problem.ts";
import type { CommandSpec, NeedSpec } from "./spec.ts";
import { foldName } from "../../base/alike_names.ts";
import { MOST_BYTES, nameBytes } from "../../base/file_name.ts";
import type { OutputSpec } from "../../stage.ts";

/** Keys of a stage that only `use: command` accepts. */
export const COMMAND_KEYS = ["run", "outputs", "env", "code", "lock", "shm"];

const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;
const NAME = /^[A-Za-z_][A-Za-z0-9_-]*$/;
/** A path below the folder of the pipeline file. */
const BELOW = /^(?!\/)(?!.*(?:^|\/)\.\.(?:\/|$)).+$/;
/** Kind of an output or input that matches any kind. */
export const ANY_KIND = "file";

/**
 * Checks the keys of a stage that runs a command: `run`, `outputs`, `env`, `code`, `lock`, `shm`.
 *
 * @param stage Node of the stage, its needs and its parameters.
 * @returns The command; `undefined` when it cannot be read.
 */
export function parseCommand(
  stage: {
    readonly node: LocatedMap;
    readonly needs: ReadonlyMap<string, NeedSpec>;
    readonly with: LocatedMap;
  },
  problems: Problem[],
): CommandSpec | undefined {
  const { node } = stage;
  const run = node.entries.get("run")?.value;
  const [program] = run?.type === "list" ? run.items : [];
  if (
    run?.type !== "list" || program === undefined ||
    (textOf(program) ?? "") === ""
  ) {
    problems.push(problemAt(
      run ?? node,
      `Expected run to be a list of a program and its arguments but found ${
        run === undefined ? "none" : describeNode(run)
      }`,
    ));
    return undefined;
  }
  const outputs = parseOutputs(node.entries.get("outputs")?.value, problems);
  const known = knownPlaceholders({
    input: [...stage.needs.keys()],
    output: Object.keys(outputs),
    param: [...stage.with.entries.keys()],
  });
  for (const item of run.items) {
    if (item.type !== "scalar" || item.value === null) {
      reportUnexpected(item, "an argument to be text or a number", problems);
      continue;
    }
    for (const name of placeholdersIn(String(item.value))) {
      if (known.includes(name)) continue;
      problems.push(problemAt(
        item,
        `Expected a placeholder (${
          known.map((text) => `\${${text}}`).join(", ")
        }; write $\${ for a plain \${) but found \${${name}}${
          didYouMean(name, known)
        }`,
      ));
    }
  }
  return {
    run,
    outputs,
    shm: parseSwitch(node, "shm", { problems }),
    env: parseVariables(node.entries.get("env")?.value, problems),
    code: textList(node.entries.get("code")?.value, {
      what: "code",
      pattern: BELOW,
      problems,
    }),
    ...parseLock(node.entries.get("lock")?.value, problems),
  };
}

/** Variables by which Python finds modules that no key would hold. */
const MODULE_PATHS = ["PYTHONPATH", "PYTHONHOME", "PYTHONUSERBASE"];

function parseVariables(
  node: Located | undefined,
  problems: Problem[],
): string[] {
  const names = textList(node, { what: "env", pattern: VARIABLE, problems });
  for (const name of names) {
    if (!MODULE_PATHS.includes(name.value)) continue;
    problems.push(problemAt(
      name,
      `Cannot take ${name.value} from the environment: no key would hold the modules that it names; list them in code, or install them into the environment of Python`,
    ));
  }
  return names.map(({ value }) => value);
}

function parseLock(
  node: Located | undefined,
  problems: Problem[],
): Pick<CommandSpec, "lock"> {
  if (node === undefined) return {};
  const value = textOf(node);
  if (value !== undefined && BELOW.test(value)) {
    return { lock: { ...node, type: "scalar", value } };
  }
  reportUnexpected(
    node,
    "lock to be a path below the folder of the pipeline file",
    problems,
  );
  return {};
}

function parseOutputs(
  node: Located | undefined,
  problems: Problem[],
): Record<string, OutputSpec> {
  const outputs: Record<string, OutputSpec> = {};
  const what = "outputs to be a mapping from names to paths";
  const all = nodeOfType(node, { type: "map", what }, problems);
  for (const [name, { key, value }] of all?.entries ?? []) {
    const map = value.type === "map" ? value : undefined;
    if (map !== undefined) {
      checkKeys(
        map,
        { known: ["path", "kind", "show"], what: `a key of output ${name}` },
        problems,
      );
    }
    const at = map === undefined ? value : map.entries.get("path")?.value;
    const path = at === undefined ? undefined : textOf(at);
    if (
      !NAME.test(name) || path === undefined || path.startsWith("/") ||
      path.split("/").some((step) => ["", ".", ".."].includes(step))
    ) {
      problems.push(problemAt(
        at ?? key,
        `Expected output ${name} to be a path inside the output folder but found ${
          at === undefined ? "none" : describeNode(at)
        }`,
      ));
      continue;
    }
    const tooLong = path.split("/").find((step) =>
      nameBytes(step) > MOST_BYTES
    );
    if (tooLong !== undefined || nameBytes(path) > 4 * MOST_BYTES) {
      problems.push(problemAt(
        at ?? key,
        `Expected the path of output ${name} to have at most ${
          4 * MOST_BYTES
        } bytes, and ${MOST_BYTES} in each step, but found ${
          nameBytes(tooLong ?? path)
        }`,
      ));
      continue;
    }
    const kind = map?.entries.get("kind")?.value;
    const show = map?.entries.get("show")?.value;
    const folded = foldName(path);
    const taken = Object.entries(outputs).find(([, output]) => {
      const other = foldName(output.path);
      return other === folded || other.startsWith(`${folded}/`) ||
        folded.startsWith(`${other}/`);
    });
    if (taken !== undefined) {
      problems.push(problemAt(
        at ?? key,
        `Expected separate paths of outputs but found ${path} of ${name} and ${
          taken[1].path
        } of ${taken[0]}`,
      ));
      continue;
    }
    outputs[name] = {
      path,
      kind: kind === undefined ? ANY_KIND : textOf(kind) ?? ANY_KIND,
      ...(show?.type === "scalar" && show.value === true ? { show: true } : {}),
    };
  }
  return outputs;
}

function textList(
  node: Located | undefined,
  options: {
    readonly what: string;
    readonly pattern: RegExp;
    readonly problems: Problem[];
  },
): (LocatedScalar & { readonly value: string })[] {
  const { what, pattern, problems } = options;
  if (node === undefined) return [];
  const items = node.type === "list" ? node.items : [node];
  return items.flatMap((item) => {
    const text = textOf(item);
    if (text !== undefined && pattern.test(text)) {
      return [{ ...item, type: "scalar" as const, value: text }];
    }
    reportUnexpected(
      item,
      `${what} to be a list of ${
        what === "env"
          ? "names of environment variables"
          : "paths below the folder of the pipeline file"
      }`,
      problems,
    );
    return [];
  });
}
