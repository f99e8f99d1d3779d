import type { OpenedPipeline } from "../../cache/key/action.ts";
import type { SharedCache } from "../../cache/shared/shared_cache.ts";
import { selectInstances } from "../../definition/graph/select_instances.ts";
import { withoutLost } from "../plan/without_lost.ts";
import type { RunEvent, RunSummary } from "../live/run_event.ts";
import type { RunOptions } from "./run_options.ts";
import { type RunOutcome, runPipeline } from "./run_pipeline.ts";

/** What the rounds of a run need anew each time. */
export interface RoundSource {
  /** Reads the pipeline file again, with the results that there are now. */
  readonly reopen: () => Promise<OpenedPipeline>;
  readonly openShared: () => Promise<SharedCache | undefined>;
}

/**
 * Runs a pipeline; one with a sweep round by round, each as a pipeline of the instances that are known, and then whole.
 * The trials of a round follow from what the cache holds, so a run that was killed goes on where it was.
 */
export async function runRounds(
  options: Omit<RunOptions, "shared">,
  { reopen, openShared }: RoundSource,
): Promise<RunOutcome> {
  const events = joinedEvents(options.report);
  let { opened } = options;
  while (true) {
    const { sweep } = opened.pipeline;
    const round = sweep?.plan.open === true ? roundOf(opened) : undefined;
    if (sweep !== undefined) {
      events.report({
        type: "sweep",
        message: sweep.summary,
        instances: opened.pipeline.instances.length,
      });
    }
    // Then a failure is a result of its trial.
    const ranked = round !== undefined && sweep?.failed === "last";
    const { outcome, summary } = await runPipeline({
      ...options,
      control: {
        ...options.control,
        keepGoing: options.control.keepGoing || ranked,
      },
      opened: withoutLost(round ?? opened),
      shared: await openShared(),
      report: events.report,
    });
    const goesOn = outcome === "done" || (ranked && outcome === "failed");
    if (round === undefined || !goesOn) {
      events.end(summary);
      const { open, best } = sweep?.plan ?? {};
      // All that was left to run may have worked, but no trial did.
      return outcome === "done" && open === false && best === null
        ? "failed"
        : outcome;
    }
    const next = await reopen();
    if (
      next.pipeline.sweep?.plan.rounds === sweep?.plan.rounds &&
      next.pipeline.sweep?.plan.open
    ) {
      // What was selected has no further result of the sweep.
      events.end(summary);
      return outcome;
    }
    opened = next;
  }
}

/** The part of a pipeline that gives the results of a round; undefined where a selection left it out. */
function roundOf(opened: OpenedPipeline): OpenedPipeline | undefined {
  const { pipeline } = opened;
  const { stage } = pipeline.sweep!.metric;
  const isMeasured = pipeline.instances.some((instance) =>
    instance.stage.spec.id.value === stage
  );
  if (!isMeasured) return undefined;
  return {
    ...opened,
    pipeline: selectInstances(pipeline, { until: [stage] }).pipeline,
  };
}

/** Reports the runs of all rounds as one: each instance once, and one summary. */
function joinedEvents(report: (event: RunEvent) => void): {
  report(event: RunEvent): void;
  end(summary: RunSummary): void;
} {
  const [ran, cached] = [new Set<string>(), new Set<string>()];
  const [published, failed] = [new Set<string>(), new Set<string>()];
  return {
    report: (event) => {
      if (event.type === "summary") return;
      if (event.type === "cached") {
        if (ran.has(event.instance) || cached.has(event.instance)) return;
        cached.add(event.instance);
      } else if (event.type === "done") {
        ran.add(event.instance);
        cached.delete(event.instance);
      } else if (event.type === "failed") {
        failed.add(event.instance);
      } else if (event.type === "published") {
        if (!event.changed && published.has(event.path)) return;
        published.add(event.path);
      }
      report(event);
    },
    end: (summary) =>
      report({
        type: "summary",
        ...summary,
        ran: ran.size,
        cached: cached.size,
        failed: Math.max(summary.failed, failed.size),
      }),
  };
}
