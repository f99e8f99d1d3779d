// A Slurm that really runs jobs in the background, each in a process group of its own, and lies as it is told.
// Run as a program it is sbatch, squeue, scontrol or scancel; imported, it sets the stage for a test.

/** Wrong answers that it gives. */
export interface Lies {
  /** Answer of squeue in place of the truth. */
  squeue?: "empty" | "error" | "always-running";
  /** Answer of scontrol in place of the truth: a state, `forgotten` or `error`. */
  scontrol?: string;
  /** `lost-answer`: takes a job and says that it timed out; `down`: cannot be reached; `refuse`: no such partition. */
  sbatch?: "lost-answer" | "down" | "refuse";
}

/** A job of the fake queue. */
interface FakeJob {
  readonly id: string;
  readonly name: string;
  readonly script: string;
  readonly task: string;
  state: string;
  pid: number;
}

/** A fake Slurm for a test. */
export interface FakeSlurm extends Disposable {
  /** Environment variables of a process that finds this Slurm on its PATH. */
  readonly variables: Readonly<Record<string, string>>;
  /** Sets what it lies about. */
  lie(lies: Lies): void;
  /** Calls of a program so far: its arguments, and on a second line the names of its variables. */
  calls(program: string): string[];
  /** Jobs, in the order of their submission. */
  jobs(): FakeJob[];
  /** Takes a job off its node, as a preemption or a broken node does, and starts it again unless it is lost. */
  take(id: string, state: "PREEMPTED" | "NODE_FAIL", again: boolean): void;
  /** Ends all processes of a job without a word, as a system does that is out of memory. */
  kill(id: string): void;
}

const PROGRAMS = ["sbatch", "squeue", "scontrol", "scancel"];

/** Makes a fake Slurm; its jobs end at the end of the scope. */
export function fakeSlurm(): FakeSlurm {
  const folder = Deno.makeTempDirSync({ prefix: "slurm_" });
  for (const name of ["bin", "jobs", "calls"]) {
    Deno.mkdirSync(`${folder}/${name}`);
  }
  for (const program of PROGRAMS) {
    const path = `${folder}/bin/${program}`;
    const self = new URL(import.meta.url).pathname;
    Deno.writeTextFileSync(
      path,
      `#!/bin/sh\nexec ${Deno.execPath()} run -A --quiet --no-config ${self} ${program} "$@"\n`,
    );
    Deno.chmodSync(path, 0o755);
  }
  return {
    variables: {
      PATH: `${folder}/bin:${Deno.env.get("PATH")}`,
      SLURM_FAKE: folder,
    },
    lie: (lies) =>
      Deno.writeTextFileSync(`${folder}/lies.json`, JSON.stringify(lies)),
    calls: (program) =>
      [...Deno.readDirSync(`${folder}/calls`)].map(({ name }) => name).sort()
        .filter((name) => name.endsWith(program))
        .map((name) => Deno.readTextFileSync(`${folder}/calls/${name}`)),
    jobs: () => readJobs(folder),
    take: (id, state, again) => {
      const job = readJobs(folder).find((job) => job.id === id)!;
      signal(job.pid, "SIGTERM");
      signal(job.pid, "SIGKILL");
      writeJob(folder, { ...job, state });
      if (again) start(folder, job);
    },
    kill: (id) => {
      for (const job of readJobs(folder)) {
        if (job.id === id) signal(job.pid, "SIGKILL");
      }
    },
    [Symbol.dispose]: () => {
      for (const { pid } of readJobs(folder)) signal(pid, "SIGKILL");
      Deno.removeSync(folder, { recursive: true });
    },
  };
}

function readJobs(folder: string): FakeJob[] {
  return [...Deno.readDirSync(`${folder}/jobs`)]
    .filter(({ name }) => name.endsWith(".json"))
    .map(({ name }) =>
      JSON.parse(Deno.readTextFileSync(`${folder}/jobs/${name}`)) as FakeJob
    )
    .sort((a, b) => a.id.localeCompare(b.id, "en", { numeric: true }));
}

function writeJob(folder: string, job: FakeJob): void {
  const path = `${folder}/jobs/${job.id}.json`;
  Deno.writeTextFileSync(`${path}.part`, JSON.stringify(job));
  Deno.renameSync(`${path}.part`, path);
}

