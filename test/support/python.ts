/** The Python that tests use: that of `SDARTS_PYTHON`, or `python3`. */
export const PYTHON = Deno.env.get("SDARTS_PYTHON") ?? "python3";

/** True if there is a Python that has all these modules. */
export function hasPython(...modules: string[]): boolean {
  const code =
    "import importlib.util as u, sys; sys.exit(not all(map(u.find_spec, sys.argv[1:])))";
  try {
    return new Deno.Command(PYTHON, {
      args: ["-c", code, ...modules],
      stdin: "null",
    }).outputSync().success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/**
 * Runs Python.
 *
 * @returns What it printed.
 * @throws {Error} If it fails; the message is what it printed to standard error.
 */
export async function runPython(
  args: string[],
  options: Pick<Deno.CommandOptions, "cwd"> = {},
): Promise<Uint8Array> {
  const { success, stdout, stderr } = await new Deno.Command(PYTHON, {
    args,
    stdin: "null",
    ...options,
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return stdout;
}
