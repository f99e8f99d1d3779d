import type { OpenedPipeline } from "../../cache/key/action.ts";
import {
  type CacheFolders,
  cacheFolders,
} from "../../cache/store/cache_folders.ts";
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

/** State of a pipeline at a moment. */
export interface Watched {
  readonly state: StateView;
  /** Instances by name: the page can ask for no other. */
  readonly instances: ReadonlyMap<
    string,
    { readonly instance: Instance; readonly status: StatusEntry }
  >;
  /** Recorded runs of the pipeline by name. */
  readonly runs: ReadonlyMap<string, RunRecord>;
  readonly attempts: LastAttempts;
  readonly opened: OpenedPipeline;
}

/** Reads the state of a pipeline, at most about once a second however often it is called. */
export type PipelineWatch = () => Promise<Watched>;

/** Milliseconds for which a state is fresh. */
const FRESH = 900;
/** Pause between two plans, as a multiple of the time that a plan takes: one of thousands of stages takes a second. */
const REST = { changed: 3, unchanged: 20 };

/**
 * Watches a pipeline file, its code and the cache. Only reads.
 *
 * Throws a `PipelineError` of kind `usage` if the file is wrong at the beginning; later mistakes are part of the state.
 *
 * @param options The pipeline file and how to read it.
 */
export async function watchPipeline(
  options: PipelineOptions,
  project: Project,
): Promise<PipelineWatch> {
  const planOf = await planWatch(options, project);
  const stateOf = stateReader(cacheFolders(project.cache));
  let last: Promise<Watched> | undefined;
  let ended = Infinity;
  return () => {
    if (last === undefined || Date.now() - ended > FRESH) {
      // Callers during a slow read share it.
      ended = Infinity;
      last = planOf().then(stateOf).finally(() => ended = Date.now());
    }
    return last;
  };
}

interface Planned {
  readonly opened: OpenedPipeline;
  readonly plan: readonly PlanEntry[];
  /** Mistakes in the file since the plan was made. */
  readonly problem: string | null;
  readonly signs: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** Milliseconds that planning took. */
  readonly took: number;
}

/** Makes a plan, and again when it may have changed. */
async function planWatch(
  options: PipelineOptions,
  project: Project,
): Promise<() => Promise<Planned>> {
  const make = async (): Promise<Planned> => {
    const began = performance.now();
    const signs = signsOf(options, project);
    const opened = await openPipeline(options, project);
    const plan = await planPipeline(opened);
    const took = performance.now() - began;
    return { opened, plan, problem: null, signs, time: Date.now(), took };
  };
  let planned = await make();
  return async () => {
    const signs = signsOf(options, project);
    const age = Date.now() - planned.time;
    const stale = age > REST.unchanged * planned.took + 2000;
    const changed = signs !== planned.signs &&
      age > REST.changed * planned.took;
    if (!stale && !changed) return planned;
    try {
      planned = await make();
    } catch (error) {
      if (!(error instanceof PipelineError && error.kind === "usage")) {
        throw error;
      }
      planned = { ...planned, time: Date.now(), signs, problem: error.message };
    }
    return planned;
  };
}

/** Changes when the plan may have changed, and is cheap to compute. */
function signsOf({ file }: PipelineOptions, project: Project): string {
  const { actions } = cacheFolders(project.cache);
  return [file, actions].map((path) => modifiedAt(path)).join();
}

function stateReader(folders: CacheFolders): (planned: Planned) => Watched {
  /** When the last run began that was seen: results since then are `done`, earlier ones `cached`. */
  let since = Date.now() / 1000;
  const stored = storedIn(folders);
  const readAttempts = attemptsReader(folders.journal);
  return ({ opened, plan, problem }) => {
    const { name: pipeline, file, graph, instances } = opened.pipeline;
    const now = Date.now() / 1000;
    const runs = readLiveRuns(folders, Date.now());
    since = runs.findLast((run) => run.pipeline === pipeline)?.began ?? since;
    const attempts = readAttempts();
    const entries = planStatus(plan, folders);
    const recorded = readRuns(folders)
      .filter((run) => run.pipeline === pipeline);
    const context = { now, since, stored, attempts, pipeline };
    const told = {
      pipeline,
      file,
      problem,
      sweep: opened.pipeline.sweep?.summary ?? null,
      runs: runs.map((run) => runView(run, now)),
      stages: graph.map(({ id, use, needs }) => ({ id, use, needs })),
      instances: instances.map((instance, index) =>
        instanceView(instance, entries[index], context)
      ),
      recorded: recordedRunViews(recorded, folders),
    };
    return {
      state: { version: digest("state", JSON.stringify(told)), ...told },
      instances: new Map(
        instances.map((instance, index) => [
          instance.name,
          { instance, status: entries[index]! },
        ]),
      ),
      runs: new Map(recorded.map((run) => [run.id, run])),
      attempts,
      opened,
    };
  };
}
