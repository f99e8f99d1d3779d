// A Slurm of one node, started from nothing for a test.

/** Packages with the daemons and the programs of users. */
const PACKAGES = ["slurmctld", "slurmd", "slurm-client", "munge"];
const DAEMONS = ["munged", "slurmctld", "slurmd"];

/** A running Slurm. */
export interface RealSlurm extends AsyncDisposable {
  /** Asks a program; its output. Throws when it fails. */
  ask(program: string, ...args: string[]): Promise<string>;
}

/**
 * Starts Slurm on this machine, after installing it where that is possible.
 *
 * @returns It, or the reason why it cannot be had.
 */
export async function realSlurm(): Promise<RealSlurm | string> {
  if (Deno.build.os !== "linux" || Deno.uid() !== 0) {
    return "only root on Linux can start it";
  }
  const missing = await install();
  if (missing !== undefined) return missing;
  if (await call("pidof", ["slurmctld"]).catch(() => "") !== "") {
    return "one is running already";
  }
  const base = Deno.makeTempDirSync({ prefix: "slurm_" });
  Deno.chmodSync(base, 0o755);
  for (const name of ["state", "spool", "log", "run"]) {
    Deno.mkdirSync(`${base}/${name}`);
  }
  const host = Deno.hostname().split(".")[0]!;
  const config = `${base}/slurm.conf`;
  Deno.writeTextFileSync(config, configuration(base, host));
  const key = `${base}/run/munge.key`;
  Deno.writeFileSync(key, crypto.getRandomValues(new Uint8Array(128)), {
    mode: 0o600,
  });
  Deno.mkdirSync("/run/munge", { recursive: true });
  const had = Deno.env.get("SLURM_CONF");
  Deno.env.set("SLURM_CONF", config);
  const stop = async () => {
    for (const name of ["slurmctld", "slurmd", "munged"]) {
      try {
        const pid = Number(Deno.readTextFileSync(`${base}/run/${name}.pid`));
        Deno.kill(pid, "SIGTERM");
        for (let left = 50; left > 0; left--) {
          await pause(100);
          Deno.kill(pid, "SIGCONT");
        }
        Deno.kill(pid, "SIGKILL");
      } catch {
        // The process has ended, or never started.
      }
    }
    if (had === undefined) Deno.env.delete("SLURM_CONF");
    else Deno.env.set("SLURM_CONF", had);
    Deno.removeSync(base, { recursive: true });
  };
  try {
    await startDaemons({ base, config, key, host });
  } catch (error) {
    await stop();
    return `it does not start: ${(error as Error).message}`;
  }
  return {
    ask: (program, ...args) => call(program, args),
    [Symbol.asyncDispose]: stop,
  };
}

/** Installs what is missing; the reason, where that cannot be done. */
async function install(): Promise<string | undefined> {
  if (DAEMONS.every(isInstalled)) return undefined;
  if (!isInstalled("apt-get")) return "it is not installed";
  await call("apt-get", ["update", "-qq"]).catch(() => {});
  const args = ["install", "-y", "-qq", "--no-install-recommends"];
  try {
    await call("apt-get", [...args, ...PACKAGES], {
      DEBIAN_FRONTEND: "noninteractive",
    });
  } catch (error) {
    return `it cannot be installed: ${(error as Error).message}`;
  }
  return undefined;
}

/** Starts the daemons and waits until the node is idle. */
async function startDaemons({ base, config, key, host }: {
  readonly base: string;
  readonly config: string;
  readonly key: string;
  readonly host: string;
}): Promise<void> {
  await call("munged", [
    "--force",
    `--key-file=${key}`,
    "--socket=/run/munge/munge.socket.2",
    `--pid-file=${base}/run/munged.pid`,
    `--log-file=${base}/log/munged.log`,
    `--seed-file=${base}/run/munged.seed`,
  ]);
  await call("slurmctld", ["-f", config]);
  await call("slurmd", ["-f", config, "-N", host]);
  for (let left = 100; left > 0; left--) {
    const state = await call("sinfo", ["-h", "-o", "%T"]).catch(() => "");
    if (state.trim() === "idle") break;
    if (left === 1) throw new Error(`the node is ${state.trim() || "away"}`);
    await pause(100);
  }
}

/** Waits. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function isInstalled(program: string): boolean {
  return ["/usr/sbin", "/usr/bin", "/usr/local/bin"].some((folder) => {
    try {
      return Deno.statSync(`${folder}/${program}`).isFile;
    } catch {
      return false;
    }
  });
}

async function call(
  program: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(program, {
    args,
    env,
    stdin: "null",
  }).output();
  if (success) return new TextDecoder().decode(stdout);
  const [line] = new TextDecoder().decode(stderr).trim().split("\n").slice(-1);
  throw new Error(`${program}: ${line}`);
}

function configuration(base: string, host: string): string {
  const memory = Math.floor(Deno.systemMemoryInfo().total / 2 ** 20 * 0.9);
  const cpus = navigator.hardwareConcurrency;
  return `ClusterName=lab
SlurmctldHost=${host}(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
StateSaveLocation=${base}/state
SlurmdSpoolDir=${base}/spool
SlurmctldPidFile=${base}/run/slurmctld.pid
SlurmdPidFile=${base}/run/slurmd.pid
SlurmctldLogFile=${base}/log/slurmctld.log
SlurmdLogFile=${base}/log/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
SchedulerType=sched/backfill
SchedulerParameters=bf_interval=1,sched_interval=1,sched_min_interval=100000,batch_sched_delay=0,defer
ReturnToService=2
MpiDefault=none
DefMemPerCPU=512
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
NodeName=${host} NodeAddr=127.0.0.1 CPUs=${cpus} Boards=1 SocketsPerBoard=1 CoresPerSocket=${cpus} ThreadsPerCore=1 RealMemory=${memory} State=UNKNOWN
PartitionName=main Nodes=${host} Default=YES MaxTime=INFINITE State=UP
`;
}
