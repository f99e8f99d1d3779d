import { actionOf, type OpenedPipeline } from "../../../cache/key/action.ts";
import {
  type ActionRecord,
  outputDigest,
} from "../../../cache/store/action_record.ts";
import type { RunCommand } from "../command.ts";
import { cachedRecords } from "../../../execution/plan/cached_records.ts";
import { EXIT } from "../../../base/exit_codes.ts";
import { PipelineError, usageError } from "../../../base/pipeline_error.ts";
import { keyChanges } from "../../../cache/key/key_changes.ts";
import {
  type LockedInstance,
  type LockedResults,
  type LockedSweep,
  lockText,
  readLockedSweep,
  readLockFile,
} from "../../../cache/history/lock_file.ts";
import { withoutLost } from "../../../execution/plan/without_lost.ts";
import { openPipeline, type Project } from "../../../execution/plan/project.ts";
import type { FoundValues } from "../../../execution/plan/sweep_values.ts";
import { jobName } from "../../../definition/sweep/decide_sweep.ts";
import { neededInstances } from "../../../definition/graph/pipeline.ts";
import { pipelineOptions } from "../pipeline_options.ts";
import { shownPath } from "../../../base/shown_path.ts";
import { registerProject } from "../../../cache/history/project_roots.ts";
import { openTempFolder } from "../../../cache/store/temp_folder.ts";
import { readTextIfThere } from "../../../base/read_files.ts";
import { recallKey } from "../../../cache/history/remembered.ts";
import { writeBeside } from "../../../beside/write_beside.ts";
import { writeOut } from "../../terminal/write_out.ts";

/**
 * `lock [file.yaml]`: writes the keys and digests of all results to a file beside it; `--check` compares instead.
 *
 * The check needs no cache: the lock file itself has the digests of inputs, and what decided a sweep.
 *
 * @returns Exit code: 1 if the check finds a difference.
 */
export const lock: RunCommand = async (args, project) => {
  const options = await pipelineOptions(args, project);
  const { profile } = args.flags;
  const file = args.flags.output ??
    `${options.file}${profile === undefined ? "" : `.${profile}`}.lock`;
  const decidedBy = args.flags.check ? decisions(file) : undefined;
  const opened = await openPipeline({ ...options, decidedBy }, project);
  return args.flags.check
    ? await checkLock(withoutLost(opened), file)
    : await writeLock(withoutLost(opened), file, project);
};

/** What decided the sweep of a lock file. */
function decisions(file: string): FoundValues | undefined {
  const sweep = readLockedSweep(file);
  if (sweep === undefined) return undefined;
  const values = [...sweep.values];
  return {
    values: new Map(
      values.map(([job, value]) => [job, value === "lost" ? null : value]),
    ),
    lost: new Set(
      values.flatMap(([job, value]) => value === "lost" ? [job] : []),
    ),
    lostInstances: sweep.lost,
  };
}

/** The same of a pipeline; `undefined` without a sweep. */
function decidedSweep(
  { pipeline: { sweep }, lost = new Set() }: OpenedPipeline,
): LockedSweep | undefined {
  if (sweep === undefined) return undefined;
  const values = sweep.plan.trials.flatMap(({ trial, rungs }) =>
    rungs.flatMap(({ value }, rung) => {
      const job = jobName({ trial, rung });
      const isLost = sweep.measured.get(job)?.some((name) => lost.has(name));
      return value === undefined
        ? []
        : [[job, isLost ? "lost" as const : value] as const];
    })
  );
  return { values: new Map(values), lost };
}

async function writeLock(
  opened: OpenedPipeline,
  file: string,
  project: Project,
): Promise<void> {
  const { records, missing } = await cachedRecords(opened);
  if (missing.length > 0) {
    throw new PipelineError(
      "failed",
      `Not in the cache: ${missing.slice(0, 5).join(", ")}${
        missing.length > 5 ? ` and ${missing.length - 5} more` : ""
      }: run the pipeline first`,
    );
  }
  const text = lockText(
    new Map([...records].map(([name, record]) => [name, lockedOf(record)])),
    decidedSweep(opened),
  );
  if (readTextIfThere(file) === text) {
    writeOut(`${shownPath(file)} is up to date\n`);
  } else {
    writeBeside(file, text);
    writeOut(`wrote ${records.size} results to ${shownPath(file)}\n`);
  }
  using temp = openTempFolder(opened.folders);
  await registerProject(opened.folders, project.folder, {
    temp: temp.path,
    file,
  });
}

async function checkLock(
  opened: OpenedPipeline,
  file: string,
): Promise<number> {
  const locked = readLockFile(file);
  if (locked === undefined) {
    throw usageError(`Lock file ${file} not found: write it with lock`);
  }
  const lines: string[] = [];
  const moved = new Set<string>();
  const names = new Set(opened.pipeline.instances.map(({ name }) => name));
  for (const name of locked.keys()) {
    if (!names.has(name)) lines.push(`gone     ${name}`);
  }
  for (const instance of opened.pipeline.instances) {
    const { name } = instance;
    const entry = locked.get(name);
    const waits = neededInstances(instance).filter((need) => moved.has(need));
    if (entry === undefined) lines.push(`new      ${name}`);
    else if (waits.length > 0) {
      lines.push(`waits    ${name}  for ${waits.slice(0, 3).join(", ")}`);
    } else {
      const { key, parts, code } = await actionOf(
        instance,
        lockedDigests(locked),
        opened,
      );
      if (key === entry.key) continue;
      const before = recallKey(opened.folders, entry.key);
      const why = before === undefined
        ? "key"
        : keyChanges(before, { parts, modules: code.modules }).join("; ");
      lines.push(`changed  ${name}  ${why}`);
    }
    moved.add(name);
  }
  writeOut(lines.sort().map((line) => `${line}\n`).join(""));
  writeOut(
    lines.length === 0
      ? `${names.size} results match ${shownPath(file)}\n`
      : `${lines.length} results differ from ${shownPath(file)}\n`,
  );
  return lines.length === 0 ? EXIT.done : EXIT.failed;
}

function lockedDigests(results: LockedResults) {
  return (instance: string, output: string): string => {
    // An output that is not in the lock file gives another key, which the check reports.
    return results.get(instance)?.outputs[output] ?? "";
  };
}

function lockedOf(record: ActionRecord): LockedInstance {
  const outputs = Object.keys(record.outputs).map((output) =>
    [output, outputDigest(record, output)] as const
  );
  return { key: record.key, outputs: Object.fromEntries(outputs) };
}
