import { assertEquals, assertMatch } from "@std/assert";
import { commandProject, shell } from "../support/pipeline/command_project.ts";
import {
  HAS_STRACE,
  runWithoutLandlock,
} from "../support/pipeline/without_landlock.ts";

const POISON = shell("make", "echo good > o", "outputs: { o: o }") +
  shell(
    "evil",
    "chmod u+w ${input.o}; echo evil > ${input.o}; touch p",
    "needs: { o: make }\noutputs: { p: p }",
  ) +
  shell(
    "innocent",
    "cat ${input.o} > q",
    "needs: { o: make, after: evil }\noutputs: { q: q }\npublish: true",
  );

Deno.test({
  name:
    "without Landlock, a stage that writes to its input changes nothing but its own copy",
  ignore: !HAS_STRACE,
  fn: async () => {
    await using project = commandProject(POISON);
    const { code, out, err } = await runWithoutLandlock(
      project,
      "run",
      "a.yaml",
    );
    assertEquals(code, 0, out + err);
    assertMatch(out, /no Landlock: files are not confined/);
    assertEquals(project.read("results/case/q"), "good\n");
    await project.expect(0, "verify");
  },
});

Deno.test({
  name:
    "without Landlock, --strict runs no command, and other stages as always",
  ignore: !HAS_STRACE,
  fn: async () => {
    await using project = commandProject(
      shell("a", "touch o", "outputs: { o: o }") +
        "  number: { use: number, with: { value: 1 } }\n",
    );
    const { code, out } = await runWithoutLandlock(
      project,
      ...["run", "a.yaml", "--strict", "-k"],
    );
    assertEquals(code, 1);
    assertMatch(out, /failed a .*--strict needs a kernel with Landlock/);
    assertEquals(project.ran(), ["number"]);
    await project.expect(0, "run", "a.yaml", "--strict");
  },
});
