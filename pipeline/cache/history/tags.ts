import type { CacheFolders } from "../store/cache_folders.ts";
import { PipelineError, usageError } from "../../base/pipeline_error.ts";
import { fileNames } from "../../base/read_files.ts";
import { readRuns, RUN, type RunRecord } from "./run_record.ts";
import { readSealed, writeSealed } from "../../base/sealed_json.ts";

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/** Tags a run, which `gc` then keeps. */
export function tagRun(
  folders: CacheFolders,
  tag: string,
  { run, temp }: { readonly run: RunRecord; readonly temp: string },
): void {
  if (!NAME.test(tag)) {
    throw usageError(
      `Expected a tag of letters, digits, ".", "_" and "-" but found ${tag}`,
    );
  }
  writeSealed(`${folders.tags}/${tag}.json`, run, temp);
}

/**
 * Tagged runs by tag.
 *
 * Throws a `PipelineError` of kind `damaged` for a damaged one, which `gc` must not ignore.
 */
export function readTags(folders: CacheFolders): Map<string, RunRecord> {
  return new Map(
    fileNames(folders.tags).map((name) => {
      const path = `${folders.tags}/${name}`;
      const run = readSealed(path, RUN);
      if (typeof run !== "object") {
        throw new PipelineError(
          "damaged",
          `Expected a tagged run but found a damaged file: ${path}; remove it and tag the run again`,
        );
      }
      return [name.slice(0, -".json".length), run] as const;
    }),
  );
}

/**
 * Finds a run by a tag, the start of its name, or `last` and `last~2` for earlier runs.
 *
 * Throws a `PipelineError` of kind `usage` for no or several matches.
 *
 * @param pipeline Pipeline whose runs `last` counts; by default those of all.
 */
export function findRun(
  folders: CacheFolders,
  word: string,
  pipeline?: string,
): RunRecord {
  const tag = readTags(folders).get(word);
  if (tag !== undefined) return tag;
  const runs = readRuns(folders);
  const back = /^last(?:~(\d+))?$/.exec(word);
  const counted = runs.filter((run) =>
    pipeline === undefined || run.pipeline === pipeline
  );
  const found = back === null
    ? runs.filter(({ id }) => word.length >= 4 && id.startsWith(word))
    : counted.slice(Number(back[1] ?? 0), Number(back[1] ?? 0) + 1);
  const [run] = found;
  if (run !== undefined && found.length === 1) return run;
  if (back !== null && pipeline !== undefined) {
    throw usageError(
      `Expected ${word} among the runs of ${pipeline} but found ${counted.length} of them: see log`,
    );
  }
  throw usageError(
    `Expected a tag, a run of log (${
      runs.slice(0, 5).map(({ id }) => id).join(", ")
    }) or last but found ${word}${
      found.length > 1 ? `, which ${found.length} runs start with` : ""
    }`,
  );
}
