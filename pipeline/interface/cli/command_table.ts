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
    flags: [
      "executor",
      ...SELECT,
      "jobs",
      "keep-going",
      "wait",
      "json",
      "grace",
      "log-limit",
      "strict",
      "shared",
      "shared-read-only",
    ],
    load: async () => (await import("../commands/run/run.ts")).run,
  },
  plan: {
    summary: "show what would run, and why; or simulate the run on nodes",
    words: FILE,
    flags: ["executor", ...SELECT, "simulate", "all", "json"],
    load: async () => (await import("../commands/run/plan.ts")).plan,
  },
  status: {
    summary: "show the state of each stage, and what a run would do",
    words: FILE,
    flags: ["executor", ...SELECT, "all", "json"],
    load: async () => (await import("../commands/run/status.ts")).status,
  },
  verify: {
    summary: "check every blob of the cache against its hash",
    words: "",
    flags: ["json"],
    load: async () => (await import("../commands/keep/verify.ts")).verify,
  },
  explain: {
    summary:
      "say which stages run again for which change; or whether a stage or an instance runs, and why",
    words: "[STAGE] [file.yaml]",
    flags: ["executor", ...READ, "all", "json"],
    load: async () => (await import("../commands/run/explain.ts")).explain,
  },
  accept: {
    summary:
      "write the digests of your own files into the pipeline file, where these have changed",
    words: "file.yaml [STAGE]",
    flags: ["profile", "set"],
    load: async () => (await import("../commands/project/accept.ts")).accept,
  },
  log: {
    summary:
      "list the runs and how they ended, or print the epochs and the log of an instance",
    words: "[INSTANCE]",
    flags: ["all", "json"],
    load: async () => (await import("../commands/outcome/log.ts")).log,
  },
  top: {
    summary:
      "list the configurations of a sweep by a metric, the best first, seeds joined",
    words: FILE,
    flags: [...READ, "by", "max", "min", "where", "csv", "json"],
    load: async () => (await import("../commands/outcome/top.ts")).top,
  },
  diff: {
    summary:
      "compare two runs of a pipeline: metrics, parameters, code and data",
    words: "[A] [B]",
    flags: ["all", "json"],
    load: async () => (await import("../commands/outcome/diff.ts")).diff,
  },
  lock: {
    summary:
      "write the keys and digests of all results to a lock file, or check them",
    words: FILE,
    flags: ["executor", ...READ, "check", "output"],
    load: async () => (await import("../commands/keep/lock.ts")).lock,
  },
  "repro-check": {
    summary: "run again in a fresh cache, and compare hashes and values",
    words: FILE,
    flags: [...SELECT, "jobs", "tolerance", "strict", "json"],
    load: async () =>
      (await import("../commands/run/repro_check.ts")).reproCheck,
  },
  tag: {
    summary: "protect a run from gc (default: the last one)",
    words: "NAME [RUN]",
    flags: [],
    load: async () => (await import("../commands/keep/tag.ts")).tag,
  },
  checkout: {
    summary: "copy the outputs of a result into a folder",
    words: "RESULT [RUN]",
    flags: ["to"],
    load: async () =>
      (await import("../commands/outcome/checkout.ts")).checkout,
  },
  du: {
    summary: "show what takes space in the cache",
    words: "",
    flags: ["json"],
    load: async () => (await import("../commands/keep/du.ts")).du,
  },
  gc: {
    summary: "list results that no kept run needs; --yes deletes them",
    words: "",
    flags: ["keep", "yes", "wait", "json"],
    load: async () => (await import("../commands/keep/gc.ts")).gc,
  },
  graph: {
    summary:
      "draw the stages, a sweep as one box: on a terminal as text, into a file or a pipe as SVG",
    words: FILE,
    flags: ["profile", "set", "dot", "output"],
    load: async () => (await import("../commands/project/graph.ts")).graph,
  },
  ui: {
    summary: "serve a page that shows the pipeline while it runs",
    words: FILE,
    flags: [...READ, "port", "json"],
    load: async () => (await import("../commands/outcome/ui.ts")).ui,
  },
  export: {
    summary:
      "write the numbers of all results, or what would run as jobs of a cluster (not tried on one)",
    words: "csv|parquet|tensorboard|mlflow|latex|kubernetes|argo [file.yaml]",
    flags: [...SELECT, "to", "shared", "tracking-uri", "artifact"],
    load: async () =>
      (await import("../commands/outcome/export.ts")).exportResults,
  },
  schema: {
    summary:
      "print the JSON Schema of pipeline files, or their reference in Markdown",
    words: "",
    flags: ["format", "output"],
    load: async () => (await import("../commands/project/schema.ts")).schema,
  },
  doctor: {
    summary: "say whether training can run on this machine, and with what",
    words: "",
    flags: ["json", "install", "gpu"],
    load: async () => (await import("../commands/project/doctor.ts")).doctor,
  },
  init: {
    summary:
      "make a project: an experiment, a stage and a method of its own, and what CI needs (default: here)",
    words: "[FOLDER]",
    flags: [],
    load: async () => (await import("../commands/project/init.ts")).init,
  },
  completion: {
    summary: "print a script that completes command lines in a shell",
    words: "bash|zsh|fish",
    flags: [],
    load: async () => (await import("./completion.ts")).completion(COMMANDS),
  },
  regress: {
    summary: "check results against results/baselines and results/paper.yaml",
    words: "[baseline.yaml]",
    flags: ["update", "reason", "format", "output"],
    load: async () => (await import("../commands/outcome/regress.ts")).regress,
  },
  cache: {
    summary: "serve a shared cache from a folder, or create a signing key",
    words: "serve DIR | keygen FILE",
    flags: ["host", "port", "quota"],
    load: async () => (await import("../commands/keep/cache.ts")).cache,
  },
  version: {
    summary: "print the versions of this program and of Deno",
    words: "",
    flags: [],
    load: async () => (await import("../commands/project/version.ts")).version,
  },
  help: {
    summary: "show help, or the help of one command",
    words: "[command]",
    flags: [],
    load: async () => (await import("./help.ts")).help(COMMANDS),
  },
};
