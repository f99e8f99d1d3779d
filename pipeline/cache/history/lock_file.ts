import { z } from "zod";
import { usageError } from "../../base/pipeline_error.ts";
import type { LocatedMap } from "../../definition/yaml/located.ts";
import { parseParams } from "../../definition/yaml/check_by_schema.ts";
import { lockFilesBelow } from "./lock_files_below.ts";
import { parseYaml } from "../../definition/yaml/parse_yaml.ts";
import { readTextIfThere } from "../../base/read_files.ts";
import {
  type Problem,
  problemAt,
  throwProblems,
} from "../../definition/yaml/problem.ts";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, "64 hexadecimal digits");
const instance = z.strictObject({
  key: sha256,
  outputs: z.record(z.string(), sha256),
});
const sweep = z.strictObject({
  values: z.record(
    z.string().regex(/^\d+\/\d+$/, "a trial and its rung"),
    z.union([z.number(), z.null(), z.literal("lost")]),
  ),
  lost: z.record(z.string(), z.literal("failed")),
});
const schema = z.strictObject({
  version: z.literal(1),
  sweep: sweep.optional(),
  results: z.record(z.string(), instance),
});

/** A locked instance: key, and digests of the outputs by name. */
export type LockedInstance = Readonly<z.output<typeof instance>>;

/** Results of a pipeline, by instance. */
export type LockedResults = ReadonlyMap<string, LockedInstance>;

/** What decided the trials of a sweep, so that they are known without its results. */
export interface LockedSweep {
  /** Result of each trial on each rung, by `trial/rung`; `lost` where a stage failed and that ranks the trial last. */
  readonly values: ReadonlyMap<string, number | null | "lost">;
  /** Instances that failed, or that need one that did. */
  readonly lost: ReadonlySet<string>;
}

const HEAD =
  `# Keys and digests of results. "lock" writes them, "lock --check" compares. One value a line, so that git can merge.
version: 1
`;

/**
 * Text of a lock file: sorted, one value per line, without times, paths and hosts, so that equal results have equal
 * bytes.
 *
 * @example
 * ```ts
 * import { lockText } from "./lock_file.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const text = lockText(new Map([["a", { key: "12", outputs: { o: "34" } }]]));
 * assertMatch(text, /"a":\n    key: "12"\n    outputs:\n      "o": "34"\n$/);
 * ```
 */
export function lockText(
  results: LockedResults,
  sweep?: LockedSweep,
): string {
  const block = (indent: string, name: string, lines: readonly string[]) =>
    lines.length === 0 ? [`${indent}${name}: {}`] : [
      `${indent}${name}:`,
      ...lines,
    ];
  const value = (name: string, value: unknown) =>
    `${name}: ${JSON.stringify(value)}`;
  const values = (
    indent: string,
    name: string,
    entries: readonly (readonly [string, unknown])[],
  ) =>
    block(
      indent,
      name,
      entries.toSorted(byName).map(([name, one]) =>
        `${indent}  ${value(JSON.stringify(name), one)}`
      ),
    );
  const lines = [...results].sort(byName).flatMap(([name, locked]) => [
    `  ${JSON.stringify(name)}:`,
    `    ${value("key", locked.key)}`,
    ...values("    ", "outputs", Object.entries(locked.outputs)),
  ]);
  const decided = sweep === undefined ? [] : [
    "# The trials of the sweep follow from these results of `trial/rung`.",
    "sweep:",
    ...values("  ", "values", [...sweep.values]),
    ...values("  ", "lost", [...sweep.lost].map((name) => [name, "failed"])),
  ];
  return `${HEAD}${[...decided, ...block("", "results", lines)].join("\n")}\n`;
}

function byName(a: readonly [string, unknown], b: readonly [string, unknown]) {
  return a[0] < b[0] ? -1 : 1;
}

/**
 * Reads a lock file.
 *
 * Throws a `PipelineError` of kind `usage` for a malformed file, with a hint for markers of a merge conflict.
 *
 * @param file Path of the file, as the user typed it.
 * @returns The results; `undefined` for a missing file.
 */
export function readLockFile(file: string): LockedResults | undefined {
  const text = readTextIfThere(file);
  return text === undefined ? undefined : parseLockFile(file, text);
}

/** Reads what decided the sweep of a lock file; `undefined` for a missing file, and for one of a pipeline without a sweep. */
export function readLockedSweep(file: string): LockedSweep | undefined {
  const text = readTextIfThere(file);
  const sweep = text === undefined ? undefined : parseLock(file, text).sweep;
  return sweep === undefined ? undefined : {
    values: new Map(Object.entries(sweep.values)),
    lost: new Set(Object.keys(sweep.lost)),
  };
}

/** Parses the text of a lock file. */
export function parseLockFile(file: string, text: string): LockedResults {
  return new Map(Object.entries(parseLock(file, text).results));
}

function parseLock(file: string, text: string): z.output<typeof schema> {
  const at = text.split(/\r?\n/).findIndex((line) =>
    /^(<{7}|={7}|>{7}|\|{7})( |$)/.test(line)
  );
  if (at >= 0) {
    throw usageError(
      `${file}:${
        at + 1
      }:1: Expected a lock file but found a merge conflict: resolve it in the pipeline file, then write this file again with "lock"`,
    );
  }
  const { root, problems: found } = parseYaml(text);
  const problems: Problem[] = [...found];
  if (root?.type !== "map") {
    problems.push(problemAt(
      root ?? { line: 1, column: 1 },
      "Expected a lock file but found no mapping",
    ));
  }
  throwProblems(file, problems);
  const locked = parseParams(
    { name: "lock", params: schema },
    root as LocatedMap,
    problems,
  ) as z.output<typeof schema>;
  throwProblems(file, problems);
  return locked;
}

/**
 * Keys that the lock files of a project name, so that `gc` keeps their results.
 *
 * Throws a `PipelineError` of kind `usage` for a malformed lock file, whose results must not be lost.
 */
export function lockedKeys(folder: string): string[] {
  return lockFilesBelow(folder).flatMap((file) =>
    [...readLockFile(file)?.values() ?? []].map(({ key }) => key)
  );
}

/** The same of a project with lock files outside of its folder, each key once. */
export function keysLockedBy(
  { folder, files }: {
    readonly folder: string;
    /** Paths of lock files outside. */
    readonly files: readonly string[];
  },
): string[] {
  const outside = files.flatMap((file) =>
    [...readLockFile(file)?.values() ?? []].map(({ key }) => key)
  );
  return [...new Set([...lockedKeys(folder), ...outside])];
}
