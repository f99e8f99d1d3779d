import type { Project } from "../../execution/plan/project.ts";
import type { FlagName, FlagValues } from "./flags.ts";

/** A parsed command line. */
export interface Arguments {
  readonly command: string;
  readonly words: readonly string[];
  readonly flags: FlagValues;
}

/** One command of the command line. */
export interface Command {
  readonly summary: string;
  /** Words that may follow, as help shows them: `[file.yaml]`. */
  readonly words: string;
  /** Fewest and most words that may follow. */
  readonly count: readonly [number, number];
  /** Flags of the command, besides those that every command takes. */
  readonly flags: readonly FlagName[];
  /** Runs the command and gives its exit code. Its module is imported on first use. */
  readonly run: (args: Arguments, project: Project) => Promise<number>;
}

/** All commands by name. */
export type CommandTable = Readonly<Record<string, Command>>;
