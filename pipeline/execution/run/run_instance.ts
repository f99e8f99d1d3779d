import { ifPossible } from "../../../common/if_possible.ts";
import {
  type Action,
  actionOf,
  recordedDigests,
} from "../../cache/key/action.ts";
import { type ActionRecord, lookUp } from "../../cache/store/action_record.ts";
import type { CacheFolders } from "../../cache/store/cache_folders.ts";
import { PipelineError } from "../../base/pipeline_error.ts";
import { shownPath } from "../../base/shown_path.ts";
import { failureText } from "../job/failure_text.ts";
import {
  appendJournal,
  type JournalEntry,
} from "../../cache/history/journal.ts";
import type { Instance } from "../../definition/graph/pipeline.ts";
import { changedOutside } from "./changed_outside.ts";
import { remember } from "../../cache/history/remembered.ts";
import type { ActiveRun } from "./run_options.ts";

/**
 * Computes the key of an instance, whose inputs are done, and takes its record from the cache.
 *
 * @returns False when it has to run.
 */
export async function probeInstance(
  instance: Instance,
  run: ActiveRun,
): Promise<boolean> {
  const { opened, state } = run;
  const made = recordedDigests(state.records);
  const action = await actionOf(instance, made, opened);
  state.actions.set(instance.name, action);
  const found = lookUp(opened.folders, action.key);
  if (!found.hit) return false;
  // A result of what the user's folder held once is kept, but it is not what the folder holds now.
  if (await changedOutside(instance, run) !== undefined) return false;
  // Its damaged blobs may be there again because another instance made the same content.
  state.again.delete(instance.name);
  // An instance that ended before damaged results were made again, and is as it was.
  if (state.records.get(instance.name)?.key === action.key) return true;
  takeCached(instance, { action, record: found.record }, run);
  return true;
}

interface Ended {
  readonly action: Action;
  readonly record: ActionRecord;
}

function takeCached(instance: Instance, ended: Ended, run: ActiveRun): void {
  keep(instance, { ...ended, ran: false }, run);
  run.state.cached.add(instance.name);
  const { key } = ended.action;
  run.report({ type: "cached", instance: instance.name, key });
}

function keep(
  { name }: Instance,
  { action, record, ran }: Ended & { readonly ran: boolean },
  { opened: { folders, pipeline }, state, shared, temp }: ActiveRun,
): void {
  state.records.set(name, record);
  if (ran) shared?.push(record);
  else if (state.last?.keys[name] === action.key) return;
  const entry = { pipeline: pipeline.name, instance: name, action, ran };
  remember(folders, entry, temp);
}

/**
 * Runs an instance whose key is known, and reports how it ended.
 *
 * @returns True when it worked; `again` when its inputs have to be made again first.
 */
export async function runInstance(
  instance: Instance,
  run: ActiveRun,
): Promise<boolean | "again"> {
  const { opened: { folders }, control: { stop }, state, report } = run;
  const { name } = instance;
  if (state.failures.has(name)) return false;
  const began = performance.now();
  const seconds = () => Math.round(performance.now() - began) / 1000;
  const action = state.actions.get(name);
  if (action === undefined) throw new RangeError(`${name} has no key yet`);
  state.again.delete(name);
  const measures: Record<string, number> = {};
  let started = false;
  const journal = (entry: Pick<JournalEntry, "status" | "message">) =>
    writeJournal(instance, {
      key: action.key,
      seconds: seconds(),
      ...entry,
      ...(Object.keys(measures).length === 0 ? {} : { measures }),
    }, run);
  try {
    const changed = await changedOutside(instance, run);
    if (changed !== undefined) throw new PipelineError("failed", changed);
    // A run without work needs nothing of what starts jobs.
    const { runAction } = await import("./run_action.ts");
    const { record, ran } = await runAction(instance, action, {
      ...run,
      report: (event) => {
        if (event.type === "start") started = true;
        if (event.type === "measure") measures[event.name] = event.value;
        report(event);
      },
    });
    if (!ran) {
      takeCached(instance, { action, record }, run);
      return true;
    }
    keep(instance, { action, record, ran }, run);
    journal({ status: "done" });
    checkPeak(instance, measures["peakMiB"], run);
    state.ran.add(name);
    state.cached.delete(name);
    const { key } = action;
    report({ type: "done", instance: name, key, seconds: seconds() });
    return true;
  } catch (error) {
    const kind = error instanceof PipelineError ? error.kind : "failed";
    const message = failureText(error);
    if (kind === "damaged" && !stop.aborted) {
      state.again.set(name, error as PipelineError);
      report({ type: "again", instance: name, message });
      return "again";
    }
    state.failures.set(name, kind);
    // The journal must not hide why the stage failed, a full disk for example.
    ifPossible(() =>
      journal({ status: stop.aborted ? "stopped" : "failed", message })
    );
    if (!stop.aborted) {
      report({
        type: "failed",
        instance: name,
        seconds: seconds(),
        message,
        ...(started ? await logOf(action.key, message, folders) : {}),
      });
    }
    return false;
  }
}

/** Lines of a log that are reported with a failure. */
const LINES = 8;

async function logOf(
  key: string,
  message: string,
  { logs, work }: CacheFolders,
): Promise<{ readonly log: string; readonly lines?: readonly string[] }> {
  const { lastLines, logEnd } = await import("../job/log_end.ts");
  const path = `${logs}/${key}.log`;
  // Where a stage works is long and gone.
  const end = logEnd(path).replaceAll(`${work}/${key}/out/`, "");
  const lines = lastLines(end, { message, most: LINES });
  return { log: shownPath(path), ...(lines.length === 0 ? {} : { lines }) };
}

function writeJournal(
  { name }: Instance,
  entry: Omit<JournalEntry, "pipeline" | "instance">,
  { opened: { folders, pipeline }, provenance }: ActiveRun,
): void {
  appendJournal(
    folders.journal,
    { pipeline: pipeline.name, instance: name, ...entry },
    { provenance: provenance(), time: new Date() },
  );
}

/** Warns of an instance that used more memory than the scheduler reserved for it. */
function checkPeak(
  { name, resources: { memory } }: Instance,
  peakMiB = 0,
  { report }: ActiveRun,
): void {
  if (peakMiB <= memory) return;
  report({
    type: "log",
    instance: name,
    line:
      `It used ${peakMiB} MiB but declares ${memory} MiB: the scheduler may start more stages than fit`,
  });
}
