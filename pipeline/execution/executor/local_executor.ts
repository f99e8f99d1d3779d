import { ifPossible } from "../../../common/if_possible.ts";
import type { CacheFolders } from "../../cache/store/cache_folders.ts";
import { endLeftovers, endProcessTree } from "../../base/processes.ts";
import type { StageMessage } from "../job/stage_message.ts";
import { readMark } from "../job/stage_request.ts";
import type { Executor, JobState } from "./executor.ts";
import { outputReader } from "./output_reader.ts";
import { watchPeakMemory } from "./peak_memory.ts";
import { stageCommand } from "./stage_command.ts";
import type { StageJob } from "../job/stage_job.ts";

/** Messages after which a process ends. */
const ENDS: ReadonlySet<StageMessage["type"]> = new Set([
  "done",
  "stopped",
  "failed",
]);

/** A process of this machine. */
interface LocalJob {
  /** Id of the process and of its process group. */
  readonly pid: number;
  readonly state: () => JobState;
  readonly ended: Promise<void>;
}

/**
 * Makes the executor that runs each job in a Deno process of its own, with exactly the permissions it is given.
 *
 * The process ends with the scheduler, so there is never one of an earlier run to attach to.
 */
export function localExecutor(folders: CacheFolders): Executor<LocalJob> {
  return {
    name: "local",
    detached: false,
    patience: 0,
    folder: (key) => `${folders.work}/${key}`,
    attach: () => Promise.resolve(undefined),
    submit: (job) => Promise.resolve(startProcess(job)),
    poll: (job) => Promise.resolve(job.state()),
    cancel: (job, how) => {
      if (how === "ask") signalGroup(job.pid, "SIGTERM");
      else endProcessTree(job.pid);
      return Promise.resolve();
    },
    changed: (job) => job.ended,
  };
}

/**
 * Starts the process of a job. It leads its own session (`setsid`), so that a signal to its process group reaches
 * everything it starts.
 */
function startProcess(job: StageJob): LocalJob {
  const { program, args, env } = stageCommand(job);
  const child = new Deno.Command(program, {
    args: [...args],
    cwd: job.work,
    clearEnv: true,
    env: { ...env },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
    detached: true,
  }).spawn();
  let state: JobState = { type: "running" };
  // The memory of processes that a command starts is not seen.
  const peak = job.command ? undefined : watchPeakMemory(child.pid);
  let failure: StageMessage & { type: "failed" } | undefined;
  const onMessage = (message: StageMessage) => {
    // The last message: the process ends with it.
    if (ENDS.has(message.type)) peak?.look();
    if (message.type === "failed") failure = message;
    job.onMessage(message);
  };
  const pass = async (stream: ReadableStream<Uint8Array>, mark?: string) => {
    const reader = outputReader(mark, { ...job, onMessage });
    for await (const bytes of stream) reader.take(bytes);
    reader.end();
  };
  // Programs of a command write to standard error, which has no messages.
  const streams = Promise.all([
    pass(child.stdout, readMark(job.work)),
    pass(child.stderr),
  ]);
  const end = async () => {
    const { signal, code } = await child.status;
    // Nothing that the stage started may go on writing to its outputs.
    signalGroup(child.pid, "SIGKILL");
    await streams;
    const peakMiB = peak?.end();
    if (peakMiB !== undefined) {
      job.onMessage({ type: "measure", name: "peakMiB", value: peakMiB });
    }
    await child.stdin.close().catch(() => {});
    if (code !== 0 || job.startsProcesses) endLeftovers(`${job.work}/tmp`);
    state = {
      type: "gone",
      how: signal === null
        ? `ended with code ${code}`
        : `was ended by ${signal}`,
      ...(failure === undefined ? {} : { said: failure.message }),
    };
  };
  return { pid: child.pid, state: () => state, ended: end() };
}

function signalGroup(pid: number, signal: Deno.Signal): void {
  // The group may be gone already.
  ifPossible(() => Deno.kill(-pid, signal));
}
