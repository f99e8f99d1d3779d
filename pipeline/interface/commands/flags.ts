import { PipelineError } from "../../base/pipeline_error.ts";

/** One flag of the command line. */
export interface Flag<T> {
  /** Name of the value in help; a flag without one is on or off. */
  readonly value?: string;
  /** One letter for it. */
  readonly short?: string;
  /** True for a flag that is on unless it is written as `--no-NAME`. */
  readonly negated?: boolean;
  /** True for a flag that may stand several times. */
  readonly many?: boolean;
  /** One line of help. */
  readonly help: string;
  /** Reads its text, or throws a `PipelineError` of kind `usage`. */
  readonly parse: (text: string, name: string) => T;
}

function usage(message: string): PipelineError {
  return new PipelineError("usage", message);
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
    throw usage(
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
    throw usage(
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
    throw usage(
      `Expected --${name} to be one of ${values.join(", ")} but found ${text}`,
    );
  },
});

const plain = (help: string): Flag<boolean> => ({ help, parse: () => true });

/** Every flag by name. What a flag means is the same in every command that takes it. */
export const FLAGS = {
  jobs: {
    ...whole("N", 1, "stages at a time (default: number of cores)"),
    short: "j",
  },
  "keep-going": {
    ...plain("after a failure, go on with what does not depend on it"),
    short: "k",
  },
  wait: {
    ...plain("end with code 3 instead of waiting for another run"),
    negated: true,
  },
  json: plain("JSON instead of text"),
  grace: whole(
    "SECONDS",
    0,
    "time for a running stage to save its checkpoint on Ctrl-C (default: 10)",
  ),
  only: {
    ...text("STAGE", "these stages alone; what they need must be in the cache"),
    many: true,
  },
  until: {
    ...text("STAGE", "these stages and all that they need"),
    many: true,
  },
  simulate: text(
    "nodes=N[,...]",
    "simulate a run on nodes: cpus=, gpus=, memory=32G, jobs= of each (default: as this machine), cache=empty|here",
  ),
  dot: plain("Graphviz text instead of SVG"),
  yes: plain("do it, instead of saying what would be done"),
  keep: whole("N", 0, "runs whose results stay (default: 10)"),
  to: text("PATH", "folder that gets the outputs"),
  shared: text(
    "URL",
    "shared cache: http://, https:// or s3:// (also by SDARTS_SHARED or shared.yaml), or none",
  ),
  "shared-read-only": plain("take from the shared cache, send nothing to it"),
  executor: text(
    "NAME",
    "where stages run: local or slurm (also by SDARTS_EXECUTOR; default: local)",
  ),
  host: text("HOST", "address to serve on (default: 127.0.0.1)"),
  port: whole(
    "PORT",
    0,
    "port to serve on (default: 8790, of ui 8791; 0: any)",
  ),
  quota: whole("GIB", 1, "GiB to keep at most (default: 100)"),
  profile: text("NAME", "lay this profile of the file over it"),
  set: {
    ...text(
      "PATH=VALUE",
      "change the file: search.epochs=3, matrix.seed=[0,1]; may stand often",
    ),
    many: true,
  },
  "code-hash": oneOf(
    ["emitted", "bytes"],
    "what of the code counts: what it does (default), or every byte, comments too",
  ),
  project: text(
    "DIR",
    "folder with stages/, results/ and .sdarts/ (default: this program's folder)",
  ),
  cache: text(
    "DIR",
    "cache folder (default: .sdarts in the project; also by SDARTS_CACHE)",
  ),
  check: plain("compare with the lock file; code 1 where results differ"),
  tolerance: number("how far numbers may be apart, relative (default: 0)"),
  update: plain("write what was found as the new baseline"),
  reason: text("TEXT", "why the baseline changes"),
  format: oneOf(["table", "json", "junit", "markdown"], "form of the output"),
  output: text("FILE", "file that gets the output"),
  help: { ...plain("show help"), short: "h" },
} as const;

/** Name of a flag. */
export type FlagName = keyof typeof FLAGS;

type ValueOf<F> = F extends { many: true; parse: (...args: never[]) => infer T }
  ? readonly T[]
  : F extends { parse: (...args: never[]) => infer T } ? T
  : never;

/** Values of the flags that were given. */
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
