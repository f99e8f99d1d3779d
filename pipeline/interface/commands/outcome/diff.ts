import { stageOf } from "../../../definition/graph/point.ts";
import type { RunCommand } from "../command.ts";
import {
  type CacheFolders,
  cacheFolders,
} from "../../../cache/store/cache_folders.ts";
import {
  compareRuns,
  numberChanges,
} from "../../../cache/history/compare_runs.ts";
import { notedMetrics } from "../../../cache/history/run_history.ts";
import { headlineMetrics } from "../../../cache/metrics/headline_metrics.ts";
import { readHeadline } from "../../../cache/metrics/read_headline.ts";
import {
  changeText,
  type JudgedChange,
  type MetricChange,
} from "./diff_text.ts";
import { PipelineError, usageError } from "../../../base/pipeline_error.ts";
import { readLockFile } from "../../../cache/history/lock_file.ts";
import type { Project } from "../../../execution/plan/project.ts";
import { readRuns } from "../../../cache/history/run_record.ts";
import { findRun } from "../../../cache/history/tags.ts";
import { writeJson, writeOut } from "../../terminal/write_out.ts";

/** A side of a comparison. */
interface Side {
  readonly keys: Readonly<Record<string, string>>;
  /** Pipeline of a run; a lock file does not say it. */
  readonly pipeline?: string;
}

/**
 * `diff [A] [B]`: shows how two runs of a pipeline differ. Each is a tag, the start of a run's name, `last`, `last~1`, a
 * lock file or a git revision, which stands for the last run of that commit. The default is the last run and the one of
 * its pipeline before it; `last` counts the runs of the pipeline that the other word names.
 */
export const diff: RunCommand = async (args, project) => {
  const folders = cacheFolders(project.cache);
  const [before = "last~1", after = "last"] = args.words;
  const { json, all = false } = args.flags;
  const [from, to] = await bothSides([before, after], folders, project);
  const pipeline = to.pipeline ?? from.pipeline;
  if (from.pipeline !== undefined && from.pipeline !== pipeline) {
    console.error(
      `warning: ${before} is a run of ${from.pipeline} and ${after} one of ${pipeline}: their instances are compared by name`,
    );
  }
  const judge = metricJudge(folders, pipeline);
  const changes = compareRuns(folders, from.keys, to.keys).map((change) => ({
    ...change,
    metrics: judge(
      change.instance,
      from.keys[change.instance],
      to.keys[change.instance],
    ),
  }));
  if (json) return writeJson({ before, after, changes: changes.map(plain) });
  const told = changes.toSorted((a, b) =>
    Number(b.metrics.length > 0) - Number(a.metrics.length > 0)
  );
  for (const change of told) writeOut(changeText(change, all));
  writeOut(
    `${
      changes.length === 0
        ? "nothing differs"
        : `${changes.length} results differ`
    } between ${before} and ${after}\n`,
  );
};

/** Words that count runs back from the last one. */
const LAST = /^last(~\d+)?$/;

/** Both sides; a word that counts runs counts those of the pipeline of the other. */
async function bothSides(
  [before, after]: readonly [string, string],
  folders: CacheFolders,
  project: Project,
): Promise<[Side, Side]> {
  const newest = readRuns(folders)[0]?.pipeline;
  const side = (word: string, pipeline?: string) =>
    sideOf(word, { folders, project, pipeline });
  if (LAST.test(before)) {
    const to = await side(after, LAST.test(after) ? newest : undefined);
    return [await side(before, to.pipeline ?? newest), to];
  }
  const from = await side(before);
  return [from, await side(after, from.pipeline ?? newest)];
}

async function sideOf(
  word: string,
  { folders, project, pipeline }: {
    readonly folders: CacheFolders;
    readonly project: Project;
    readonly pipeline: string | undefined;
  },
): Promise<Side> {
  if (word.endsWith(".lock")) {
    const locked = readLockFile(word);
    if (locked === undefined) {
      throw usageError(`Lock file ${word} not found`);
    }
    return {
      keys: Object.fromEntries(
        [...locked].map(([name, { key }]) => [name, key]),
      ),
    };
  }
  try {
    return findRun(folders, word, pipeline);
  } catch (error) {
    if (!(error instanceof PipelineError)) throw error;
    const commit = await commitOf(word, project.folder);
    const run = commit === undefined
      ? undefined
      : readRuns(folders).find((run) =>
        run.commit === commit &&
        (pipeline === undefined || run.pipeline === pipeline)
      );
    if (run !== undefined) return run;
    throw commit === undefined ? error : usageError(
      `No run of commit ${commit.slice(0, 10)} is recorded: see log`,
    );
  }
}

/** Compares the headline metrics of an instance: those that the last run of the pipeline has noted of its stage, or by their names. */
function metricJudge(folders: CacheFolders, pipeline: string | undefined) {
  const noted = notedMetrics(folders, pipeline) ?? {};
  return (
    instance: string,
    before: string | undefined,
    after: string | undefined,
  ): MetricChange[] => {
    if (before === undefined || after === undefined) return [];
    const [old, now] = [before, after].map((key) =>
      readHeadline(folders, key)
    ) as [Map<string, number>, Map<string, number>];
    const changed = new Map(
      numberChanges(old, now).map((change) => [change.name, change]),
    );
    const metrics = noted[stageOf(instance)] ??
      headlineMetrics({}, new Set([...old.keys(), ...now.keys()]));
    return metrics.flatMap(({ name, label, better }) => {
      const change = changed.get(name);
      return change === undefined ? [] : [{ ...change, label, better }];
    });
  };
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

/** JSON has no NaN: numbers that are not finite become text. */
function plain({ metrics, ...change }: JudgedChange) {
  const number = (value: number | undefined) =>
    value === undefined || Number.isFinite(value) ? value : String(value);
  return {
    ...change,
    metrics: metrics.map((metric) => ({
      ...metric,
      before: number(metric.before),
      after: number(metric.after),
    })),
    numbers: change.numbers.map(({ name, before, after }) => ({
      name,
      before: number(before),
      after: number(after),
    })),
  };
}
