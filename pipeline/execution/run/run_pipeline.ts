import { type OpenedPipeline, ownParts } from "../../cache/key/action.ts";
import { type FailureKind, PipelineError } from "../../base/pipeline_error.ts";
import type { ActionRecord } from "../../cache/store/action_record.ts";
import { failureText } from "../job/failure_text.ts";
import type { FileLock } from "../../base/file_lock.ts";
import { gpuPool } from "./gpu_pool.ts";
import { liveReports } from "../live/live_reports.ts";
import { lockCache } from "../../cache/store/lock_cache.ts";
import {
  type Instance,
  neededInstances,
} from "../../definition/graph/pipeline.ts";
import { prepareAhead } from "./prepare_ahead.ts";
import {
  type Published,
  publishedOutputs,
  publishOutput,
  removeDrafts,
} from "./publish.ts";
import { recover } from "./recover.ts";
import { openTempFolder } from "../../cache/store/temp_folder.ts";
import { recordedSeconds, recordedWork } from "../plan/recorded_work.ts";
import type { RunEvent, RunSummary } from "../live/run_event.ts";
import { probeInstance, runInstance } from "./run_instance.ts";
import type { ActiveRun, RunOptions } from "./run_options.ts";
import { registerProject } from "../../cache/history/project_roots.ts";
import { rememberedRun } from "../../cache/history/remembered.ts";
import { recordRun } from "../../cache/history/run_record.ts";
import { recordSweep } from "../../cache/history/sweep_record.ts";
import type { Outcome } from "./job_queue.ts";
import { writeProvenance } from "./write_provenance.ts";
import { schedule } from "./schedule.ts";
import { shownPath } from "../../base/shown_path.ts";

/** How a run ended: the gravest of its failures, if any. */
export type RunOutcome = "done" | "interrupted" | FailureKind;

/** Kinds of failures, the gravest first. */
const GRAVEST: readonly FailureKind[] = [
  "damaged",
  "locked",
  "usage",
  "failed",
];

/** Runs a pipeline: takes results from the cache, runs the other instances, and publishes outputs. */
export async function runPipeline(
  options: RunOptions,
): Promise<{ outcome: RunOutcome; summary: RunSummary }> {
  const { opened, chosen, control, report } = options;
  const { pipeline, folders } = opened;
  const published = publishedOutputs(pipeline);
  await checkCode(opened);
  Deno.mkdirSync(folders.root, { recursive: true });
  // The lock of the temporary folder tells other hosts that a run lives; so it comes first.
  const temp = openTempFolder(folders);
  const live = liveReports({
    pipeline: pipeline.name,
    file: shownPath(pipeline.file),
    total: pipeline.instances.length,
    folders,
    temp: temp.path,
    now: Date.now,
  });
  let lock: FileLock | undefined;
  try {
    lock = await lockCache(folders, {
      alone: false,
      wait: control.wait,
      onWait: () => report({ type: "wait", instance: "gc", holder: null }),
      signal: control.stop,
    });
    await recover(
      folders,
      (message) => report({ type: "warning", message }),
    );
    const tell = (event: RunEvent) => {
      live.report(event);
      report(event);
    };
    const run: ActiveRun = {
      ...options,
      state: {
        actions: new Map(),
        records: new Map(),
        last: rememberedRun(folders, pipeline.name),
        checked: { good: new Set(), damaged: new Set() },
        failures: new Map(),
        again: new Map(),
        ran: new Set(),
        cached: new Set(),
        accept: new Map(),
      },
      temp: temp.path,
      gpus: gpuPool(chosen.limits.gpus ?? []),
      prepareAhead: prepareAhead(opened, tell),
      report: tell,
    };
    const { sweep } = pipeline;
    if (sweep !== undefined) {
      recordSweep(folders, pipeline.name, sweep.plan, temp.path);
    }
    const outcomes = await runAndPublish(published, run);
    await options.shared?.close(control.stop);
    const summary = summarise(outcomes, run);
    const failures = [...run.state.failures.values()];
    const outcome = control.stop.aborted
      ? "interrupted"
      : GRAVEST.find((kind) => failures.includes(kind)) ?? "done";
    return { outcome, summary };
  } finally {
    live.close();
    temp.close();
    lock?.release();
  }
}

/** Reads the code of every stage and of its parts, so that imports that cannot be followed are found before anything runs. */
async function checkCode(opened: OpenedPipeline): Promise<void> {
  const modules = new Map(
    opened.pipeline.instances.map((instance) => {
      const { stage: { module: { path } }, parts } = instance;
      return [
        parts === undefined
          ? path
          : [path, ...Object.values(parts.modules)].join("\n"),
        instance,
      ];
    }),
  );
  for (const instance of modules.values()) await ownParts(instance, opened);
}

/**
 * Runs all instances and publishes their outputs. Damaged blobs that are found on the way are made again in another pass,
 * which finds all else done; a pass that finds only blobs that were made again already is the last.
 */
