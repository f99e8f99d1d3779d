import { parseArgs } from "@std/cli/parse-args";
import type { Arguments } from "../commands/command.ts";
import { COMMANDS } from "./command_table.ts";
import { usageError } from "../../base/pipeline_error.ts";
import type { Flag } from "../commands/flag.ts";
import {
  COMMON_FLAGS,
  type FlagName,
  flagName,
  FLAGS,
} from "../commands/flags.ts";
import { didYouMean, unknownName } from "../../../common/did_you_mean.ts";

const NAMES = Object.keys(FLAGS) as FlagName[];
const flagOf = (name: FlagName): Flag<unknown> => FLAGS[name];
const WITH_VALUE = NAMES.filter((name) => flagOf(name).value !== undefined);
const PLAIN = NAMES.filter((name) => flagOf(name).value === undefined);
const NEGATED = NAMES.filter((name) => flagOf(name).negated === true);
const MANY = NAMES.filter((name) => flagOf(name).many === true);

/**
 * Parses the command line.
 *
 * Throws a `PipelineError` of kind `usage` for an unknown word, and suggests the nearest known one.
 */
export function parseArguments(args: readonly string[]): Arguments {
  const shown = NAMES.map(flagName);
  const parsed = parseArgs([...args], {
    // "_": the start of a key may look like a number, 5e7 or 0012.
    string: [...WITH_VALUE, "_"],
    boolean: PLAIN,
    negatable: NEGATED,
    collect: MANY,
    alias: Object.fromEntries(
      NAMES.flatMap((name) => {
        const { short } = flagOf(name);
        return short === undefined ? [] : [[short, name]];
      }),
    ),
    default: Object.fromEntries(NEGATED.map((name) => [name, true])),
    unknown: (text: string, key?: string) => {
      if (key === undefined) return true;
      const found = text.split("=", 1).join();
      throw usageError(unknownName(found, { what: "a flag", known: shown }));
    },
  }) as Record<string, unknown> & { readonly _: readonly unknown[] };
  const { command, words } = splitCommand(parsed._.map(String));
  const flags: Record<string, unknown> = {};
  for (const name of NAMES) {
    const { negated, value, many, parse } = flagOf(name);
    const given = [parsed[name]].flat().filter((found) =>
      value === undefined ? found === !negated : found !== undefined
    );
    if (given.length === 0) continue;
    if (given.includes("")) {
      throw usageError(`--${name} needs a value`);
    }
    const values = given.map((found) =>
      value === undefined ? found : parse(String(found), name)
    );
    flags[name] = many ? values : values.at(-1);
  }
  if (flags["help"] === true) {
    const named = command === "help" || args.includes(command);
    return {
      command: "help",
      words: command === "help" ? words : named ? [command] : [],
      flags: {},
    };
  }
  if (flags["version"] === true) {
    return { command: "version", words: [], flags: {} };
  }
  checkWords(command, words);
  checkFlags(command, Object.keys(flags) as FlagName[]);
  return { command, words, flags };
}

function splitCommand(
  words: readonly string[],
): { command: string; words: readonly string[] } {
  const [first, ...rest] = words;
  if (first === undefined) return { command: "run", words: [] };
  if (Object.hasOwn(COMMANDS, first)) return { command: first, words: rest };
  if (/\.ya?ml$/.test(first)) return { command: "run", words };
  const known = Object.keys(COMMANDS);
  throw usageError(
    `Expected a command (${
      known.join(", ")
    }) or a .yaml file but found ${first}${didYouMean(first, known)}`,
  );
}

function checkWords(command: string, words: readonly string[]): void {
  const { words: allowed } = COMMANDS[command]!;
  // Of the forms "serve DIR | keygen FILE" the first stands for all.
  const [form = ""] = allowed.split(" | ");
  const most = form === "" ? 0 : form.split(" ").length;
  const least = most - form.split("[").length + 1;
  if (words.length >= least && words.length <= most) return;
  throw usageError(
    words.length < least
      ? `${command} needs ${allowed}`
      : `Expected ${allowed || "nothing"} after ${command} but found ${
        words.join(" ")
      }`,
  );
}

function checkFlags(command: string, given: readonly FlagName[]): void {
  const known = [...COMMANDS[command]!.flags, ...COMMON_FLAGS];
  const wrong = given.find((name) => !known.includes(name));
  if (wrong === undefined) return;
  throw usageError(
    `Expected a flag of ${command} (${
      known.map(flagName).join(", ")
    }) but found ${flagName(wrong)}`,
  );
}
