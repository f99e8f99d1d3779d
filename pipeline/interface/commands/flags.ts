import {
  choiceFlag,
  type Flag,
  numberFlag,
  plainFlag,
  textFlag,
  wholeFlag,
} from "./flag.ts";

/** Every flag by name. A flag means the same in every command that takes it. */
export const FLAGS = {
  jobs: {
    ...wholeFlag("N", 1, "stages to run at a time (default: number of cores)"),
    short: "j",
  },
  "keep-going": {
    ...plainFlag(
      "after a failure, continue with the stages that do not depend on it",
    ),
    short: "k",
  },
  wait: {
    ...plainFlag("exit with code 3 instead of waiting for another run"),
    negated: true,
  },
  json: plainFlag("print JSON instead of text"),
  grace: wholeFlag(
    "SECONDS",
    0,
    "time that running stages have to save their checkpoints on Ctrl-C (default: 10)",
  ),
  "log-limit": wholeFlag(
    "MIB",
    1,
    "MiB that the log of a stage keeps, its beginning and its end (default: 16)",
  ),
  strict: plainFlag(
    "do not run a command whose files the kernel cannot confine (Landlock)",
  ),
  only: {
    ...textFlag(
      "STAGE",
      "run these stages only; what they need must be in the cache; repeatable",
    ),
    many: true,
  },
  until: {
    ...textFlag("STAGE", "run these stages and all that they need; repeatable"),
    many: true,
  },
  simulate: textFlag(
    "nodes=N[,...]",
    "simulate the run on N nodes; cpus=, gpus=, memory=32G, jobs= of each (default: as this machine), cache=empty|here",
  ),
  dot: plainFlag("print Graphviz text instead of SVG"),
  yes: plainFlag("delete, instead of listing what would be deleted"),
  keep: wholeFlag(
    "N",
    0,
    "number of last runs whose results are kept (default: 10)",
  ),
  to: textFlag("PATH", "folder to write to"),
  shared: textFlag(
    "URL",
    "shared cache: http://, https:// or s3://, or none (default: from SDARTS_SHARED or shared.yaml)",
  ),
  "shared-read-only": plainFlag(
    "download from the shared cache, but upload nothing",
  ),
  "tracking-uri": textFlag(
    "URL",
    "MLflow tracking server (default: from MLFLOW_TRACKING_URI)",
  ),
  artifact: {
    ...textFlag(
      "STAGE.OUTPUT",
      "upload this output to MLflow too; repeatable",
    ),
    many: true,
  },
  executor: textFlag(
    "NAME",
    "where stages run: local or slurm (default: from SDARTS_EXECUTOR, else local)",
  ),
  host: textFlag("HOST", "address to listen on (default: 127.0.0.1)"),
  port: wholeFlag(
    "PORT",
    0,
    "port to listen on (default: 8790, for ui 8791; 0: any free port)",
  ),
  quota: wholeFlag("GIB", 1, "largest size of the cache in GiB (default: 100)"),
  profile: textFlag("NAME", "apply a profile defined in the file"),
  set: {
    ...textFlag(
      "PATH=VALUE",
      "change a value of the file: search.epochs=3, matrix.seed=[0,1]; repeatable",
    ),
    many: true,
  },
  "code-hash": choiceFlag(
    ["emitted", "bytes"],
    "hash the code that can run, without types, comments and formatting (default), or every byte",
  ),
  by: textFlag(
    "METRIC",
    "metric to order by: STAGE.METRIC, or METRIC where one stage has it",
  ),
  max: plainFlag("more of the metric is better"),
  min: plainFlag("less of the metric is better"),
  where: {
    ...textFlag(
      "AXIS=VALUE",
      "keep rows with this value; repeatable, and several values of an axis keep the rows of each",
    ),
    many: true,
  },
  csv: plainFlag("print CSV instead of text"),
  all: plainFlag(
    "show everything: each instance, number, epoch or part of a key",
  ),
  project: textFlag(
    "DIR",
    "folder with stages/, results/ and .sdarts/ (default: the nearest one, from here upwards, with .sdarts/ or experiments/)",
  ),
  cache: textFlag(
    "DIR",
    "cache folder (default: from SDARTS_CACHE, else .sdarts in the project)",
  ),
  check: plainFlag(
    "compare with the lock file; exit with code 1 if results differ",
  ),
  tolerance: numberFlag(
    "relative difference up to which numbers count as close (default: 0)",
  ),
  update: plainFlag("write the results as the new baseline"),
  reason: textFlag("TEXT", "why the baseline changes"),
  format: choiceFlag(
    ["table", "json", "junit", "markdown", "badge"],
    "format of the output",
  ),
  output: textFlag("FILE", "file to write to"),
  install: plainFlag(
    "get libtensorflow now, and the CUDA libraries for a GPU, if there are none",
  ),
  gpu: plainFlag(
    "look for a GPU, and install for one, also where the machine shows none",
  ),
  version: plainFlag("show the version"),
  help: { ...plainFlag("show help"), short: "h" },
} as const;

export type FlagName = keyof typeof FLAGS;

type ValueOf<F> = F extends { many: true; parse: (...args: never[]) => infer T }
  ? readonly T[]
  : F extends { parse: (...args: never[]) => infer T } ? T
  : never;

export type FlagValues = {
  readonly [K in FlagName]?: ValueOf<typeof FLAGS[K]>;
};

/** Flags of every command. */
export const COMMON_FLAGS: readonly FlagName[] = ["project", "cache", "help"];

/** A flag as it is typed: `--jobs`, `--no-wait`. */
export function flagName(name: FlagName): string {
  const { negated }: Flag<unknown> = FLAGS[name];
  return `--${negated ? "no-" : ""}${name}`;
}

/** A flag with its value, for help: `--jobs N`, `--no-wait`. */
export function flagText(name: FlagName): string {
  const { value }: Flag<unknown> = FLAGS[name];
  return `${flagName(name)}${value === undefined ? "" : ` ${value}`}`;
}
