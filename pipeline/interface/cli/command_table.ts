import type { CommandTable } from "../commands/command.ts";

const FILE = "[file.yaml]";

/** Every command. The only place that names them all. */
export const COMMANDS: CommandTable = {
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
      (await import("../commands/run.ts")).run(args, project),
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
      (await import("../commands/plan.ts")).plan(args, project),
  },
  status: {
    summary: "say how each stage stands",
    words: FILE,
    count: [0, 1],
    flags: ["profile", "set", "code-hash", "json"],
    run: async (args, project) =>
      (await import("../commands/status.ts")).status(args, project),
  },
  verify: {
    summary: "compare every blob of the cache with its name",
    words: "",
    count: [0, 0],
    flags: ["json"],
    run: async (args, project) =>
      (await import("../commands/verify.ts")).verify(args, project),
  },
  explain: {
    summary: "print the parts of an instance's key, and what differs",
    words: "INSTANCE [file.yaml]",
    count: [1, 2],
    flags: ["profile", "set", "code-hash", "json"],
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
    summary: "compare two runs: parameters, code, data, metrics",
    words: "[A] [B]",
    count: [0, 2],
    flags: ["json"],
    run: async (args, project) =>
      (await import("../commands/diff.ts")).diff(args, project),
  },
  lock: {
    summary: "write the keys and digests of all results beside the file",
    words: FILE,
    count: [0, 1],
    flags: ["profile", "set", "code-hash", "check", "output"],
    run: async (args, project) =>
      (await import("../commands/lock.ts")).lock(args, project),
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
      (await import("../commands/repro_check.ts")).reproCheck(args, project),
  },
  tag: {
    summary: "keep a run for good (default: the last one)",
    words: "NAME [RUN]",
    count: [1, 2],
    flags: [],
    run: async (args, project) =>
      (await import("../commands/log.ts")).tag(args, project),
  },
  checkout: {
    summary: "lay the outputs of a key, or of an instance of a run, out",
    words: "RESULT [RUN]",
    count: [1, 2],
    flags: ["to"],
    run: async (args, project) =>
      (await import("../commands/checkout.ts")).checkout(args, project),
  },
  du: {
    summary: "say what fills the cache",
    words: "",
    count: [0, 0],
    flags: ["json"],
    run: async (args, project) =>
      (await import("../commands/du.ts")).du(args, project),
  },
  gc: {
    summary: "say what no kept run needs, and delete it with --yes",
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
    flags: ["profile", "set", "code-hash", "port", "json"],
    run: async (args, project) =>
      (await import("../commands/ui.ts")).ui(args, project),
  },
  export: {
    summary:
      "write the numbers of all results, or what would run for a cluster (not tried on one)",
    words: "csv|parquet|tensorboard|kubernetes|argo [file.yaml]",
    count: [1, 2],
    flags: ["profile", "set", "code-hash", "only", "until", "to", "shared"],
    run: async (args, project) =>
      (await import("../commands/export.ts")).exportResults(args, project),
  },
  schema: {
    summary: "print the JSON Schema of pipeline files, or their reference",
    words: "",
    count: [0, 0],
    flags: ["format", "output"],
    run: async (args, project) =>
      (await import("../commands/schema.ts")).schema(args, project),
  },
  completion: {
    summary: "print a script that completes command lines",
    words: "bash|zsh|fish",
    count: [1, 1],
    flags: [],
    run: async (args) =>
      (await import("./completion.ts")).completion(args, COMMANDS),
  },
  regress: {
    summary: "judge results by results/baselines and results/paper.yaml",
    words: "[baseline.yaml]",
    count: [0, 1],
    flags: ["update", "reason", "format", "output"],
    run: async (args, project) =>
      (await import("../commands/regress.ts")).regress(args, project),
  },
  cache: {
    summary: "serve a shared cache from a folder, or make a signing key",
    words: "serve DIR | keygen FILE",
    count: [2, 2],
    flags: ["host", "port", "quota"],
    run: async (args, project) =>
      (await import("../commands/cache.ts")).cache(args, project),
  },
  help: {
    summary: "show help, of one command where it is named",
    words: "[command]",
    count: [0, 1],
    flags: [],
    run: async (args) => (await import("./help.ts")).help(args, COMMANDS),
  },
};
