import { parseArgs } from "@std/cli/parse-args";
import { EXIT, ExitError } from "./exit_error.ts";
import { didYouMean } from "./nearest.ts";

/** Commands of the command line with one line of help each. */
export const COMMANDS = {
  run: "run what is not in the cache (the default command)",
  plan: "say what would run, and why",
  status: "say how each stage stands",
  verify: "compare every blob of the cache with its name",
  help: "show this text",
} as const;

/** Name of a command. */
export type Command = keyof typeof COMMANDS;

/** A parsed command line. */
export interface Arguments {
  /** The command. */
  readonly command: Command;
  /** The pipeline file, where one is given. */
  readonly file?: string;
  /** Stages at a time, where given. */
  readonly jobs?: number;
  /** Goes on after a failure. */
  readonly keepGoing: boolean;
  /** Waits for locks. */
  readonly wait: boolean;
  /** Writes JSON. */
  readonly json: boolean;
  /** Project folder, where given. */
  readonly project?: string;
  /** Cache folder, where given. */
  readonly cache?: string;
  /** Seconds between asking a stage to stop and ending it. */
  readonly grace: number;
}

const TEXT_FLAGS = ["jobs", "project", "cache", "grace"] as const;
const PLAIN_FLAGS = ["keep-going", "wait", "json", "help"] as const;
const SHOWN_FLAGS = [...TEXT_FLAGS, "keep-going", "no-wait", "json", "help"];

/**
 * Parses the command line.
 *
 * Throws an `ExitError` with code 2 for what is not known, with the nearest known word.
 *
 * @param args Arguments of the program.
 * @returns Command and options.
 */
export function parseArguments(args: readonly string[]): Arguments {
  const parsed = parseArgs([...args], {
    string: TEXT_FLAGS,
    boolean: PLAIN_FLAGS,
    negatable: ["wait"],
    alias: { j: "jobs", k: "keep-going", h: "help" },
    default: { wait: true },
    unknown: (text: string, key?: string) => {
      if (key === undefined) return true;
      const found = text.split("=", 1).join();
      throw usage(
        `Expected a flag (${
          SHOWN_FLAGS.map((flag) => `--${flag}`).join(", ")
        }) but found ${found}${
          didYouMean(
            found,
            SHOWN_FLAGS.map((flag) => `--${flag}`),
          )
        }`,
      );
    },
  });
  for (const flag of TEXT_FLAGS) {
    if (parsed[flag] === "") {
      throw usage(`Expected a value of --${flag} but found none`);
    }
  }
  const words = parsed._.map(String);
  const { command, rest } = splitCommand(words);
  if (rest.length > 1) {
    throw usage(`Expected one pipeline file but found ${rest.join(" ")}`);
  }
  if (command === "verify" && rest.length > 0) {
    throw usage(`Expected no file after verify but found ${rest.join(" ")}`);
  }
  const [file] = rest;
  const jobs = parsed.jobs === undefined
    ? undefined
    : wholeNumber("jobs", parsed.jobs, 1);
  const { project } = parsed;
  const cache = parsed.cache;
  return {
    command: parsed.help ? "help" : command,
    ...(file === undefined ? {} : { file }),
    ...(jobs === undefined ? {} : { jobs }),
    ...(project === undefined ? {} : { project }),
    ...(cache === undefined ? {} : { cache }),
    keepGoing: parsed["keep-going"] === true,
    wait: parsed.wait !== false,
    json: parsed.json === true,
    grace: parsed.grace === undefined
      ? 10
      : wholeNumber("grace", parsed.grace, 0),
  };
}

function splitCommand(
  words: readonly string[],
): { command: Command; rest: string[] } {
  const [first, ...rest] = words;
  if (first === undefined) return { command: "run", rest: [] };
  if (Object.hasOwn(COMMANDS, first)) {
    return { command: first as Command, rest };
  }
  if (/\.ya?ml$/.test(first)) return { command: "run", rest: [...words] };
  const known = Object.keys(COMMANDS);
  throw usage(
    `Expected a command (${
      known.join(", ")
    }) or a .yaml file but found ${first}${didYouMean(first, known)}`,
  );
}

function wholeNumber(flag: string, text: string, least: number): number {
  const value = Number(text);
  if (/^[0-9]+$/.test(text) && Number.isSafeInteger(value) && value >= least) {
    return value;
  }
  throw usage(
    `Expected --${flag} to be a whole number of at least ${least} but found ${text}`,
  );
}

function usage(message: string): ExitError {
  return new ExitError(EXIT.usage, message);
}
