/** Cost of one run of a command. */
export interface CommandTime {
  /** Wall time in seconds, process start-up included. */
  readonly wall: number;
  /** Seconds of user and system time, of its processes too. */
  readonly cpu: number;
  /** Standard output. */
  readonly out: string;
}

/** Bash reads the times of a command and of its children from the kernel, which Deno cannot. */
const SCRIPT = `TIMEFORMAT="times %R %U %S"; time "$@"`;

/**
 * Runs a command and times it.
 *
 * Throws an `Error` with the end of its standard error where it fails.
 *
 * @param command Program and arguments.
 * @param options Working folder, and variables that are set besides the present ones.
 * @returns Times and output.
 */
export async function timeCommand(
  command: readonly string[],
  options: { readonly cwd: string; readonly env?: Record<string, string> },
): Promise<CommandTime> {
  const { success, stdout, stderr } = await new Deno.Command("bash", {
    args: ["-c", SCRIPT, "bash", ...command],
    cwd: options.cwd,
    env: { NO_COLOR: "1", LC_ALL: "C", ...options.env },
    stdin: "null",
  }).output();
  const text = new TextDecoder();
  const errors = text.decode(stderr).trim().split("\n");
  const [, wall, user, system] =
    /^times ([\d.]+) ([\d.]+) ([\d.]+)$/.exec(errors.at(-1) ?? "") ?? [];
  if (!success || wall === undefined) {
    throw new Error(
      `Expected ${command.join(" ")} to succeed but found: ${
        errors.slice(-4, -1).join(" ")
      }`,
    );
  }
  return {
    wall: Number(wall),
    cpu: Number(user) + Number(system),
    out: text.decode(stdout),
  };
}
