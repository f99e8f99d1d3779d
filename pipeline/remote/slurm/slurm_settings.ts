import type { LocatedMap } from "../../definition/yaml/located.ts";
import { scalarOf, textOf } from "../../definition/yaml/node_checks.ts";
import type { Problem } from "../../definition/yaml/problem.ts";
import {
  readSettings,
  takeSettings,
} from "../../definition/yaml/settings_file.ts";

/** Name of the file in a project. */
export const SLURM_FILE = "slurm.yaml";

/** Settings of a site in `slurm.yaml` of a project. */
export interface SlurmSettings {
  /** Partition; default: that of the site. */
  readonly partition?: string;
  readonly account?: string;
  readonly qos?: string;
  /** Model of the GPUs, such as `NVIDIA H200`: part of the keys of stages with GPUs, which refuse another. */
  readonly accelerator?: string;
  /** Most minutes of a stage without a timeout; default: the limit of the partition. */
  readonly minutes?: number;
  /** Further options of sbatch, such as `--constraint=a100`. */
  readonly options: readonly string[];
  /** Seconds between two questions to the queue. */
  readonly poll: number;
  /** Seconds between two signs of life of a job. */
  readonly beat: number;
  /** Seconds that files may take to become visible on another machine. */
  readonly patience: number;
  /** Jobs in the queue at a time. */
  readonly jobs: number;
}

/** Defaults of `slurm.yaml`. */
export const SLURM_DEFAULTS: SlurmSettings = {
  options: [],
  poll: 2,
  beat: 5,
  patience: 60,
  jobs: 100,
};

/** Missed signs of life after which a job counts as dead. */
export const SILENT_BEATS = 4;

const TEXTS = ["partition", "account", "qos"] as const;
const NUMBERS = {
  minutes: 0,
  poll: 0,
  beat: 0,
  patience: -1,
  jobs: 0,
} as const;
const KEYS = [...TEXTS, "accelerator", ...Object.keys(NUMBERS), "options"];
/** Options that the executor sets itself, or that would start something else or give jobs more variables. */
const OWN = [
  ...["job-name", "array", "output", "error", "input", "open-mode", "wrap"],
  ...["parsable", "export", "no-requeue", "requeue", "chdir", "wait"],
  ...["dependency", "get-user-env", "test-only", "help", "usage", "version"],
];

/** True for one of them, one that starts like it, and any abbreviation, which sbatch completes. */
function isOwn(option: string): boolean {
  const name = option.slice(2).split("=", 1).join();
  return OWN.some((own) => own.startsWith(name) || name.startsWith(`${own}-`));
}

/**
 * Reads the settings of a Slurm site.
 *
 * @returns The settings. Throws a `PipelineError` of kind `usage`, with `file:line:column` of each mistake.
 */
export function parseSlurmSettings(text: string, file: string): SlurmSettings {
  return { ...SLURM_DEFAULTS, ...readSettings(text, file, read) };
}

function read(map: LocatedMap, problems: Problem[]): Partial<SlurmSettings> {
  return takeSettings(map, { known: KEYS, problems }, (take) => {
    for (const name of TEXTS) {
      take(name, "a name", (node) => {
        const value = textOf(node);
        return value && /^[\w.,@-]+$/.test(value) ? value : undefined;
      });
    }
    take("accelerator", "the model of a GPU such as NVIDIA H200", (node) => {
      const value = textOf(node);
      return value && /^\w[\w .+()-]{0,99}$/.test(value) ? value : undefined;
    });
    for (const [name, above] of Object.entries(NUMBERS)) {
      take(name, above < 0 ? "a number from 0" : "a number above 0", (node) => {
        const value = scalarOf(node);
        return typeof value === "number" && value > above && value < 1e9
          ? value
          : undefined;
      });
    }
    take(
      "options",
      "a list of options of sbatch, each --NAME=VALUE",
      (node) => {
        if (node.type !== "list") return undefined;
        const options = node.items.map(scalarOf);
        const good = options.every((option) =>
          typeof option === "string" && option.startsWith("--") &&
          !isOwn(option)
        );
        return good ? options as string[] : undefined;
      },
    );
  });
}
