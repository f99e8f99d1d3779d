import { type OpenedPipeline, ownParts } from "../../cache/key/action.ts";
import type { FailureKind } from "../../base/pipeline_error.ts";
import type { Provenance } from "../../cache/history/journal.ts";
import type { FileLock } from "../../base/file_lock.ts";
import type { ChosenExecutor, Executor } from "../executor/executor.ts";
import { liveReports } from "../live/live_reports.ts";
import { lockCache } from "../../cache/store/lock_cache.ts";
import type { MachineLimits } from "../plan/machine_limits.ts";
import {
  type Instance,
  neededInstances,
} from "../../definition/graph/pipeline.ts";
import { publishedOutputs, publishOutput, removeDrafts } from "./publish.ts";
import { shownPath } from "../../base/shown_path.ts";
import { recover } from "./recover.ts";
import { openTempFolder } from "../../cache/store/temp_folder.ts";
import { recordedSeconds, recordedWork } from "../plan/recorded_work.ts";
import type { RunEvent, RunSummary } from "../live/run_event.ts";
import { probeInstance, runInstance, type RunState } from "./run_instance.ts";
import { recordRun } from "../../cache/history/run_record.ts";
import { schedule } from "./schedule.ts";
import type { SharedCache } from "../../cache/shared/shared_cache.ts";
import { slotPool } from "./slot_pool.ts";

/** What a run is done with. */
export interface RunOptions extends OpenedPipeline {
  /** deno.json of the stage processes. */
  readonly config: string;
  /** Folder that gets published outputs. */
  readonly results: string;
  /** Cores and memory of the machine. */
  readonly limits: MachineLimits;
  /** Stages at a time. */
  readonly jobs: number;
  /** Goes on after a failure with what does not depend on it. */
  readonly keepGoing: boolean;
  /** Waits for locks of other processes. */
  readonly wait: boolean;
  /** Asks to stop. */
  readonly stop: AbortSignal;
  /** Ends running stages at once. */
  readonly kill: AbortSignal;
  /** Seconds between asking a stage to stop and ending it. */
  readonly grace: number;
  /** Runs the processes of stages. */
  readonly executor: Executor;
  /** Ends the job that an earlier run left at work with another executor. */
  readonly endElsewhere: ChosenExecutor["endElsewhere"];
  /** What other machines may have made already. */
  readonly shared?: SharedCache | undefined;
  /** Gets what happens. */
  readonly report: (event: RunEvent) => void;
  /** When the program began, on the clock of `performance.now()`. */
  readonly began: number;
  /** Where the run happens. */
  readonly provenance: () => Provenance;
}

/** How a run ended: the gravest of its failures, if any. */
export type RunOutcome = "done" | "interrupted" | FailureKind;

/** Kinds of failures, the gravest first. */
const GRAVEST: readonly FailureKind[] = [
  "damaged",
  "locked",
  "usage",
  "failed",
];

/**
 * Runs a pipeline: what is in the cache is taken from there, the rest runs, published outputs are laid out.
 *
 * @param options The pipeline and what it runs with.
 * @returns How it ended, and counts.
 */
export async function runPipeline(
  options: RunOptions,
): Promise<{ outcome: RunOutcome; summary: RunSummary }> {
  const published = publishedOutputs(options.pipeline);
  // Code that cannot be followed is found before anything runs.
  const modules = new Map(
    options.pipeline.instances.map((instance) => [
      instance.stage.module.path,
      instance,
    ]),
  );
  for (const instance of modules.values()) await ownParts(instance, options);
  Deno.mkdirSync(options.folders.root, { recursive: true });
  // The lock of the temporary folder tells other hosts that a run lives; so it comes first.
  const temp = openTempFolder(options.folders);
  let lock: FileLock | undefined;
  const state: RunState = {
    actions: new Map(),
    records: new Map(),
    failures: [],
    ran: 0,
    cached: 0,
  };
  const verified = new Set<string>();
  const live = liveReports({
    pipeline: options.pipeline.name,
    file: shownPath(options.pipeline.file),
    total: options.pipeline.instances.length,
    folders: options.folders,
    temp: temp.path,
    now: Date.now,
  });
  try {
    lock = await lockCache(options.folders, {
      alone: false,
      wait: options.wait,
      onWait: () =>
        options.report({ type: "wait", instance: "gc", holder: null }),
      signal: options.stop,
    });
    await recover(options.folders);
    const byName = new Map(
      options.pipeline.instances.map((instance) => [instance.name, instance]),
    );
    const action = {
      ...options,
      records: state.records,
      gpus: slotPool(options.limits.gpus ?? []),
      verified,
      temp: temp.path,
      report: (event: RunEvent) => {
        live.report(event);
        options.report(event);
      },
    };
    const instanceOf = (name: string): Instance => {
      const instance = byName.get(name);
      if (instance === undefined) {
        throw new RangeError(`Expected an instance but found ${name}`);
      }
      return instance;
    };
    const outcomes = await schedule(jobsOf(options), {
      ...options.limits,
      gpus: options.limits.gpus?.length ?? Infinity,
      jobs: options.jobs,
      keepGoing: options.keepGoing,
      signal: options.stop,
      probe: (name) => probeInstance(instanceOf(name), state, action),
      work: (name) => runInstance(instanceOf(name), state, action),
    });
    await options.shared?.close(options.stop);
    removeDrafts(options.results, options.folders);
    for (const entry of published) {
      const record = state.records.get(entry.instance);
      if (record === undefined || options.stop.aborted) continue;
      const changed = publishOutput(entry, record, {
        ...options,
        verified,
        temp: temp.path,
      });
      const path = `${options.results}/${entry.path}`;
      if (entry.show) {
        options.report({
          type: "show",
          path: shownPath(path),
          text: Deno.readTextFileSync(path),
        });
      }
      options.report({ type: "published", path: shownPath(path), changed });
    }
    const ended = [...outcomes.values()];
    for (const [instance, outcome] of outcomes) {
      if (outcome === "skipped") options.report({ type: "skipped", instance });
    }
    const summary: RunSummary = {
      ran: state.ran,
      cached: state.cached,
      failed: ended.filter((outcome) => outcome === "failed").length,
      skipped: ended.filter((outcome) =>
        outcome === "skipped" || outcome === "stopped"
      ).length,
      seconds: (performance.now() - options.began) / 1000,
    };
    options.report({ type: "summary", ...summary });
    recordRun(options.folders, {
      pipeline: options.pipeline.name,
      file: shownPath(options.pipeline.file),
      time: new Date().toISOString(),
      commit: options.provenance().commit,
      keys: Object.fromEntries(
        options.pipeline.instances.flatMap(({ name }) => {
          const record = state.records.get(name);
          return record === undefined ? [] : [[name, record.key]];
        }),
      ),
    }, temp.path);
    const outcome = options.stop.aborted
      ? "interrupted"
      : GRAVEST.find((kind) =>
        state.failures.includes(kind)
      ) ?? "done";
    return { outcome, summary };
  } finally {
    live.close();
    temp.close();
    lock?.release();
  }
}

function jobsOf(options: RunOptions) {
  let secondsOf: ((instance: Instance) => number) | undefined;
  return options.pipeline.instances.map((instance) => ({
    name: instance.name,
    needs: neededInstances(instance),
    ...instance.resources,
    weight: () =>
      (secondsOf ??= recordedSeconds(recordedWork(options)))(instance),
  }));
}
