import { sha256 } from "../../base/digest.ts";
import { PipelineError } from "../../base/pipeline_error.ts";
import type { StageJob } from "../../execution/job/stage_job.ts";
import { stageCommand } from "../../execution/executor/stage_command.ts";
import { removeIfThere } from "../../base/write_atomic.ts";
import { arrayScript, jobScript, singleScript } from "./job_script.ts";
import { askSlurm } from "./slurm_commands.ts";
import { writeSubmitted } from "../../execution/executor/submitted_job.ts";
import type { SlurmQueue } from "./slurm_queue.ts";
import type { SlurmSettings } from "./slurm_settings.ts";
import { exists } from "../../base/read_files.ts";

/** Site and queue of a submission. */
export interface SubmitOptions {
  readonly settings: SlurmSettings;
  readonly look: SlurmQueue;
  /** Milliseconds before the first retry; the second waits twice as long, and so on. */
  readonly pause: number;
}

/** Most attempts while Slurm cannot be reached. */
const TRIES = 6;
const PASSING =
  /time[d ]?[- ]?out|contact|connect|communicat|temporar|again|busy|did not answer|slow|down/i;

/** Options of sbatch for a job; jobs with equal options can be one array. */
export function sbatchOptions(
  job: Pick<StageJob, "resources" | "timeout">,
  settings: SlurmSettings,
): string[] {
  const { cpus, memory, gpus } = job.resources;
  const minutes = job.timeout === undefined
    ? settings.minutes
    // The stage's own timeout comes first, so that the scheduler asks it to stop.
    : job.timeout / 60 + 2;
  const named = (name: string, value: string | number | undefined) =>
    value === undefined ? [] : [`--${name}=${value}`];
  return [
    ...named("partition", settings.partition),
    ...named("account", settings.account),
    ...named("qos", settings.qos),
    ...named("time", minutes === undefined ? undefined : Math.ceil(minutes)),
    "--nodes=1",
    "--ntasks=1",
    `--cpus-per-task=${Math.max(1, Math.ceil(cpus))}`,
    ...named("mem", memory > 0 ? `${Math.ceil(memory)}M` : undefined),
    ...named("gres", gpus > 0 ? `gpu:${gpus}` : undefined),
    ...settings.options,
  ];
}

/**
 * Name of a submission: the start of the action's key, or of a digest of all keys of an array, and a digest of the
 * folder, as two checkouts may submit the same action.
 */
export function submissionName(jobs: readonly StageJob[]): string {
  const [first] = jobs;
  const keys = jobs.length === 1
    ? first!.key
    : sha256(jobs.map(({ key }) => key).join("\n"));
  return `sdarts-${keys.slice(0, 16)}-${sha256(first!.work).slice(0, 8)}`;
}

/** Prepares the folder of a job: originals of the folders with which each start begins, and the script. */
export function prepareScript(job: StageJob, settings: SlurmSettings): void {
  const { work } = job;
  // A job that is submitted again has its folders, and marks of its first life.
  for (const mark of ["beat", "exit", "output"]) {
    removeIfThere(`${work}/${mark}`);
  }
  Deno.mkdirSync(`${work}/laid`, { recursive: true });
  for (const name of ["out", "tmp", "end"]) {
    if (exists(`${work}/laid/${name}`)) continue;
    Deno.renameSync(`${work}/${name}`, `${work}/laid/${name}`);
  }
  const script = jobScript({
    name: job.name,
    work,
    command: stageCommand(job),
    beat: settings.beat,
    patience: settings.patience,
    gpus: job.resources.gpus > 0,
  });
  Deno.writeTextFileSync(`${work}/job.sh`, script, { mode: 0o700 });
}

/**
 * Submits jobs with equal options: one alone, several as an array. The decision is on the disk before Slurm is asked,
 * so that no crash leads to a second submission.
 *
 * @returns Number in the queue of each job; `undefined` for one that ran before Slurm's answer was known. Throws a
 *   `PipelineError` when Slurm refuses them.
 */
export async function submitJobs(
  jobs: readonly StageJob[],
  options: SubmitOptions,
): Promise<(string | undefined)[]> {
  const { settings } = options;
  const name = submissionName(jobs);
  const single = jobs.length === 1;
  const described = (index: number) => ({
    name,
    beat: settings.beat,
    ...(single ? {} : { task: index }),
  });
  jobs.forEach((job, index) => {
    prepareScript(job, settings);
    writeSubmitted(job.work, described(index));
  });
  const id = await submit(name, [
    `--job-name=${name}`,
    ...sbatchOptions(jobs[0]!, settings),
    ...(single ? [] : [`--array=0-${jobs.length - 1}`]),
  ], {
    ...options,
    // A job that ran has left its marks, even if the queue has forgotten it.
    hasRun: () =>
      jobs.some(({ work }) => exists(`${work}/beat`) || exists(`${work}/exit`)),
    script: single
      ? singleScript(jobs[0]!.work)
      : arrayScript(jobs.map(({ work }) => work)),
  });
  if (id === undefined) return jobs.map(() => undefined);
  const ids = jobs.map((_, index) => single ? id : `${id}_${index}`);
  jobs.forEach((job, index) =>
    writeSubmitted(job.work, { ...described(index), id: ids[index]! })
  );
  return ids;
}

async function submit(
  name: string,
  args: readonly string[],
  { look, pause, script, hasRun }: SubmitOptions & {
    readonly script: string;
    readonly hasRun: () => boolean;
  },
): Promise<string | undefined> {
  let why = "";
  for (let attempt = 0; attempt < TRIES; attempt++) {
    if (attempt > 0) {
      await new Promise((resolve) => setTimeout(resolve, pause * attempt));
      // The job may have been accepted although the answer got lost.
      const queue = await look();
      if (!queue.ok) continue;
      const found = [...queue.jobs.values()].find((job) => job.name === name);
      if (found !== undefined) return found.id.split("_")[0]!;
      if (hasRun()) return undefined;
    }
    const answer = await askSlurm("sbatch", [
      "--parsable",
      "--requeue",
      "--output=/dev/null",
      ...args,
    ], script);
    const id = /^(\d+)/.exec(answer.out.trim())?.[1];
    if (answer.ok && id !== undefined) return id;
    why = answer.why;
    if (!PASSING.test(why)) break;
  }
  throw new PipelineError(
    "failed",
    `Slurm does not accept the job: ${why}`,
  );
}
