/** Variables for programs of Slurm: no secret of this process may get into the queue with a job. */
const PASSED = /^(PATH|HOME|USER|LOGNAME|LANG|TZ|SLURM_.*|LD_LIBRARY_PATH)$/;

/** Seconds after which a program of Slurm is killed. */
const LIMIT = 30;

/** Runs a program of Slurm (`sbatch`, `squeue`, `scontrol`, `scancel`). A failure is an answer, not an error. */
export async function askSlurm(
  program: string,
  args: readonly string[],
  input?: string,
): Promise<{
  /** True for exit code 0. */
  readonly ok: boolean;
  readonly out: string;
  /** First line of standard error, or the way it ended. */
  readonly why: string;
}> {
  const env = Object.fromEntries(
    Object.entries(Deno.env.toObject()).filter(([name]) => PASSED.test(name)),
  );
  try {
    const child = new Deno.Command(program, {
      args: [...args],
      clearEnv: true,
      env,
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const limit = setTimeout(() => child.kill("SIGKILL"), LIMIT * 1000);
    try {
      const writer = child.stdin.getWriter();
      await writer.write(new TextEncoder().encode(input ?? "")).catch(() => {});
      await writer.close().catch(() => {});
      const { success, code, signal, stdout, stderr } = await child.output();
      const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
      const [line = ""] = decode(stderr).trim().split("\n");
      const how = signal === null
        ? `ended with code ${code}`
        : "did not answer";
      return {
        ok: success,
        out: decode(stdout),
        why: `${program} ${line === "" ? how : `says: ${line}`}`,
      };
    } finally {
      clearTimeout(limit);
    }
  } catch (error) {
    const missing = error instanceof Deno.errors.NotFound;
    return {
      ok: false,
      out: "",
      why: missing ? `found no program ${program}` : String(error),
    };
  }
}
