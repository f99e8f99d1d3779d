// What is on the disk when a command is killed, for each moment of its life, and how it looks after a rerun.
import { assert, assertEquals } from "@std/assert";
import { namesIn } from "../../../pipeline/base/read_files.ts";
import { removeIfThere } from "../../../pipeline/base/write_atomic.ts";
import type { ToyProject } from "../pipeline/toy_project.ts";
import { tempFolder } from "../temp_folder.ts";

const PRELOAD = new URL("./snap_changes.ts", import.meta.url).pathname;
const DRAFT = /(^|\/)\.[^/]*\.part($|\/)/;

/** A command that may be killed at any moment. */
export interface KillCase {
  readonly name: string;
  readonly args: readonly string[];
  /** Makes a project in which the command has work to do. */
  readonly make: () => ToyProject | Promise<ToyProject>;
  /** Exit codes of the command, also when it is run again; 0 by default. */
  readonly codes?: readonly number[];
}

/** Text of the user's files by path: all that is not in the cache. */
type UserFiles = ReadonlyMap<string, string>;

/**
 * Runs a command once with a copy of its project before each change of the disk, which is what a SIGKILL leaves. For
 * some of these copies it runs the command again, then the pipeline: both must end well, with the files of an
 * undisturbed command, and with nothing left behind.
 *
 * @param most Moments to look at, of which a seed chooses; all by default.
 * @returns Number of moments that were looked at.
 */
export async function killAtMoments(
  kill: KillCase,
  { most = 1e9, seed = 0 }: {
    readonly most?: number;
    readonly seed?: number;
  } = {},
): Promise<number> {
  await using project = await kill.make();
  using copies = tempFolder();
  const before = userFiles(project.folder);
  const moments = await snapMoments(kill, project, {
    SDARTS_SNAP_FOLDER: project.folder,
    SDARTS_SNAP_TO: copies.path,
    SDARTS_SNAP_MOST: String(most),
    SDARTS_SNAP_SEED: String(seed),
  });
  const after = userFiles(project.folder);
  assert(moments.length > 0, "Expected changes of the disk but found none");
  await settle(project, `${kill.name}, undisturbed`);
  const right = userFiles(project.folder);
  const kept = leftovers(project);
  for (const moment of moments) {
    const path = `${copies.path}/${moment}`;
    const what = Deno.readTextFileSync(`${path}.txt`);
    const where = `${kill.name}, moment ${moment}: ${what}`;
    await restore(path, project.folder);
    assertWhole(userFiles(project.folder), [before, after], where);
    await expect([...kill.args], project, { codes: kill.codes, where });
    await settle(project, where);
    // A checkpoint of a failed stage stays in any case.
    assertEquals(leftovers(project), kept, where);
    assertEquals(userFiles(project.folder), right, where);
  }
  return moments.length;
}

/** Runs the command with the preloaded module; returns the names of the copies in order. */
async function snapMoments(
  { name, args, codes = [0] }: KillCase,
  project: ToyProject,
  env: Readonly<Record<"SDARTS_SNAP_TO", string>> & Record<string, string>,
): Promise<string[]> {
  const child = project.launch([...args], { env, preload: PRELOAD });
  const { code, stdout, stderr } = await child.output();
  const [out, err] = [stdout, stderr].map((bytes) =>
    new TextDecoder().decode(bytes)
  );
  assert(codes.includes(code), `${name}: ${code}\n${out}\n${err}`);
  return namesIn(env.SDARTS_SNAP_TO).filter((name) => !name.endsWith(".txt"));
}

async function restore(from: string, folder: string): Promise<void> {
  for (const name of namesIn(folder)) removeIfThere(`${folder}/${name}`);
  const { success } = await new Deno.Command("cp", {
    args: ["-a", `${from}/.`, folder],
  }).output();
  assert(success, `Expected a copy of ${from}`);
}

/** Runs the pipeline to its end, and expects a sound cache. */
async function settle(
  project: ToyProject,
  where: string,
): Promise<void> {
  await expect(["run", "a.yaml"], project, { where });
  await expect(["verify"], project, { where });
}

function leftovers({ folder }: ToyProject): string[] {
  return ["tmp", "work", "checkpoints"].flatMap((name) =>
    namesIn(`${folder}/.sdarts/${name}`).map((entry) => `${name}/${entry}`)
  );
}

async function expect(
  args: string[],
  project: ToyProject,
  { codes = [0], where }: {
    readonly codes?: readonly number[] | undefined;
    readonly where: string;
  },
): Promise<void> {
  const { code, out, err } = await project.run(...args);
  assert(codes.includes(code), `${where}: ${code}\n${out}\n${err}`);
}

/** Expects each file to be as before the command or as after it. */
function assertWhole(
  found: UserFiles,
  known: readonly UserFiles[],
  where: string,
): void {
  for (const [path, text] of found) {
    // The rerun removes hidden drafts.
    if (DRAFT.test(path)) continue;
    const whole = known.some((files) => files.get(path) === text);
    assert(whole, `${where}: half of ${path}`);
  }
  const [before, after] = known;
  for (const path of before!.keys()) {
    const kept = found.has(path) || !after!.has(path);
    // Publication removes a file a moment before it puts the new one in its place.
    assert(kept || path.startsWith("results/"), `${where}: no ${path}`);
  }
}

function userFiles(folder: string): UserFiles {
  const files = new Map<string, string>();
  const visit = (path: string) => {
    for (const name of namesIn(path)) {
      const inner = `${path}/${name}`;
      const key = inner.slice(folder.length + 1);
      const info = Deno.lstatSync(inner);
      if (key === ".sdarts") continue;
      if (info.isDirectory) visit(inner);
      files.set(
        key,
        info.isDirectory
          ? "folder"
          : info.isSymlink
          ? Deno.readLinkSync(inner)
          : withoutTimes(Deno.readFileSync(inner)),
      );
    }
  };
  visit(folder);
  return files;
}

/** Text of a file, but for the times in the provenance of an output. */
function withoutTimes(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes)
    .replace(/"published": [\s\S]*$/, "");
}
