import type { Arguments } from "./arguments.ts";
import type { CacheFolders } from "./cache_folders.ts";
import { lockHolder } from "./file_lock.ts";
import { isAlive } from "./living.ts";
import { type PlanEntry, planPipeline } from "./plan.ts";
import { openPipeline, type Project } from "./project.ts";
import { stageLockPath } from "./stage_lock.ts";
import { writeOut } from "./write_out.ts";

/** How an instance stands. */
export interface StatusEntry {
  /** Name of the instance. */
  readonly instance: string;
  /** `done`: in the cache; `checkpoint`: stopped half-way; `failed`: failed last; the rest has not run as it is now. */
  readonly state:
    | "done"
    | "running"
    | "checkpoint"
    | "failed"
    | "outdated"
    | "waiting"
    | "new";
  /** Why it is not done. */
  readonly reasons: readonly string[];
}

/**
 * `status FILE`: says how each instance stands. Takes no lock.
 *
 * @param args The command line.
 * @param project The project.
 * @returns Exit code 0.
 */
export async function commandStatus(
  args: Arguments,
  project: Project,
): Promise<number> {
  const bench = await openPipeline(
    args,
    project,
    () => {},
  );
  const entries = (await planPipeline(bench)).map((entry) =>
    statusOf(entry, bench.folders)
  );
  const counts: Record<string, number> = {};
  for (const { state } of entries) counts[state] = (counts[state] ?? 0) + 1;
  if (args.flags.json) {
    writeOut(
      `${
        JSON.stringify({
          pipeline: bench.pipeline.name,
          instances: entries,
          counts,
        })
      }\n`,
    );
    return 0;
  }
  const width = Math.max(0, ...entries.map((entry) => entry.instance.length));
  for (const { instance, state, reasons } of entries) {
    writeOut(
      `${state.padEnd(10)} ${instance.padEnd(width)}  ${reasons.join("; ")}`
        .trimEnd() + "\n",
    );
  }
  writeOut(
    `${
      Object.entries(counts).map(([state, count]) => `${state} ${count}`).join(
        ", ",
      )
    }\n`,
  );
  return 0;
}

function statusOf(entry: PlanEntry, folders: CacheFolders): StatusEntry {
  const { instance, reasons, key } = entry;
  if (entry.state === "cached") return { instance, state: "done", reasons };
  if (key !== undefined) {
    const pid = exists(`${folders.work}/${key}`)
      ? lockHolder(stageLockPath(folders, key))?.pid
      : undefined;
    if (pid !== undefined && isAlive(pid)) {
      return { instance, state: "running", reasons: [`process ${pid}`] };
    }
    if (exists(`${folders.failed}/${key}`)) {
      return {
        instance,
        state: "failed",
        reasons: [`log: ${folders.logs}/${key}.log`],
      };
    }
    if (hasEntries(`${folders.checkpoints}/${key}`)) {
      return { instance, state: "checkpoint", reasons };
    }
  }
  if (entry.state === "wait") return { instance, state: "waiting", reasons };
  return {
    instance,
    state: reasons.includes("never run") ? "new" : "outdated",
    reasons,
  };
}

function exists(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

function hasEntries(folder: string): boolean {
  try {
    return [...Deno.readDirSync(folder)].length > 0;
  } catch {
    return false;
  }
}
