import { usageError } from "../../base/pipeline_error.ts";

/** One flag of the command line. */
export interface Flag<T> {
  /** Name of the value in help; a flag without a value is on or off. */
  readonly value?: string;
  /** Letter that stands for the flag. */
  readonly short?: string;
  /** True for a flag that is on unless it is written as `--no-NAME`. */
  readonly negated?: boolean;
  /** True for a flag that may be repeated. */
  readonly many?: boolean;
  readonly help: string;
  /** Reads its text, or throws a `PipelineError` of kind `usage`. */
  readonly parse: (text: string, name: string) => T;
}

const text = (value: string, help: string): Flag<string> => ({
  value,
  help,
  parse: (text) => text,
});

const whole = (value: string, least: number, help: string): Flag<number> => ({
  value,
  help,
  parse: (text, name) => {
    const number = Number(text);
    if (
      /^[0-9]+$/.test(text) && Number.isSafeInteger(number) && number >= least
    ) {
      return number;
    }
    throw usageError(
      `Expected --${name} to be a whole number of at least ${least} but found ${text}`,
    );
  },
});

const number = (help: string): Flag<number> => ({
  value: "X",
  help,
  parse: (text, name) => {
    const number = Number(text);
    if (/^[0-9.]+(e-?[0-9]+)?$/i.test(text) && Number.isFinite(number)) {
      return number;
    }
    throw usageError(
      `Expected --${name} to be a number of at least 0 but found ${text}`,
    );
  },
});

const oneOf = <const T extends string>(
  values: readonly T[],
  help: string,
): Flag<T> => ({
  value: values.join("|"),
  help,
  parse: (text, name) => {
    const found = values.find((value) => value === text);
    if (found !== undefined) return found;
    throw usageError(
      `Expected --${name} to be one of ${values.join(", ")} but found ${text}`,
    );
  },
});

const plain = (help: string): Flag<boolean> => ({ help, parse: () => true });

/** Every flag by name. A flag means the same in every command that takes it. */
export const FLAGS = {
  jobs: {
    ...whole("N", 1, "stages to run at a time (default: number of cores)"),
    short: "j",
  },
  "keep-going": {
    ...plain(
      "after a failure, continue with the stages that do not depend on it",
    ),
    short: "k",
  },
  wait: {
    ...plain("exit with code 3 instead of waiting for another run"),
    negated: true,
  },
  json: plain("print JSON instead of text"),
  grace: whole(
    "SECONDS",
    0,
    "time that running stages have to save their checkpoints on Ctrl-C (default: 10)",
  ),
  "log-limit": whole(
    "MIB",
    1,
    "MiB that the log of a stage keeps, its beginning and its end (default: 16)",
  ),
  strict: plain(
    "do not run a command whose files the kernel cannot confine (Landlock)",
  ),
  only: {
    ...text(
      "STAGE",
      "run these stages only; what they need must be in the cache; repeatable",
    ),
    many: true,
  },
  until: {
    ...text("STAGE", "run these stages and all that they need; repeatable"),
    many: true,
  },
  simulate: text(
    "nodes=N[,...]",
    "simulate the run on N nodes; cpus=, gpus=, memory=32G, jobs= of each (default: as this machine), cache=empty|here",
  ),
  dot: plain("print Graphviz text instead of SVG"),
  yes: plain("delete, instead of listing what would be deleted"),
  keep: whole(
    "N",
    0,
    "number of last runs whose results are kept (default: 10)",
  ),
  to: text("PATH", "folder to write to"),
  shared: text(
    "URL",
    "shared cache: http://, https:// or s3://, or none (default: from SDARTS_SHARED or shared.yaml)",
  ),
  "shared-read-only": plain(
    "download from the shared cache, but upload nothing",
  ),
  executor: text(
    "NAME",
    "where stages run: local or slurm (default: from SDARTS_EXECUTOR, else local)",
  ),
  host: text("HOST", "address to listen on (default: 127.0.0.1)"),
  port: whole(
    "PORT",
    0,
    "port to listen on (default: 8790, for ui 8791; 0: any free port)",
  ),
  quota: whole("GIB", 1, "largest size of the cache in GiB (default: 100)"),
  profile: text("NAME", "apply a profile defined in the file"),
  set: {
    ...text(
      "PATH=VALUE",
      "change a value of the file: search.epochs=3, matrix.seed=[0,1]; repeatable",
    ),
    many: true,
  },
  "code-hash": oneOf(
    ["emitted", "bytes"],
    "hash the code that can run, without types, comments and formatting (default), or every byte",
  ),
  project: text(
    "DIR",
    "folder with stages/, results/ and .sdarts/ (default: the nearest one, from here upwards, with .sdarts/ or experiments/)",
  ),
  cache: text(
    "DIR",
    "cache folder (default: from SDARTS_CACHE, else .sdarts in the project)",
  ),
  check: plain(
    "compare with the lock file; exit with code 1 if results differ",
  ),
  tolerance: number(
    "relative difference up to which numbers count as close (default: 0)",
  ),
  update: plain("write the results as the new baseline"),
  reason: text("TEXT", "why the baseline changes"),
  format: oneOf(["table", "json", "junit", "markdown"], "format of the output"),
  output: text("FILE", "file to write to"),
  version: plain("show the version"),
  help: { ...plain("show help"), short: "h" },
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
