import { assert, assertEquals } from "@std/assert";
import { commandProject, shell } from "../support/pipeline/command_project.ts";
import { namesIn } from "../../pipeline/base/read_files.ts";

const KILLER = import.meta.resolve("../support/endurance/kill_at_rename.ts")
  .slice(
    "file://".length,
  );

for (
  const [args, ends] of [
    [["run", "a.yaml"], "runs"],
    [["lock", "a.yaml"], "locks"],
    [["tag", "best"], "tags"],
  ] as const
) {
  Deno.test(`a process that ${ends} and is killed before each of its renames leaves nothing among the temporary files`, async () => {
    for (let at = 1, ended = false; !ended; at++) {
      assert(at < 100, "Expected an end but found none");
      await using project = commandProject(
        shell("a", "echo hi > o", "outputs: { o: o }\npublish: true"),
      );
      if (args[0] !== "run") await project.expect(0, "run", "a.yaml");
      const child = project.launch([...args], {
        env: { SDARTS_KILL_AT: String(at) },
        preload: KILLER,
      });
      const { code, signal } = await child.output();
      ended = signal === null;
      assertEquals(code === 0, ended, `rename ${at}: ${code}, ${signal}`);
      await project.expect(0, "run", "a.yaml");
      const left = ["tmp", "work", "checkpoints"].flatMap((folder) =>
        namesIn(`${project.folder}/.sdarts/${folder}`)
      );
      assertEquals(left, [], `rename ${at}`);
      assertEquals(project.read("results/case/o"), "hi\n");
      assert(!ended || at > 1, "Expected renames but found none");
    }
  });
}
