import type { Ended } from "../command_here.ts";
import type { ToyProject } from "./toy_project.ts";
import { COMMAND_LINE } from "../root.ts";

/** Start of a command line that gives up the privileges of root, for whom no mode of a file counts; empty for others. */
const PLAIN = Deno.uid() === 0 ? ["setpriv", "--bounding-set=-all"] : [];

/** True where {@linkcode runOrdinary} works. */
export const HAS_ORDINARY = PLAIN.length === 0 || hasSetpriv();

/** Runs a command of a project as a user for whom the modes of files count. */
export async function runOrdinary(
  project: ToyProject,
  ...args: string[]
): Promise<Ended> {
  const [program, ...rest] = [
    ...PLAIN,
    Deno.execPath(),
    ...COMMAND_LINE,
    ...args,
    "--project",
    project.folder,
  ];
  const { code, stdout, stderr } = await new Deno.Command(program!, {
    args: rest,
    cwd: project.folder,
    env: { NO_COLOR: "1" },
    stdin: "null",
  }).output();
  const [out, err] = [stdout, stderr].map((bytes) =>
    new TextDecoder().decode(bytes)
  );
  return { code, out: out!, err: err! };
}

function hasSetpriv(): boolean {
  try {
    return new Deno.Command("setpriv", { args: ["--version"] }).outputSync()
      .success;
  } catch {
    return false;
  }
}
