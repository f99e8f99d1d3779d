import { type PipelineError, usageError } from "../../base/pipeline_error.ts";
import type { Capacity } from "../../execution/run/node_accounts.ts";
import { didYouMean } from "../../../common/did_you_mean.ts";
import { mebibytes } from "../../definition/spec/parse_limits.ts";

/** The nodes that `--simulate` describes. */
export interface SimulatedNodes {
  readonly nodes: number;
  readonly node: Capacity;
  /** `empty`: everything runs; `here`: the shared cache holds what is in this machine's cache. */
  readonly cache: "empty" | "here";
}

/** Largest number of nodes. */
const MOST = 10_000;

const KEYS = ["nodes", "cpus", "gpus", "memory", "jobs", "cache"] as const;

/**
 * Reads the value of `--simulate`, such as `nodes=64,cpus=8,gpus=1,memory=32G`.
 *
 * Throws a `PipelineError` of kind `usage` for a wrong value.
 *
 * @param machine Capacity of a node, as far as the text does not say.
 */
export function parseNodes(
  text: string,
  machine: Omit<Capacity, "jobs">,
): SimulatedNodes {
  const given = new Map<string, string>();
  for (const part of text.split(",")) {
    const [key = "", ...rest] = part.split("=");
    const value = rest.join("=").trim();
    if (!KEYS.some((known) => known === key.trim())) {
      throw wrong(
        `a key (${KEYS.join(", ")})`,
        `${key.trim() || "nothing"}${didYouMean(key.trim(), KEYS)}`,
      );
    }
    if (given.has(key.trim())) {
      throw wrong(`${key.trim()} once`, "it twice");
    }
    given.set(key.trim(), value);
  }
  const read = <T>(
    key: typeof KEYS[number],
    what: string,
    parse: (value: string) => T | undefined,
  ): T | undefined => {
    const value = given.get(key);
    if (value === undefined) return undefined;
    const found = parse(value);
    if (found !== undefined) return found;
    throw wrong(`${key} to be ${what}`, value === "" ? "nothing" : value);
  };
  const whole = (least: number, most: number) => (value: string) => {
    const number = /^[0-9]+$/.test(value) ? Number(value) : NaN;
    return number >= least && number <= most ? number : undefined;
  };
  const nodes = read(
    "nodes",
    `a whole number from 1 to ${MOST}`,
    whole(1, MOST),
  );
  if (nodes === undefined) throw wrong("nodes=N", text);
  const cpus = read("cpus", "a positive number", (value) => {
    const number = /^[0-9]+(\.[0-9]+)?$/.test(value) ? Number(value) : NaN;
    return number > 0 ? number : undefined;
  }) ?? machine.cpus;
  return {
    nodes,
    node: {
      cpus,
      gpus: read("gpus", "a whole number", whole(0, MOST)) ?? machine.gpus,
      memory: read("memory", 'a size such as "512M" or "20G"', mebibytes) ??
        machine.memory,
      jobs: read("jobs", "a whole number of at least 1", whole(1, MOST)) ??
        Math.max(1, Math.floor(cpus)),
    },
    cache: read(
      "cache",
      "empty or here",
      (value) => value === "empty" || value === "here" ? value : undefined,
    ) ?? "empty",
  };
}

function wrong(expected: string, found: string): PipelineError {
  return usageError(`Expected ${expected} in --simulate but found ${found}`);
}
