import type { Ended } from "../command_here.ts";
import type { ToyProject } from "./toy_project.ts";
import { COMMAND_LINE } from "../root.ts";

/** True where {@linkcode runWithoutLandlock} works. */
export const HAS_STRACE = succeeds("strace", "-o", "/dev/null", "true");

/** Runs a command of a project as on a kernel that has no Landlock. */
export async function runWithoutLandlock(
  project: ToyProject,
  ...args: string[]
): Promise<Ended> {
  const call = "landlock_create_ruleset";
  const { code, stdout, stderr } = await new Deno.Command("strace", {
    args: [
      ...["-f", "-qq", "-o", "/dev/null", "-e", `trace=${call}`],
      ...["-e", `inject=${call}:error=ENOSYS`],
      ...[Deno.execPath(), ...COMMAND_LINE],
      ...args,
      ...["--project", project.folder],
    ],
    cwd: project.folder,
    env: { NO_COLOR: "1" },
    stdin: "null",
  }).output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: decode(stdout), err: decode(stderr) };
}

function succeeds(program: string, ...args: string[]): boolean {
  try {
    return new Deno.Command(program, { args }).outputSync().success;
  } catch {
    return false;
  }
}
