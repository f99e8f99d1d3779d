import { posix } from "node:path";
import { sha256 } from "../../base/digest.ts";
import {
  type ActionRecord,
  outputDigest,
} from "../../cache/store/action_record.ts";
import type { LoggedInstance } from "./logged_results.ts";

/** A parameter or tag of a run. */
export interface MlflowText {
  readonly key: string;
  readonly value: string;
}

/** A point of a metric. */
export interface MlflowMetric {
  readonly key: string;
  /** JSON has no other numbers; the server reads their names. */
  readonly value: number | "NaN" | "Infinity" | "-Infinity";
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly step: number;
}

/** A run of a tracking server: one instance that is done. */
export interface MlflowRun {
  /** Its instance. */
  readonly name: string;
  /** Key of its action, by which it is found again. */
  readonly key: string;
  /** Milliseconds since 1970. */
  readonly began: number;
  /** Milliseconds since 1970. */
  readonly ended: number;
  readonly params: readonly MlflowText[];
  readonly tags: readonly MlflowText[];
  readonly metrics: readonly MlflowMetric[];
  /** Names of parameters whose values are longer than a server accepts; they are left out. */
  readonly long: readonly string[];
}

/** Most characters of names and values that a server accepts. */
const MOST = { key: 250, param: 6000, tag: 8000 };

/** Tags of a run by which it is found again. */
export const RUN_TAGS = { key: "sdarts.key", instance: "sdarts.instance" };

/**
 * The run of an instance: its parameters, its axes as parameters `axis.NAME` and as tags, digests of its outputs, commit, and
 * metrics with steps and times.
 *
 * @param record What the cache has of it.
 */
export function mlflowRun(
  { instance, key, origin, points }: LoggedInstance,
  record: Pick<ActionRecord, "outputs" | "key" | "schema" | "instance">,
  pipeline: string,
): MlflowRun {
  const axes = Object.entries(instance.point).map(([axis, value]) =>
    [axis, String(value)] as const
  );
  const named = keyNames();
  const params = [
    ...axes.map(([axis, value]) => ({ key: named(`axis.${axis}`), value })),
    ...leaves(instance.params).map(([path, value]) => ({
      key: named(path),
      value,
    })),
  ];
  const tags = {
    "sdarts.pipeline": pipeline,
    "sdarts.stage": instance.stage.spec.id.value,
    ...Object.fromEntries(
      axes.map(([axis, value]) => [`sdarts.axis.${axis}`, value]),
    ),
    ...Object.fromEntries(
      Object.keys(record.outputs).map((output) => [
        `sdarts.digest.${output}`,
        outputDigest(record, output),
      ]),
    ),
    // The page of a run shows it as its version.
    ...origin.commit === null
      ? {}
      : { "mlflow.source.git.commit": origin.commit },
  };
  const tagName = keyNames();
  const metricName = keyNames();
  return {
    name: instance.name,
    key,
    began: origin.began,
    ended: origin.ended,
    params: params.filter(({ value }) => value.length <= MOST.param),
    long: params.flatMap(({ key, value }) =>
      value.length > MOST.param ? [key] : []
    ),
    tags: Object.entries(tags).map(([name, value]) => ({
      key: tagName(name),
      value: value.slice(0, MOST.tag),
    })),
    metrics: points.map(({ metric, step, value, time }) => ({
      key: metricName(metric),
      value: Number.isFinite(value)
        ? value
        : String(value) as MlflowMetric["value"],
      timestamp: time,
      step,
    })),
  };
}

/** Texts in parameters by path; lists of plain values stay together. */
function leaves(value: unknown, path = ""): [path: string, text: string][] {
  const members = Object.entries(Object(value));
  const isPlain = typeof value !== "object" || value === null ||
    Array.isArray(value) && value.every((one) => typeof one !== "object") ||
    members.length === 0;
  if (isPlain) {
    return path === "" ? [] : [[
      path,
      typeof value === "string" ? value : JSON.stringify(value) ?? "",
    ]];
  }
  return members.flatMap(([name, member]) =>
    leaves(member, path === "" ? name : `${path}.${name}`)
  );
}

/** Gives names that a server accepts: letters, digits and `_.-: /`, normal as a path, and each for one name alone. */
function keyNames(): (name: string) => string {
  const taken = new Map<string, string>();
  return (name) => {
    const plain = name.replaceAll(/[^/\p{L}\p{N}_.\- :]/gu, "_");
    const normal = posix.normalize(plain) === plain && !/^[./]/.test(plain)
      ? plain
      : `_${plain.replaceAll("/", "_")}`;
    const own = normal.length <= MOST.key &&
        (taken.getOrInsert(normal, name) === name)
      ? normal
      : `${normal.slice(0, MOST.key - 17)}-${sha256(name).slice(0, 16)}`;
    return own;
  };
}