async function runAndPublish(
  published: readonly Published[],
  run: ActiveRun,
): Promise<Map<string, Outcome>> {
  const { opened, control: { stop }, report, state } = run;
  const { again, checked, failures } = state;
  const written = new Set<Published>();
  for (let pass = 1;; pass++) {
    const known = checked.damaged.size;
    const outcomes = await runInstances(run);
    const ended = again.size === 0 || stop.aborted;
    if (ended) await record(run);
    const placed = ended ? publish(published, written, run) : [];
    if (again.size === 0 || stop.aborted) {
      for (const entry of placed) reportPublished(entry, written, run);
      return outcomes;
    }
    const hopeless = checked.damaged.size === known ||
      pass > opened.pipeline.instances.length;
    if (!hopeless) continue;
    for (const [instance, { message }] of again) {
      failures.set(instance, "damaged");
      report({ type: "warning", message: `${instance}: ${message}, again` });
    }
    return outcomes;
  }
}

async function runInstances(run: ActiveRun): Promise<Map<string, Outcome>> {
  const { opened, chosen: { limits, jobs }, control } = run;
  const { instances } = opened.pipeline;
  const byName = new Map(
    instances.map((instance) => [instance.name, instance]),
  );
  // Asked for only when jobs compete: reading the journal takes time.
  let secondsOf: ((instance: Instance) => number) | undefined;
  const weightOf = (instance: Instance) =>
    (secondsOf ??= recordedSeconds(recordedWork(opened)))(instance);
  return await schedule(
    instances.map((instance) => ({
      name: instance.name,
      needs: neededInstances(instance),
      ...instance.resources,
      weight: () => weightOf(instance),
    })),
    {
      ...limits,
      gpus: limits.gpus?.length ?? Infinity,
      jobs,
      keepGoing: control.keepGoing,
      signal: control.stop,
      probe: (name) => probeInstance(byName.get(name)!, run),
      work: (name) => runInstance(byName.get(name)!, run),
    },
  );
}

/** Places outputs that are not as they should be in results/; returns those that are there. */
function publish(
  published: readonly Published[],
  written: Set<Published>,
  { opened: { folders }, control, report, results, state, temp }: ActiveRun,
): Published[] {
  removeDrafts(results, folders);
  const { checked } = state;
  return published.filter((entry) => {
    const record = state.records.get(entry.instance);
    if (record === undefined || control.stop.aborted) return false;
    const moved = (from: string, to: string) =>
      report({
        type: "warning",
        message: `${shownPath(from)} was not written by a run: it is now ${
          shownPath(to)
        }`,
      });
    const options = { folders, results, checked, temp, moved };
    try {
      if (publishOutput(entry, record, options)) written.add(entry);
    } catch (error) {
      if (error instanceof PipelineError && error.kind === "damaged") {
        state.again.set(entry.instance, error);
        return true;
      }
      // What cannot be written, for lack of a right perhaps, must not keep the others from their places.
      state.failures.set(entry.instance, "failed");
      report({
        type: "warning",
        message: `Cannot publish ${shownPath(`${results}/${entry.path}`)}: ${
          failureText(error)
        }`,
      });
      return false;
    }
    return true;
  });
}

function reportPublished(
  entry: Published,
  written: ReadonlySet<Published>,
  run: ActiveRun,
): void {
  const { results, report } = run;
  const full = `${results}/${entry.path}`;
  const path = shownPath(full);
  if (entry.show) {
    report({ type: "show", path, text: Deno.readTextFileSync(full) });
  }
  report({ type: "published", path, changed: written.has(entry) });
  if (entry.provenance) writeProvenance(entry, written.has(entry), run);
}

function summarise(
  outcomes: ReadonlyMap<string, Outcome>,
  { state, report, began }: ActiveRun,
): RunSummary {
  for (const [instance, outcome] of outcomes) {
    if (outcome === "skipped") report({ type: "skipped", instance });
  }
  const ended = [...outcomes.values()];
  const count = (...kinds: Outcome[]) =>
    ended.filter((outcome) => kinds.includes(outcome)).length;
  const summary: RunSummary = {
    ran: state.ran.size,
    cached: state.cached.size,
    failed: count("failed"),
    skipped: count("skipped", "stopped"),
    seconds: (performance.now() - began) / 1000,
    ...(state.accept.size === 0 ? {} : { accept: [...state.accept.values()] }),
  };
  report({ type: "summary", ...summary });
  return summary;
}

/** Keys of the instances that have a result, in the order of the pipeline. */
function recordedKeys(
  instances: readonly Instance[],
  records: ReadonlyMap<string, ActionRecord>,
): Map<string, string> {
  const keys = new Map<string, string>();
  for (const { name } of instances) {
    const record = records.get(name);
    if (record !== undefined) keys.set(name, record.key);
  }
  return keys;
}

async function record(
  { opened, project, provenance, recorded, state, temp }: ActiveRun,
): Promise<void> {
  const { pipeline, folders } = opened;
  const run = recordRun(folders, {
    pipeline: pipeline.name,
    file: shownPath(pipeline.file),
    time: new Date().toISOString(),
    commit: provenance().commit,
    keys: recordedKeys(pipeline.instances, state.records),
  }, { temp, last: state.last });
  recorded?.(run);
  await registerProject(folders, project, { temp, run });
}
