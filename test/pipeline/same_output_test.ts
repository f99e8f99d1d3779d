import { assertEquals, assertMatch } from "@std/assert";
import { commandProject, shell } from "../support/pipeline/command_project.ts";

const one = (id: string, path: string) =>
  shell(id, "true", `outputs: { o: ${path} }\npublish: true`);

for (
  const [name, stages] of [
    ["twice", one("a", "d") + one("b", "d")],
    ["nested", one("a", "d") + one("b", "d/x")],
    ["nested the other way", one("a", "d/x/y") + one("b", "d/x")],
  ] as const
) {
  Deno.test(`the same published output ${name} is refused with both stages before anything runs`, async () => {
    await using project = commandProject(stages);
    const out = await project.expect(2, "run", "a.yaml");
    assertMatch(
      out,
      /Expected different published paths but found \S+ of [ab] and \S+ of [ab]/,
    );
    assertEquals(project.executed(), []);
    await project.expect(2, "plan", "a.yaml");
  });
}

Deno.test("one published output of several instances gets a folder for each", async () => {
  await using project = commandProject(
    "  a:\n    use: command\n    run: [sh, -c, 'echo $1 > d', sh, $seed]\n    outputs: { o: d }\n    publish: true\n",
    "matrix: { seed: [1, 2] }\n",
  );
  await project.expect(0, "run", "a.yaml");
  const files = [...Deno.readDirSync(`${project.folder}/results/case`)].map((
    { name },
  ) => name).sort();
  assertEquals(files.length, 2);
});
