// Plans mutated pipeline files through the command line.
import { assert, assertEquals } from "@std/assert";
import { FULL_FILE, mutate } from "../pipeline/mutated_file.ts";
import { toyProject } from "../pipeline/toy_project.ts";

/**
 * Plans mutated files, two at a time: each ends with code 0, or with code 2 and lines that have a place.
 *
 * @param from First seed.
 * @param count Number of files.
 * @returns How many were refused.
 */
export async function planMutated(
  from: number,
  count: number,
): Promise<number> {
  await using project = toyProject(FULL_FILE);
  assertEquals((await project.run("plan", "a.yaml")).code, 0);
  let next = from;
  let refused = 0;
  const worker = async () => {
    while (next < from + count) {
      const seed = next++;
      const text = mutate(FULL_FILE, seed);
      const name = `m${seed}.yaml`;
      project.write(name, text);
      const { code, err } = await project.run("plan", name);
      const where = `seed ${seed}: ${JSON.stringify(text)}\n${err}`;
      assert(code === 0 || code === 2, where);
      if (code === 2) {
        refused++;
        for (const line of err.trimEnd().split("\n")) {
          assert(/^m\d+\.yaml:\d+:\d+: .+/.test(line), where);
        }
      }
      Deno.removeSync(`${project.folder}/${name}`);
    }
  };
  await Promise.all([worker(), worker()]);
  return refused;
}
