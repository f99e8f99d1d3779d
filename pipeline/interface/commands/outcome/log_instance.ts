import { stageOf } from "../../../definition/graph/point.ts";
import { ifPossible } from "../../../../common/if_possible.ts";
import { durationText } from "../../../../common/quantities.ts";
import { didYouMean } from "../../../../common/did_you_mean.ts";
import { EXIT } from "../../../base/exit_codes.ts";
import { usageError } from "../../../base/pipeline_error.ts";
import { fileNames } from "../../../base/read_files.ts";
import { readJournal } from "../../../cache/history/journal.ts";
import { outputNumbers } from "../../../cache/history/output_numbers.ts";
import { notedMetrics } from "../../../cache/history/run_history.ts";
import { actionSeries } from "../../../cache/metrics/action_series.ts";
import type { CacheFolders } from "../../../cache/store/cache_folders.ts";
import { readCurve } from "../../../execution/live/curve_file.ts";
import { readLiveRuns } from "../../../execution/live/live_run.ts";
import type { StepMetrics } from "../../../stage.ts";
import { writeJson, writeOut } from "../../terminal/write_out.ts";
import { epochLines } from "./epoch_text.ts";

/** The last attempt at an instance. */
interface Attempt {
  readonly pipeline: string;
  readonly key: string;
  readonly status: string;
  readonly time?: string | undefined;
  readonly seconds?: number;
  readonly message?: string | undefined;
}

/** Prints the last attempt at an instance: how it ended, its epochs, and the logs of its tries. */
export function logInstance(
  instance: string,
  folders: CacheFolders,
  { json, all }: { readonly json: boolean; readonly all: boolean },
): number {
  const attempt = lastAttempt(instance, folders);
  const { pipeline, key } = attempt;
  const logs = fileNames(folders.logs).filter((name) =>
    name.startsWith(`${key}.`)
  ).map((name) => `${folders.logs}/${name}`);
  const steps = epochsOf(key, folders);
  if (json) {
    writeJson({ instance, ...attempt, epochs: steps, logs });
    return EXIT.done;
  }
  const first = notedMetrics(folders, pipeline)?.[stageOf(instance)] ?? [];
  writeOut(attemptText(instance, attempt));
  writeOut(epochLines(steps, {
    first: first.map(({ name }) => name),
    all,
    columns: consoleColumns(),
  }));
  for (const path of logs) writeOut(Deno.readTextFileSync(path));
  return EXIT.done;
}

/** Lines of a terminal are cut; elsewhere there is room for all columns. */
function consoleColumns(): number {
  if (!Deno.stdout.isTerminal()) return Infinity;
  return ifPossible(() => Deno.consoleSize().columns) ?? Infinity;
}

function attemptText(
  instance: string,
  { pipeline, status, time, seconds }: Attempt,
): string {
  const date = time === undefined
    ? ""
    : `  ${time.slice(0, 19).replace("T", " ")}`;
  const duration = seconds === undefined ? "" : `  ${durationText(seconds)}`;
  return `${instance} of ${pipeline}  ${status}${date}${duration}\n`;
}

function lastAttempt(instance: string, folders: CacheFolders): Attempt {
  for (const run of readLiveRuns(folders, Date.now())) {
    const found = run.instances.find((one) => one.instance === instance);
    if (found?.key === undefined) continue;
    const { key, began } = found;
    const time = new Date(1000 * began).toISOString();
    const seconds = Math.max(0, Date.now() / 1000 - began);
    const { pipeline } = run;
    return { pipeline, key, status: "running", time, seconds };
  }
  const lines = readJournal(folders.journal);
  const found = lines.findLast((line) => line.instance === instance);
  if (found !== undefined) {
    const { pipeline, key, status, time, seconds, message } = found;
    return { pipeline, key, status, seconds, time, message };
  }
  const known = [...new Set(lines.map((line) => line.instance))];
  throw usageError(
    `Expected an instance that ran (${
      known.slice(-8).join(", ")
    }) but found ${instance}${didYouMean(instance, known)}`,
  );
}

/** What a result has measured at each epoch or step; of one that is not done, what it has reported so far. */
function epochsOf(key: string, folders: CacheFolders): StepMetrics[] {
  const reported = readCurve(folders, key);
  if (reported.length > 0) return reported;
  const steps = new Map<number, Record<string, number>>();
  const numbers = outputNumbers(folders, key, () => {});
  for (const [name, series] of actionSeries(numbers)) {
    if (series.kind !== "curve" || series.counted !== true) continue;
    series.steps.forEach((step, index) => {
      steps.getOrInsertComputed(step, () => ({}))[name] = series.values[index]!;
    });
  }
  return [...steps].sort(([a], [b]) => a - b)
    .map(([step, values]) => ({ step, values }));
}