function start(folder: string, job: FakeJob): void {
  const child = new Deno.Command("/bin/sh", {
    args: [`${folder}/jobs/${job.script}`],
    // No variable of the submission reaches the job.
    clearEnv: true,
    env: { PATH: "/usr/bin:/bin", SLURM_ARRAY_TASK_ID: job.task },
    stdin: "null",
    stdout: "null",
    stderr: "null",
    detached: true,
  }).spawn();
  child.unref();
  writeJob(folder, { ...job, state: "RUNNING", pid: child.pid });
}

function signal(pid: number, signal: Deno.Signal): void {
  // The stage leads a session of its own below the script.
  for (const group of [...below(pid), pid]) {
    try {
      Deno.kill(-group, signal);
    } catch {
      // The process has ended.
    }
  }
}

function below(pid: number): number[] {
  try {
    const text = Deno.readTextFileSync(`/proc/${pid}/task/${pid}/children`);
    return text.trim().split(" ").filter((word) => word !== "").map(Number);
  } catch {
    return [];
  }
}

function lives(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(Deno.readTextFileSync(`/proc/${pid}/status`));
  } catch {
    return false;
  }
}

function fail(text: string): never {
  console.error(text);
  Deno.exit(1);
}

async function main(program: string, args: string[]): Promise<void> {
  const folder = Deno.env.get("SLURM_FAKE")!;
  const call = `${folder}/calls/${Date.now()}-${Deno.pid}-${program}`;
  const variables = Object.keys(Deno.env.toObject()).sort();
  Deno.writeTextFileSync(call, `${args.join(" ")}\n${variables.join(" ")}`);
  let lies: Lies = {};
  try {
    lies = JSON.parse(Deno.readTextFileSync(`${folder}/lies.json`)) as Lies;
  } catch {
    // None yet.
  }
  const value = (name: string) =>
    args.find((arg) => arg.startsWith(`--${name}=`))?.split("=")[1];
  if (program === "sbatch") {
    if (lies.sbatch === "down") {
      fail("sbatch: error: Unable to contact slurm controller");
    }
    if (lies.sbatch === "refuse") {
      fail("sbatch: error: Batch job submission failed: Invalid partition");
    }
    const script = await new Response(Deno.stdin.readable).text();
    const number = String(100 + readJobs(folder).length);
    Deno.writeTextFileSync(`${folder}/jobs/${number}.sh`, script);
    const last = value("array")?.split("-")[1];
    for (let task = 0; task <= Number(last ?? 0); task++) {
      start(folder, {
        id: last === undefined ? number : `${number}_${task}`,
        name: value("job-name") ?? "",
        script: `${number}.sh`,
        task: String(task),
        state: "PENDING",
        pid: 0,
      });
    }
    if (lies.sbatch === "lost-answer") {
      fail("sbatch: error: Socket timed out on send/recv operation");
    }
    console.log(number);
  }
  const jobs = readJobs(folder);
  if (program === "squeue") {
    if (lies.squeue === "error") fail("slurm_load_jobs error: down");
    if (lies.squeue === "empty") return;
    for (const { id, pid, state, name } of jobs) {
      const shown = lies.squeue === "always-running" || lives(pid);
      if (shown && state === "RUNNING") console.log(`${id}|RUNNING|${name}`);
    }
  }
  const id = args.at(-1);
  const job = jobs.find((job) => job.id === id);
  if (program === "scontrol") {
    if (lies.scontrol === "error") fail("slurm_load_jobs error: down");
    if (job === undefined || lies.scontrol === "forgotten") {
      fail("slurm_load_jobs error: Invalid job id specified");
    }
    const truth = job.state !== "RUNNING" || lives(job.pid)
      ? job.state
      : "COMPLETED";
    console.log(`JobId=${id} JobState=${lies.scontrol ?? truth} Reason=None`);
  }
  if (program === "scancel" && job !== undefined) {
    signal(job.pid, args.length > 1 ? "SIGKILL" : "SIGTERM");
    writeJob(folder, { ...job, state: "CANCELLED" });
  }
}

if (import.meta.main) await main(Deno.args[0]!, Deno.args.slice(1));
