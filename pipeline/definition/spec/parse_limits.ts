import type { Located, LocatedMap, LocatedScalar } from "../yaml/located.ts";
import {
  checkKeys,
  nodeOfType,
  reportUnexpected,
} from "../yaml/node_checks.ts";
import type { Problem } from "../yaml/problem.ts";
import type { Resources } from "../../stage.ts";

/** Limits of a stage in the file; they are not part of a key. */
export interface LimitSpec {
  /** Most seconds of an attempt. */
  readonly timeout?: number;
  /** Further attempts after a failed one. */
  readonly retries: number;
  /** Resources that replace those that the stage declares. */
  readonly resources: Resources;
}

/** Keys of a stage that limit its use of the machine. */
export const LIMIT_KEYS = ["timeout", "retries", "resources"];

const SECONDS: Readonly<Record<string, number>> = {
  ms: 0.001,
  s: 1,
  m: 60,
  h: 3600,
  d: 86400,
};
const MEBIBYTES: Readonly<Record<string, number>> = {
  M: 1,
  MiB: 1,
  G: 1024,
  GiB: 1024,
  T: 2 ** 20,
  TiB: 2 ** 20,
};

/** Checks `timeout`, `retries` and `resources` of a stage. */
export function parseLimits(node: LocatedMap, problems: Problem[]): LimitSpec {
  const at = (key: string) => node.entries.get(key)?.value;
  const timeout = measure(at("timeout"), {
    what: 'timeout to be a time such as "90s", "30m" or "2h"',
    units: SECONDS,
  }, problems);
  const retries = number(at("retries"), {
    what: "retries to be a whole number from 0 to 100",
    fits: (value) => Number.isInteger(value) && value >= 0 && value <= 100,
  }, problems);
  const map = nodeOfType(at("resources"), {
    type: "map",
    what: "resources to be a mapping with cpus, memory and gpus",
  }, problems);
  if (map !== undefined) {
    checkKeys(map, {
      known: ["cpus", "memory", "gpus"],
      what: "a key of resources",
    }, problems);
  }
  const cpus = number(map?.entries.get("cpus")?.value, {
    what: "cpus to be a positive number",
    fits: (value) => value > 0,
  }, problems);
  const gpus = number(map?.entries.get("gpus")?.value, {
    what:
      "gpus to be a whole number of at least 0, as a GPU works for one stage at a time",
    fits: (value) => Number.isInteger(value) && value >= 0,
  }, problems);
  const memory = measure(map?.entries.get("memory")?.value, {
    what: 'memory to be a size such as "512M" or "20G"',
    units: MEBIBYTES,
  }, problems);
  return {
    ...(timeout === undefined ? {} : { timeout }),
    retries: retries ?? 0,
    resources: {
      ...(cpus === undefined ? {} : { cpus }),
      ...(memory === undefined ? {} : { memory }),
      ...(gpus === undefined ? {} : { gpus }),
    },
  };
}

function measure(
  node: Located | undefined,
  options: {
    readonly what: string;
    readonly units: Readonly<Record<string, number>>;
  },
  problems: Problem[],
): number | undefined {
  if (node === undefined) return undefined;
  const value = node.type === "scalar"
    ? measured(String((node as LocatedScalar).value), options.units)
    : undefined;
  if (value !== undefined) return value;
  reportUnexpected(node, `${options.what}`, problems);
  return undefined;
}

function measured(
  text: string,
  units: Readonly<Record<string, number>>,
): number | undefined {
  const match = /^([0-9]+(?:\.[0-9]+)?) ?([A-Za-z]+)$/.exec(text);
  const unit = Object.hasOwn(units, match?.[2] ?? "")
    ? units[match![2]!]!
    : NaN;
  const value = Number(match?.[1]) * unit;
  return value > 0 ? value : undefined;
}

/** MiB of a size such as `512M` or `20G`; undefined for other text. */
export function mebibytes(text: string): number | undefined {
  return measured(text, MEBIBYTES);
}

function number(
  node: Located | undefined,
  options: {
    readonly what: string;
    readonly fits: (value: number) => boolean;
  },
  problems: Problem[],
): number | undefined {
  if (node === undefined) return undefined;
  const value = node.type === "scalar" ? node.value : undefined;
  if (typeof value === "number" && options.fits(value)) return value;
  reportUnexpected(node, `${options.what}`, problems);
  return undefined;
}
