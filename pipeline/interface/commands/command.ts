import type { Project } from "../../execution/plan/project.ts";
import type { FlagName, FlagValues } from "./flags.ts";

/** A parsed command line. */
export interface Arguments {
  readonly command: string;
  readonly words: readonly string[];
  readonly flags: FlagValues;
  /** The command line as it was typed; missing where a program calls. */
  readonly given?: readonly string[];
}

/** One command of the command line. */
export interface Command {
  readonly summary: string;
  /** Words that may follow, as help shows them: `INSTANCE [file.yaml]`, the optional ones in brackets. */
  readonly words: string;
  /** Flags of the command, besides those that every command takes. */
  readonly flags: readonly FlagName[];
  readonly load: () => Promise<RunCommand>;
}

/** Runs a command and gives its exit code, 0 if it gives none. */
export type RunCommand = (
  args: Arguments,
  project: Project,
) => number | void | Promise<number | void>;

/** All commands by name. */
export type CommandTable = Readonly<Record<string, Command>>;
