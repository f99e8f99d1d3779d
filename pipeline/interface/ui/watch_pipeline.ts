import type { OpenedPipeline } from "../../cache/key/action.ts";
import { cacheFolders } from "../../cache/store/cache_folders.ts";
import { digest } from "../../base/digest.ts";
import { PipelineError } from "../../base/pipeline_error.ts";
import { modifiedAt } from "../../base/lease.ts";
import { readLiveRuns } from "../../execution/live/live_run.ts";
import type { Instance } from "../../definition/graph/pipeline.ts";
import {
  planStatus,
  type StatusEntry,
} from "../../execution/live/pipeline_status.ts";
import { type PlanEntry, planPipeline } from "../../execution/plan/plan.ts";
import {
  openPipeline,
  type PipelineOptions,
  type Project,
} from "../../execution/plan/project.ts";
import { readRuns, type RunRecord } from "../../cache/history/run_record.ts";
import type { StateView } from "./api.ts";
import { attemptsReader, type LastAttempts } from "./last_attempts.ts";
import { instanceView, recordedRunViews, runView, storedIn } from "./views.ts";

/** A pipeline as it stands at a moment. */
export interface Watched {
  /** What the page is told. */
  readonly state: StateView;
  /** Instances by name: nothing else can be asked for. */
  readonly instances: ReadonlyMap<string, WatchedInstance>;
  /** Runs of the pipeline that are written down, by name. */
  readonly runs: ReadonlyMap<string, RunRecord>;
  /** Last attempts at instances. */
  readonly attempts: LastAttempts;
  /** The pipeline. */
  readonly opened: OpenedPipeline;
}

/** An instance with how it stands. */
export interface WatchedInstance {
  /** The instance. */
  readonly instance: Instance;
  /** How it stands. */
  readonly status: StatusEntry;
}

/** Looks at a pipeline, about once a second however often it is asked. */
export type PipelineWatch = () => Promise<Watched>;

/** Milliseconds for which a look is good. */
const FRESH = 900;
/** A plan is made again after this many times the time that it took: one of thousands of stages takes a second. */
const REST = { changed: 3, unchanged: 20 };

/**
 * Watches a pipeline file, its code and the cache. Reads only.
 *
 * Throws a `PipelineError` of kind `usage` where the file is wrong at the beginning; what is wrong later is part of the state.
 *
 * @param options The pipeline file and how to read it.
 * @param project The project.
 * @returns What looks.
 */
export async function watchPipeline(
  options: PipelineOptions,
  project: Project,
): Promise<PipelineWatch> {
  const folders = cacheFolders(project.cache);
  const began = Date.now() / 1000;
  /** When the last run began that was seen: what the cache got since is done, the rest was cached. */
  let since = began;
  let planned = await makePlan(options, project);
  let problem: string | null = null;
  let last: Promise<Watched> | undefined;
  let ended = Infinity;
  const stored = storedIn(folders);
  const readAttempts = attemptsReader(folders.journal);
  const look = async (): Promise<Watched> => {
    const signs = signsOf(options, project);
    const age = Date.now() - planned.time;
    const stale = age > REST.unchanged * planned.took + 2000;
    const changed = signs !== planned.signs &&
      age > REST.changed * planned.took;
    if (stale || changed) {
      try {
        planned = await makePlan(options, project);
        problem = null;
      } catch (error) {
        if (!(error instanceof PipelineError && error.kind === "usage")) {
          throw error;
        }
        problem = error.message;
        planned = { ...planned, time: Date.now(), signs };
      }
    }
    const { opened, plan } = planned;
    const now = Date.now() / 1000;
    const runs = readLiveRuns(folders, Date.now());
    const newest = runs.findLast(({ pipeline }) =>
      pipeline === opened.pipeline.name
    );
    if (newest !== undefined) since = newest.began;
    const attempts = readAttempts();
    const entries = planStatus(plan, folders);
    const recorded = readRuns(folders).filter(({ pipeline }) =>
      pipeline === opened.pipeline.name
    );
    const views = opened.pipeline.instances.map((instance, index) =>
      instanceView(instance, entries[index], {
        now,
        since,
        stored,
        attempts,
        pipeline: opened.pipeline.name,
      })
    );
    const told = {
      pipeline: opened.pipeline.name,
      file: opened.pipeline.file,
      problem,
      runs: runs.map((run) => runView(run, now)),
      stages: opened.pipeline.graph.map(({ id, use, needs }) => ({
        id,
        use,
        needs,
      })),
      instances: views,
      recorded: recordedRunViews(recorded, folders),
    };
    return {
      state: { version: digest("state", JSON.stringify(told)), ...told },
      instances: new Map(
        opened.pipeline.instances.map((instance, index) => [
          instance.name,
          { instance, status: entries[index]! },
        ]),
      ),
      runs: new Map(recorded.map((run) => [run.id, run])),
      attempts,
      opened,
    };
  };
  return () => {
    if (last === undefined || Date.now() - ended > FRESH) {
      // One that takes long is waited for by all.
      ended = Infinity;
      last = look().finally(() => ended = Date.now());
    }
    return last;
  };
}

interface Planned {
  readonly opened: OpenedPipeline;
  readonly plan: readonly PlanEntry[];
  readonly signs: string;
  readonly time: number;
  readonly took: number;
}

async function makePlan(
  options: PipelineOptions,
  project: Project,
): Promise<Planned> {
  const began = performance.now();
  const signs = signsOf(options, project);
  const opened = await openPipeline(options, project);
  const plan = await planPipeline(opened);
  return {
    opened,
    plan,
    signs,
    time: Date.now(),
    took: performance.now() - began,
  };
}

/** Changes when the plan may have changed, and is cheap to compute. */
function signsOf({ file }: PipelineOptions, project: Project): string {
  const { actions } = cacheFolders(project.cache);
  return [file, actions].map((path) => modifiedAt(path)).join();
}
