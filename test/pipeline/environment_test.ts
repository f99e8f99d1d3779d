import { assertEquals } from "@std/assert";
import { commandProject, shell } from "../support/pipeline/command_project.ts";
import { COMMAND_LINE } from "../support/root.ts";

async function runWith(
  project: ReturnType<typeof commandProject>,
  env: Record<string, string>,
): Promise<void> {
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...COMMAND_LINE,
      "run",
      "a.yaml",
      "--project",
      project.folder,
    ],
    cwd: project.folder,
    env,
    stdout: "null",
    stderr: "null",
  }).output();
  assertEquals(code, 0);
}

Deno.test("a variable that is not declared is not seen", async () => {
  await using project = commandProject(
    shell("a", 'echo "foo=$FOO" > o', "outputs: { o: o }\npublish: true"),
  );
  await runWith(project, { FOO: "1" });
  assertEquals(project.read("results/case/o"), "foo=\n");
  project.forget();
  await runWith(project, { FOO: "2" });
  assertEquals(project.executed(), []);
});

Deno.test("a declared variable is part of the key, and every value keeps its result", async () => {
  await using project = commandProject(
    shell(
      "a",
      'echo "foo=${FOO-unset}" > o'.replace("${", () => "$${"),
      "env: [FOO]\noutputs: { o: o }\npublish: true",
    ),
  );
  const runs: [Record<string, string>, string, number][] = [
    [{ FOO: "A" }, "A", 1],
    [{ FOO: "B" }, "B", 2],
    [{ FOO: "A" }, "A", 2],
    [{}, "unset", 3],
    [{ FOO: "" }, "", 4],
    [{ FOO: "B" }, "B", 4],
    [{}, "unset", 4],
  ];
  for (const [env, value, executions] of runs) {
    await runWith(project, env);
    assertEquals(project.read("results/case/o"), `foo=${value}\n`);
    assertEquals(project.executed().length, executions);
  }
});
