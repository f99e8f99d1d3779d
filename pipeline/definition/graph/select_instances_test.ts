import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { toyProject } from "../../../test/support/pipeline/toy_project.ts";

const PIPELINE = `name: select
matrix: { value: [1, 2] }
stages:
  number: { use: number, with: { value: $value } }
  square: { use: square, needs: { number: number } }
  total: { use: total, needs: { numbers: "square[*]" }, publish: true }
`;

for (
  const [args, expected] of [
    [["--until", "number"], ["number@value=1", "number@value=2"]],
    [["--until", "square@value=2"], ["number@value=2", "square@value=2"]],
    [["--until", "s*=1", "--until", "number@value=2"], [
      "number@value=1",
      "number@value=2",
      "square@value=1",
    ]],
  ] as const
) {
  Deno.test(`${args.join(" ")} runs the chosen stages and what they need`, async () => {
    await using project = toyProject(PIPELINE);
    assertEquals((await project.run("a.yaml", ...args)).code, 0);
    assertEquals(project.ran(), [...expected]);
  });
}

Deno.test("--only runs the chosen stages alone, when what they need is in the cache", async () => {
  await using project = toyProject(PIPELINE);
  const early = await project.run("a.yaml", "--only", "square");
  assertEquals(early.code, 1);
  assertStringIncludes(
    early.out,
    "--only excludes this instance, but its result is not in the cache",
  );
  assertEquals(project.ran(), []);
  assertMatch(
    (await project.run("plan", "a.yaml", "--only", "square")).out,
    /run +number@value=1 +never run; left out by --only/,
  );
  assertEquals((await project.run("a.yaml", "--until", "number")).code, 0);
  assertEquals((await project.run("a.yaml", "--only", "square@*=2")).code, 0);
  assertEquals(project.ran(), [
    "number@value=1",
    "number@value=2",
    "square@value=2",
  ]);
});

Deno.test("a selector that nothing matches is refused", async () => {
  await using project = toyProject(PIPELINE);
  const { code, err } = await project.run("a.yaml", "--only", "sqare");
  assertEquals(code, 2);
  assertStringIncludes(err, "but found sqare (did you mean square?)");
});
