import type { CacheFolders } from "./cache_folders.ts";
import { EXIT, ExitError } from "./exit_error.ts";
import { fileNames } from "./names_in.ts";
import { readRuns, type RunRecord } from "./run_record.ts";
import { writeAtomic } from "./write_atomic.ts";

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/** Gives a run a name under which `gc` keeps it for good. */
export function tagRun(
  folders: CacheFolders,
  tag: string,
  run: RunRecord,
): void {
  if (!NAME.test(tag)) {
    throw new ExitError(
      EXIT.usage,
      `Expected a tag of letters, digits, ".", "_" and "-" but found ${tag}`,
    );
  }
  writeAtomic(
    `${folders.tags}/${tag}.json`,
    `${JSON.stringify(run, null, 1)}\n`,
    folders.temp,
  );
}

/** Tagged runs by tag. */
export function readTags(folders: CacheFolders): Map<string, RunRecord> {
  return new Map(
    fileNames(folders.tags).map((name) =>
      [
        name.slice(0, -".json".length),
        JSON.parse(
          Deno.readTextFileSync(`${folders.tags}/${name}`),
        ) as RunRecord,
      ] as const
    ),
  );
}

/**
 * The run that a word means: a tag, the start of a run's name, or `last` and `last~2` for the runs of before.
 *
 * Throws an `ExitError` with code 2 where there is none, or more than one.
 */
export function findRun(folders: CacheFolders, word: string): RunRecord {
  const tag = readTags(folders).get(word);
  if (tag !== undefined) return tag;
  const runs = readRuns(folders);
  const back = /^last(?:~(\d+))?$/.exec(word);
  const found = back === null
    ? runs.filter(({ id }) => word.length >= 4 && id.startsWith(word))
    : runs.slice(Number(back[1] ?? 0), Number(back[1] ?? 0) + 1);
  const [run] = found;
  if (run !== undefined && found.length === 1) return run;
  throw new ExitError(
    EXIT.usage,
    `Expected a tag, a run of log (${
      runs.slice(0, 5).map(({ id }) => id).join(", ")
    }) or last but found ${word}${
      found.length > 1 ? `, which ${found.length} runs start with` : ""
    }`,
  );
}
