/** Runs npm with arguments; `undefined` when there is no npm. */
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
 * Address of a package's archive, by the user's own npm: hence from the registry,
 * with the proxy that they have set up.
 *
 * @throws {Error} When there is no npm, or it does not know the package.
 */
export async function npmTarball(spec: string, run: RunNpm): Promise<string> {
  const result = await run(["view", spec, "dist.tarball", "--json"]);
  if (result === undefined) {
    throw new Error(
      `Expected npm on PATH but found none: it is needed to find ${spec}`,
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
