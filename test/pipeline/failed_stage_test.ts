import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { commandProject, shell } from "../support/pipeline/command_project.ts";
import { exists, namesIn } from "../../pipeline/base/read_files.ts";

Deno.test("a failed stage that wrote its output is not cached", async () => {
  await using project = commandProject(
    shell("bad", "echo x > o; exit 1", "outputs: { o: o }\npublish: true"),
  );
  for (const attempt of [1, 2]) {
    const out = await project.expect(1, "run", "a.yaml");
    assertStringIncludes(
      out,
      "sh exited with code 1",
    );
    assertEquals(project.executed(), [], `attempt ${attempt}`);
    assert(!exists(`${project.folder}/results/case/o`));
  }
  const [failed] = [...Deno.readDirSync(`${project.folder}/.sdarts/failed`)];
  assertEquals(project.read(`.sdarts/failed/${failed!.name}/o`), "x\n");
});

Deno.test("what a failed stage wrote is gone when it succeeds", async () => {
  await using project = commandProject(
    shell(
      "late",
      "echo x > o; [ -e $SDARTS_CHECKPOINT/again ] || { touch $SDARTS_CHECKPOINT/again; exit 1; }",
      "outputs: { o: o }",
    ),
  );
  const failed = () => namesIn(`${project.folder}/.sdarts/failed`).length;
  await project.expect(1, "run", "a.yaml");
  assertEquals(failed(), 1);
  await project.expect(0, "run", "a.yaml");
  assertEquals(failed(), 0);
});

Deno.test("a declared output that is missing at exit code 0 fails the stage", async () => {
  await using project = commandProject(
    shell("none", "true", "outputs: { o: some/o.txt }") +
      shell("half", "mkdir d; touch a", "outputs: { a: a, d: d/x }"),
  );
  const out = await project.expect(1, "run", "a.yaml", "-k");
  assertStringIncludes(
    out,
    "the stage did not write its output o to some/o.txt",
  );
  assertStringIncludes(
    out,
    "the stage did not write its output d to d/x",
  );
  assertEquals(project.executed(), []);
});
