/** Runs npm with arguments; undefined without npm. */
export type RunNpm = (
  args: readonly string[],
) => Promise<
  | { readonly code: number; readonly stdout: string; readonly stderr: string }
  | undefined
>;

/** Runs the npm on PATH. */
export const runSystemNpm: RunNpm = async (args) => {
  try {
    const { code, stdout, stderr } = await new Deno.Command("npm", {
      args: [...args],
      stdin: "null",
    }).output();
    const text = new TextDecoder();
    return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
};

/**
 * Address of a package's archive, from the user's npm with their registry and proxy.
 *
 * @throws {Error} Without npm, or if it does not know the package.
 */
export async function npmTarball(spec: string, run: RunNpm): Promise<string> {
  const result = await run(["view", spec, "dist.tarball", "--json"]);
  if (result === undefined) {
    throw new Error(
      `npm not found on PATH: it is needed to find ${spec}`,
    );
  }
  if (result.code !== 0) {
    const lines = result.stderr.split("\n").map((line) =>
      line.replace(/^npm (?:error|ERR!)\s*/, "").trim()
    );
    const reason = lines.find((line) =>
      line !== "" && !line.startsWith("code ")
    ) ?? `exit status ${result.code}`;
    throw new Error(`Cannot find ${spec} with npm: ${reason}`);
  }
  const url: unknown = JSON.parse(result.stdout);
  if (typeof url !== "string" || !/^https?:\/\//.test(url)) {
    throw new Error(
      `Expected the address of ${spec} but found ${result.stdout.trim()} from npm view`,
    );
  }
  return url;
}
