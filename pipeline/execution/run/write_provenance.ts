import { dirname } from "node:path";
import { z } from "zod";
import {
  type Instance,
  neededInstances,
} from "../../definition/graph/pipeline.ts";
import { readJournal } from "../../cache/history/journal.ts";
import { exists, readJsonIfWhole } from "../../base/read_files.ts";
import { shownPath } from "../../base/shown_path.ts";
import { removeDeadDrafts } from "../../beside/draft.ts";
import { writeBeside } from "../../beside/write_beside.ts";
import { failureText } from "../job/failure_text.ts";
import type { Published } from "./publish.ts";
import type { ActiveRun } from "./run_options.ts";

type ProvenanceRun = Pick<
  ActiveRun,
  "opened" | "state" | "results" | "provenance" | "origin" | "report"
>;

/** Form of the file; tells it from files of users. */
const SCHEMA = "sdarts-provenance/1";

/** The part of the file that says which result it is about. */
const SUBJECT = z.lazy(() =>
  z.object({ schema: z.literal(SCHEMA), instance: z.string(), key: z.string() })
);

/**
 * Writes `provenance.json` beside a published output that is new, has no such file yet, or has that of an earlier
 * result, as a run leaves it that is killed after publishing. A file of that name that no run has written stays.
 */
export function writeProvenance(
  entry: Published,
  isNew: boolean,
  run: ProvenanceRun,
): void {
  const path = `${dirname(`${run.results}/${entry.path}`)}/provenance.json`;
  removeDeadDrafts(dirname(path));
  if (exists(path)) {
    const there = readJsonIfWhole(path, SUBJECT);
    if (there === undefined) return;
    const old = there.instance === entry.instance &&
      there.key !== run.state.records.get(entry.instance)?.key;
    if (!isNew && !old) return;
  }
  const text = JSON.stringify(provenanceFor(entry, run), null, 2);
  try {
    writeBeside(path, `${text}\n`);
  } catch (error) {
    const message = `Cannot write ${shownPath(path)}: ${failureText(error)}`;
    run.report({ type: "warning", message });
  }
}

/** Where a published output comes from: what its own bytes must not depend on. */
function provenanceFor(
  { instance: name }: Published,
  { opened: { pipeline, folders }, state, provenance, origin }: ProvenanceRun,
) {
  const byName = new Map(pipeline.instances.map((one) => [one.name, one]));
  const instance = byName.get(name)!;
  const { title } = instance.params as { title?: unknown };
  const { commit, deno } = provenance();
  const times = new Map(
    readJournal(folders.journal).filter(({ status }) => status === "done")
      .map(({ key, seconds }) => [key, seconds]),
  );
  const instances = upstream(instance, byName).map((one) => {
    const key = state.records.get(one)?.key;
    return [one, key === undefined ? null : times.get(key) ?? null] as const;
  });
  const total = instances.reduce((sum, [, seconds]) => sum + (seconds ?? 0), 0);
  return {
    schema: SCHEMA,
    pipeline: pipeline.name,
    title: typeof title === "string" ? title : null,
    /** As the user typed it. */
    file: shownPath(pipeline.file),
    instance: name,
    key: state.records.get(name)!.key,
    /** Gives the output again. */
    command: origin.command,
    /** Null outside of a git checkout. */
    commit,
    versions: { sdarts: origin.version(), deno },
    published: new Date().toISOString(),
    /** Of the work behind it, and of each instance when it last ran; null for results of other machines. */
    seconds: {
      total: Math.round(1000 * total) / 1000,
      instances: Object.fromEntries(instances),
    },
  };
}

/** An instance and all that led to it, in the order of the pipeline. */
function upstream(
  instance: Instance,
  byName: ReadonlyMap<string, Instance>,
): string[] {
  const found = new Set<string>();
  const waiting = [instance.name];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    waiting.push(...neededInstances(byName.get(name)!));
  }
  return [...byName.keys()].filter((name) => found.has(name));
}
