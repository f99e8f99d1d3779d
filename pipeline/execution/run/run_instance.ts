import {
  type Action,
  actionOf,
  recordedDigests,
} from "../../cache/key/action.ts";
import { type ActionRecord, lookUp } from "../../cache/store/action_record.ts";
import { type FailureKind, PipelineError } from "../../base/pipeline_error.ts";
import { failureText } from "../job/failure_text.ts";
import {
  appendJournal,
  type JournalEntry,
  type Provenance,
} from "../../cache/history/journal.ts";
import type { Instance } from "../../definition/graph/pipeline.ts";
import { shownPath } from "../../base/shown_path.ts";
import { remember } from "../../cache/history/remembered.ts";
import type { ActionOptions } from "./action_options.ts";
import { runAction } from "./run_action.ts";

/** What a run knows so far. */
export interface RunState {
  /** Actions by instance. */
  readonly actions: Map<string, Action>;
  /** Records of what is done, by instance. */
  readonly records: Map<string, ActionRecord>;
  /** Kinds of the failures so far. */
  readonly failures: FailureKind[];
  /** Instances that ran. */
  ran: number;
  /** Instances that were in the cache. */
  cached: number;
}

/**
 * Computes the key of an instance and takes its record from the cache.
 *
 * @param instance The instance; what it needs is done.
 * @param state Gets the key and the record.
 * @param options What keys are computed with.
 * @returns False when it has to run.
 */
export async function probeInstance(
  instance: Instance,
  state: RunState,
  options: ActionOptions,
): Promise<boolean> {
  const action = await actionOf(
    instance,
    recordedDigests(state.records),
    options,
  );
  state.actions.set(instance.name, action);
  const found = lookUp(options.folders, action.key);
  if (!found.hit) return false;
  takeCached(instance, { action, record: found.record, state }, options);
  return true;
}

function takeCached(
  instance: Instance,
  hit: {
    readonly action: Action;
    readonly record: ActionRecord;
    readonly state: RunState;
  },
  options: ActionOptions,
): void {
  const { action, record, state } = hit;
  state.records.set(instance.name, record);
  state.cached++;
  remember(options.folders, {
    pipeline: options.pipeline.name,
    instance: instance.name,
    action,
    ran: false,
  }, options.temp);
  options.report({ type: "cached", instance: instance.name, key: action.key });
}

/**
 * Runs an instance whose key is known, and reports how it ended.
 *
 * @param instance The instance.
 * @param state Gets the record.
 * @param options What actions run with.
 * @returns True when it worked.
 */
export async function runInstance(
  instance: Instance,
  state: RunState,
  options: ActionOptions & { readonly provenance: () => Provenance },
): Promise<boolean> {
  const { folders, pipeline } = options;
  const { name } = instance;
  const began = performance.now();
  const seconds = () => Math.round(performance.now() - began) / 1000;
  const action = state.actions.get(name);
  if (action === undefined) {
    throw new RangeError(`Expected a key of ${name} but found none`);
  }
  const measures: Record<string, number> = {};
  const journal = (entry: Pick<JournalEntry, "status" | "message">) => {
    const line = {
      pipeline: pipeline.name,
      instance: name,
      key: action.key,
      seconds: seconds(),
      ...entry,
      ...(Object.keys(measures).length === 0 ? {} : { measures }),
    };
    appendJournal(folders.journal, line, {
      provenance: options.provenance(),
      time: new Date(),
    });
  };
  try {
    const { record, ran } = await runAction(instance, action, {
      ...options,
      report: (event) => {
        if (event.type === "measure") measures[event.name] = event.value;
        options.report(event);
      },
    });
    if (!ran) {
      takeCached(instance, { action, record, state }, options);
      return true;
    }
    state.records.set(name, record);
    options.shared?.push(record);
    remember(folders, {
      pipeline: pipeline.name,
      instance: name,
      action,
      ran: true,
    }, options.temp);
    journal({ status: "done" });
    const { peakMiB = 0 } = measures;
    if (peakMiB > instance.resources.memory) {
      options.report({
        type: "log",
        instance: name,
        line:
          `Expected it to need at most ${instance.resources.memory} MiB, as its resources say, but found ${peakMiB}: more at a time may start than fit`,
      });
    }
    state.ran++;
    options.report({
      type: "done",
      instance: name,
      key: action.key,
      seconds: seconds(),
    });
    return true;
  } catch (error) {
    const message = failureText(error);
    state.failures.push(error instanceof PipelineError ? error.kind : "failed");
    try {
      journal({ status: options.stop.aborted ? "stopped" : "failed", message });
    } catch {
      // The journal must not hide why the stage failed, a full disk for example.
    }
    if (!options.stop.aborted) {
      const log = shownPath(`${folders.logs}/${action.key}.log`);
      options.report({
        type: "failed",
        instance: name,
        seconds: seconds(),
        message,
        log,
      });
    }
    return false;
  }
}
