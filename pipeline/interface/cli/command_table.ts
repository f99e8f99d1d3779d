import type { Arguments } from "./parse_arguments.ts";
import type { FlagName } from "../commands/flags.ts";
import type { Project } from "../../execution/plan/project.ts";

/** One command of the command line. */
export interface Command {
  /** One line of help. */
  readonly summary: string;
  /** What may follow, in the form of help: `[file.yaml]`. */
  readonly words: string;
  /** Fewest and most words that may follow. */
  readonly count: readonly [number, number];
  /** Flags that it takes, beside those that every command takes. */
  readonly flags: readonly FlagName[];
  /** Does it; its code is loaded only now. */
  readonly run: (args: Arguments, project: Project) => Promise<number>;
}

const FILE = "[file.yaml]";

/** Every command by name. */
export const COMMANDS = {
  run: {
    summary: "run what is not in the cache (the default command)",
    words: FILE,
    count: [0, 1],
    flags: [
      "executor",
      "profile",
      "set",
      "code-hash",
      "only",
      "until",
      "jobs",
      "keep-going",
      "wait",
      "json",
      "grace",
      "shared",
      "shared-read-only",
    ],
    run: async (args, project) =>
      (await import("../commands/run.ts")).commandRun(args, project),
  },
  plan: {
    summary: "say what would run, and why; or simulate it on some nodes",
    words: FILE,
    count: [0, 1],
    flags: [
      "profile",
      "set",
      "code-hash",
      "only",
      "until",
      "simulate",
      "json",
    ],
    run: async (args, project) =>
      (await import("../commands/plan.ts")).commandPlan(args, project),
  },
  status: {
    summary: "say how each stage stands",
    words: FILE,
    count: [0, 1],
    flags: ["profile", "set", "code-hash", "json"],
    run: async (args, project) =>
      (await import("../commands/status.ts")).commandStatus(args, project),
  },
  verify: {
    summary: "compare every blob of the cache with its name",
    words: "",
    count: [0, 0],
    flags: ["json"],
    run: async (args, project) =>
      (await import("../commands/verify.ts")).commandVerify(args, project),
  },
  explain: {
    summary: "print the parts of an instance's key, and what differs",
    words: "INSTANCE [file.yaml]",
    count: [1, 2],
    flags: ["profile", "set", "code-hash", "json"],
    run: async (args, project) =>
      (await import("../commands/explain.ts")).commandExplain(args, project),
  },
  log: {
    summary: "list the runs, or print the log of an instance",
    words: "[INSTANCE]",
    count: [0, 1],
    flags: ["json"],
    run: async (args, project) =>
      (await import("../commands/log.ts")).commandLog(args, project),
  },
  diff: {
    summary: "compare two runs: parameters, code, data, metrics",
    words: "[A] [B]",
    count: [0, 2],
    flags: ["json"],
    run: async (args, project) =>
      (await import("../commands/diff.ts")).commandDiff(args, project),
  },
  lock: {
    summary: "write the keys and digests of all results beside the file",
    words: FILE,
    count: [0, 1],
    flags: ["profile", "set", "code-hash", "check", "output"],
    run: async (args, project) =>
      (await import("../commands/lock.ts")).commandLock(args, project),
  },
  "repro-check": {
    summary: "run again beside the cache, and compare hashes and values",
    words: FILE,
    count: [0, 1],
    flags: [
      "profile",
      "set",
      "code-hash",
      "only",
      "until",
      "jobs",
      "tolerance",
      "json",
    ],
    run: async (args, project) =>
      (await import("../commands/repro_check.ts")).commandReproCheck(
        args,
        project,
      ),
  },
  tag: {
    summary: "keep a run for good (default: the last one)",
    words: "NAME [RUN]",
    count: [1, 2],
    flags: [],
    run: async (args, project) =>
      (await import("../commands/log.ts")).commandTag(args, project),
  },
  checkout: {
    summary: "lay the outputs of a key, or of an instance of a run, out",
    words: "RESULT [RUN]",
    count: [1, 2],
    flags: ["to"],
    run: async (args, project) =>
      (await import("../commands/checkout.ts")).commandCheckout(args, project),
  },
  du: {
    summary: "say what fills the cache",
    words: "",
    count: [0, 0],
    flags: ["json"],
    run: async (args, project) =>
      (await import("../commands/du.ts")).commandDu(args, project),
  },
  gc: {
    summary: "say what no kept run needs, and delete it with --yes",
    words: "",
    count: [0, 0],
    flags: ["keep", "yes", "wait", "json"],
    run: async (args, project) =>
      (await import("../commands/gc.ts")).commandGc(args, project),
  },
  graph: {
    summary: "draw the stages as SVG, a sweep as one box",
    words: FILE,
    count: [0, 1],
    flags: ["profile", "set", "dot", "output"],
    run: async (args, project) =>
      (await import("../commands/graph.ts")).commandGraph(args, project),
  },
  ui: {
    summary: "serve a page that shows the pipeline while it runs",
    words: FILE,
    count: [0, 1],
    flags: ["profile", "set", "code-hash", "port", "json"],
    run: async (args, project) =>
      (await import("../commands/ui.ts")).commandUi(args, project),
  },
  export: {
    summary:
      "write the numbers of all results, or what would run for a cluster (not tried on one)",
    words: "csv|parquet|tensorboard|kubernetes|argo [file.yaml]",
    count: [1, 2],
    flags: ["profile", "set", "code-hash", "only", "until", "to", "shared"],
    run: async (args, project) =>
      (await import("../commands/export.ts")).commandExport(
        args,
        project,
      ),
  },
  schema: {
    summary: "print the JSON Schema of pipeline files, or their reference",
    words: "",
    count: [0, 0],
    flags: ["format", "output"],
    run: async (args, project) =>
      (await import("../commands/schema.ts")).commandSchema(args, project),
  },
  completion: {
    summary: "print a script that completes command lines",
    words: "bash|zsh|fish",
    count: [1, 1],
    flags: [],
    run: async (args) =>
      (await import("./completion.ts")).commandCompletion(args),
  },
  regress: {
    summary: "judge results by results/baselines and results/paper.yaml",
    words: "[baseline.yaml]",
    count: [0, 1],
    flags: ["update", "reason", "format", "output"],
    run: async (args, project) =>
      (await import("../commands/regress.ts")).commandRegress(
        args,
        project,
      ),
  },
  cache: {
    summary: "serve a shared cache from a folder, or make a signing key",
    words: "serve DIR | keygen FILE",
    count: [2, 2],
    flags: ["host", "port", "quota"],
    run: async (args, project) =>
      (await import("../commands/cache.ts")).commandCache(args, project),
  },
  help: {
    summary: "show help, of one command where it is named",
    words: "[command]",
    count: [0, 1],
    flags: [],
    run: async (args) => (await import("./help.ts")).commandHelp(args),
  },
} as const satisfies Readonly<Record<string, Command>>;

/** Name of a command. */
export type CommandName = keyof typeof COMMANDS;

/** Flags that every command takes. */
export const COMMON_FLAGS = ["project", "cache", "help"] as const;

/** A command by its name. */
export function commandOf(name: CommandName): Command {
  return COMMANDS[name];
}
