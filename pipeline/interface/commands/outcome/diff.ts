import type { RunCommand } from "../command.ts";
import {
  type CacheFolders,
  cacheFolders,
} from "../../../cache/store/cache_folders.ts";
import {
  compareRuns,
  type InstanceChange,
  type NumberChange,
} from "../../../cache/history/compare_runs.ts";
import { PipelineError, usageError } from "../../../base/pipeline_error.ts";
import { readLockFile } from "../../../cache/history/lock_file.ts";
import type { Project } from "../../../execution/plan/project.ts";
import { readRuns } from "../../../cache/history/run_record.ts";
import { findRun } from "../../../cache/history/tags.ts";
import { writeJson, writeOut } from "../../terminal/write_out.ts";

/** Most numbers printed for one instance; `--json` prints all. */
const SHOWN = 12;

/**
 * `diff [A] [B]`: shows how two runs differ. Each is a tag, the start of a run's name, `last`, `last~1`, a lock file or
 * a git revision, which stands for the last run of that commit. The default is the last run and the one before it.
 */
export const diff: RunCommand = async (args, project) => {
  const folders = cacheFolders(project.cache);
  const [before = "last~1", after = "last"] = args.words;
  const changes = compareRuns(
    folders,
    await keysOf(before, folders, project),
    await keysOf(after, folders, project),
  );
  if (args.flags.json) {
    return writeJson({ before, after, changes: changes.map(plain) });
  }
  for (const change of changes) writeOut(changeText(change));
  writeOut(
    `${
      changes.length === 0
        ? "nothing differs"
        : `${changes.length} results differ`
    } between ${before} and ${after}\n`,
  );
};

async function keysOf(
  word: string,
  folders: CacheFolders,
  project: Project,
): Promise<Readonly<Record<string, string>>> {
  if (word.endsWith(".lock")) {
    const locked = readLockFile(word);
    if (locked === undefined) {
      throw usageError(`Lock file ${word} not found`);
    }
    return Object.fromEntries(
      [...locked].map(([name, { key }]) => [name, key]),
    );
  }
  try {
    return findRun(folders, word).keys;
  } catch (error) {
    if (!(error instanceof PipelineError)) throw error;
    const commit = await commitOf(word, project.folder);
    const run = commit === undefined
      ? undefined
      : readRuns(folders).find((run) => run.commit === commit);
    if (run !== undefined) return run.keys;
    throw commit === undefined ? error : usageError(
      `No run of commit ${commit.slice(0, 10)} is recorded: see log`,
    );
  }
}

/** Commit of a git revision; `undefined` if there is none. */
async function commitOf(
  word: string,
  folder: string,
): Promise<string | undefined> {
  try {
    const { success, stdout } = await new Deno.Command("git", {
      args: ["rev-parse", "--verify", "--quiet", "--end-of-options"].concat(
        `${word}^{commit}`,
      ),
      cwd: folder,
      stderr: "null",
    }).output();
    return success ? new TextDecoder().decode(stdout).trim() : undefined;
  } catch {
    return undefined;
  }
}

function changeText({ instance, state, reasons, numbers }: InstanceChange) {
  const more = numbers.length - SHOWN;
  return [
    `${state.padEnd(8)} ${instance}${
      reasons.length === 0 ? "" : `  ${reasons.join("; ")}`
    }`,
    ...numbers.slice(0, SHOWN).map((number) => `  ${numberText(number)}`),
    ...more > 0 ? [`  and ${more} more numbers`] : [],
  ].map((line) => `${line}\n`).join("");
}

function numberText({ name, before, after }: NumberChange): string {
  const change = before === undefined || after === undefined
    ? ""
    : Number.isFinite(after - before)
    ? ` (${after > before ? "+" : ""}${
      Number((after - before).toPrecision(4))
    })`
    : "";
  return `${name}: ${before ?? "none"} -> ${after ?? "none"}${change}`;
}

/** JSON has no NaN: numbers that are not finite become text. */
function plain(change: InstanceChange) {
  const number = (value: number | undefined) =>
    value === undefined || Number.isFinite(value) ? value : String(value);
  return {
    ...change,
    numbers: change.numbers.map(({ name, before, after }) => ({
      name,
      before: number(before),
      after: number(after),
    })),
  };
}
