import type { CommandTable } from "../commands/command.ts";

const FILE = "[file.yaml]";
/** Flags that change how a pipeline file is read. */
const READ = ["profile", "set", "code-hash"] as const;
/** Flags that also select instances. */
const SELECT = [...READ, "only", "until"] as const;

/** Every command. The only place that names them all. */
export const COMMANDS: CommandTable = {
  run: {
    summary:
      "run every stage whose result is not in the cache (the default command)",
    words: FILE,
    count: [0, 1],
    flags: [
      "executor",
      ...SELECT,
      "jobs",
      "keep-going",
      "wait",
      "json",
      "grace",
      "log-limit",
      "shared",
      "shared-read-only",
    ],
    run: async (args, project) =>
      (await import("../commands/run.ts")).run(args, project),
  },
  plan: {
    summary: "show what would run, and why; or simulate the run on nodes",
    words: FILE,
    count: [0, 1],
    flags: [...SELECT, "simulate", "json"],
    run: async (args, project) =>
      (await import("../commands/plan.ts")).plan(args, project),
  },
  status: {
    summary: "show the state of each instance",
    words: FILE,
    count: [0, 1],
    flags: [...READ, "json"],
    run: async (args, project) =>
      (await import("../commands/status.ts")).status(args, project),
  },
  verify: {
    summary: "check every blob of the cache against its hash",
    words: "",
    count: [0, 0],
    flags: ["json"],
    run: async (args, project) =>
      (await import("../commands/verify.ts")).verify(args, project),
  },
  explain: {
    summary:
      "print the parts of an instance's key, and what changed since its last run",
    words: "INSTANCE [file.yaml]",
    count: [1, 2],
    flags: [...READ, "json"],
    run: async (args, project) =>
      (await import("../commands/explain.ts")).explain(args, project),
  },
  log: {
    summary: "list the runs, or print the log of an instance",
    words: "[INSTANCE]",
    count: [0, 1],
    flags: ["json"],
    run: async (args, project) =>
      (await import("../commands/log.ts")).log(args, project),
  },
  diff: {
    summary: "compare two runs: parameters, code, data and metrics",
    words: "[A] [B]",
    count: [0, 2],
    flags: ["json"],
    run: async (args, project) =>
      (await import("../commands/diff.ts")).diff(args, project),
  },
  lock: {
    summary:
      "write the keys and digests of all results to a lock file, or check them",
    words: FILE,
    count: [0, 1],
    flags: [...READ, "check", "output"],
    run: async (args, project) =>
      (await import("../commands/lock.ts")).lock(args, project),
  },
  "repro-check": {
    summary: "run again in a fresh cache, and compare hashes and values",
    words: FILE,
    count: [0, 1],
    flags: [...SELECT, "jobs", "tolerance", "json"],
    run: async (args, project) =>
      (await import("../commands/repro_check.ts")).reproCheck(args, project),
  },
  tag: {
    summary: "protect a run from gc (default: the last one)",
    words: "NAME [RUN]",
    count: [1, 2],
    flags: [],
    run: async (args, project) =>
      (await import("../commands/log.ts")).tag(args, project),
  },
  checkout: {
    summary: "copy the outputs of a result into a folder",
    words: "RESULT [RUN]",
    count: [1, 2],
    flags: ["to"],
    run: async (args, project) =>
      (await import("../commands/checkout.ts")).checkout(args, project),
  },
  du: {
    summary: "show what takes space in the cache",
    words: "",
    count: [0, 0],
    flags: ["json"],
    run: async (args, project) =>
      (await import("../commands/du.ts")).du(args, project),
  },
  gc: {
    summary: "list results that no kept run needs; --yes deletes them",
    words: "",
    count: [0, 0],
    flags: ["keep", "yes", "wait", "json"],
    run: async (args, project) =>
      (await import("../commands/gc.ts")).gc(args, project),
  },
  graph: {
    summary: "draw the stages as SVG, a sweep as one box",
    words: FILE,
    count: [0, 1],
    flags: ["profile", "set", "dot", "output"],
    run: async (args, project) =>
      (await import("../commands/graph.ts")).graph(args, project),
  },
  ui: {
    summary: "serve a page that shows the pipeline while it runs",
    words: FILE,
    count: [0, 1],
    flags: [...READ, "port", "json"],
    run: async (args, project) =>
      (await import("../commands/ui.ts")).ui(args, project),
  },
  export: {
    summary:
      "write the numbers of all results, or what would run as jobs of a cluster (not tried on one)",
    words: "csv|parquet|tensorboard|kubernetes|argo [file.yaml]",
    count: [1, 2],
    flags: [...SELECT, "to", "shared"],
    run: async (args, project) =>
      (await import("../commands/export.ts")).exportResults(args, project),
  },
  schema: {
    summary:
      "print the JSON Schema of pipeline files, or their reference in Markdown",
    words: "",
    count: [0, 0],
    flags: ["format", "output"],
    run: async (args, project) =>
      (await import("../commands/schema.ts")).schema(args, project),
  },
  completion: {
    summary: "print a script that completes command lines in a shell",
    words: "bash|zsh|fish",
    count: [1, 1],
    flags: [],
    run: async (args) =>
      (await import("./completion.ts")).completion(args, COMMANDS),
  },
  regress: {
    summary: "check results against results/baselines and results/paper.yaml",
    words: "[baseline.yaml]",
    count: [0, 1],
    flags: ["update", "reason", "format", "output"],
    run: async (args, project) =>
      (await import("../commands/regress.ts")).regress(args, project),
  },
  cache: {
    summary: "serve a shared cache from a folder, or create a signing key",
    words: "serve DIR | keygen FILE",
    count: [2, 2],
    flags: ["host", "port", "quota"],
    run: async (args, project) =>
      (await import("../commands/cache.ts")).cache(args, project),
  },
  help: {
    summary: "show help, or the help of one command",
    words: "[command]",
    count: [0, 1],
    flags: [],
    run: async (args) => (await import("./help.ts")).help(args, COMMANDS),
  },
};
