import type { Arguments } from "./arguments.ts";
import type { CacheFolders } from "./cache_folders.ts";
import { lockHolder } from "./lease.ts";
import { isAlive } from "./living.ts";
import { namesIn } from "./names_in.ts";
import { type PlanEntry, planPipeline } from "./plan.ts";
import { openPipeline, type Project } from "./project.ts";
import { readSubmitted } from "./slurm/slurm_job.ts";
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
  const { folders } = bench;
  // Listed once: asking for each of thousands of instances is slow.
  const marks: Marks = {
    work: new Set(namesIn(folders.work)),
    jobs: new Set(namesIn(folders.jobs)),
    failed: new Set(namesIn(folders.failed)),
    checkpoints: new Set(namesIn(folders.checkpoints)),
  };
  const entries = (await planPipeline(bench)).map((entry) =>
    statusOf(entry, folders, marks)
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
  const width = entries.reduce(
    (most, { instance }) => Math.max(most, instance.length),
    0,
  );
  const lines = entries.map(({ instance, state, reasons }) =>
    `${state.padEnd(10)} ${instance.padEnd(width)}  ${reasons.join("; ")}`
      .trimEnd() + "\n"
  );
  writeOut(lines.join(""));
  writeOut(
    `${
      Object.entries(counts).map(([state, count]) => `${state} ${count}`).join(
        ", ",
      )
    }\n`,
  );
  return 0;
}

/** Keys that have something in a folder of the cache. */
interface Marks {
  readonly work: ReadonlySet<string>;
  readonly jobs: ReadonlySet<string>;
  readonly failed: ReadonlySet<string>;
  readonly checkpoints: ReadonlySet<string>;
}

function statusOf(
  entry: PlanEntry,
  folders: CacheFolders,
  marks: Marks,
): StatusEntry {
  const { instance, reasons, key } = entry;
  if (entry.state === "cached") return { instance, state: "done", reasons };
  if (key !== undefined) {
    const pid = marks.work.has(key)
      ? lockHolder(stageLockPath(folders, key))?.pid
      : undefined;
    if (pid !== undefined && isAlive(pid)) {
      return { instance, state: "running", reasons: [`process ${pid}`] };
    }
    if (marks.jobs.has(key)) {
      const job = readSubmitted(`${folders.jobs}/${key}`);
      if (job !== undefined) {
        return {
          instance,
          state: "running",
          reasons: [`Slurm job ${job.id ?? job.name}`],
        };
      }
    }
    if (marks.failed.has(key)) {
      return {
        instance,
        state: "failed",
        reasons: [`log: ${folders.logs}/${key}.log`],
      };
    }
    if (
      marks.checkpoints.has(key) &&
      namesIn(`${folders.checkpoints}/${key}`).length > 0
    ) {
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
