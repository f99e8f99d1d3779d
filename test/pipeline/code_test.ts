import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { planHere } from "../support/plan_here.ts";
import { toyProject } from "../support/pipeline/toy_project.ts";

const PIPELINE = `name: code
stages:
  number: { use: number, with: { value: 3 } }
  square: { use: square, needs: { number: number }, publish: true }
`;
const TEXT = `export function text(value: number): string {
  return JSON.stringify(value);
}
`;

Deno.test("an edit of an imported module runs the stages that reach it, and plan names it", async () => {
  await using project = toyProject(PIPELINE);
  project.write(
    "lib/text.ts",
    'import { deep } from "./deep.ts";\nexport const text = (value: number) => deep(value);\n',
  );
  project.write(
    "lib/deep.ts",
    "export const deep = (value: number) => JSON.stringify(value);\n",
  );
  assertEquals((await project.run("a.yaml")).code, 0);
  project.write(
    "lib/deep.ts",
    "export const deep = (value: number) => JSON.stringify(value + 1);\n",
  );
  const { out } = await project.run("plan", "a.yaml");
  assertMatch(out, /run +number +code: lib\/deep.ts changed/);
  assertMatch(out, /wait +square/);
  project.forget();
  assertEquals((await project.run("a.yaml")).code, 0);
  assertEquals(project.ran(), ["number", "square"]);
});

const EDITS = {
  comments: `/** doc */\n${TEXT.replace("return", "// why\n  return")}`,
  "white space and format": TEXT.replaceAll("  ", "\t\t").replace(
    "(value: number)",
    "(\n  value: number,\n)",
  ),
  types: TEXT.replace("value: number", "value: number | string"),
  "line endings": TEXT.replaceAll("\n", "\r\n"),
};

Deno.test("an edit without effect alone runs nothing", async (t) => {
  await using project = toyProject(PIPELINE);
  assertEquals((await project.run("a.yaml")).code, 0);
  for (const [name, edit] of Object.entries(EDITS)) {
    await t.step(`of ${name}`, async () => {
      project.forget();
      project.write("lib/text.ts", edit);
      assertEquals(
        (await planHere(project.folder)).map(({ state }) => state),
        ["cached", "cached"],
      );
      assertEquals((await project.run("a.yaml")).code, 0);
      assertEquals(project.ran(), []);
      // For the strict, every byte counts; both keys stay in the cache.
      const strict = ["a.yaml", "--code-hash=bytes"];
      const [number] = await planHere(project.folder, { codeHash: "bytes" });
      assertEquals(number!.state, "run");
      assertMatch(number!.reasons.join(), /code: .*lib\/text.ts changed/);
      assertEquals((await project.run(...strict)).code, 0);
      project.forget();
      project.write("lib/text.ts", `${edit}// again\n`);
      assertEquals((await project.run("run", ...strict)).code, 0);
      // The output of number is the same, so that square does not run.
      assertEquals(project.ran(), ["number"]);
      project.forget();
      assertEquals((await project.run("a.yaml")).code, 0);
      assertEquals(project.ran(), []);
    });
  }
});

const STAGE = (body: string) =>
  `import { z } from "zod";
import { defineStage } from ${
    JSON.stringify(import.meta.resolve("../../pipeline/stage.ts"))
  };
export default defineStage({
  name: "mine", description: "reads", params: z.strictObject({}), inputs: {},
  outputs: { o: { kind: "o", path: "o.txt" } },
  run: async ({ output }) => { ${body} },
});
`;

Deno.test("data that code reads without declaring it fails with its path, each time", async () => {
  await using project = toyProject(
    "name: hidden\nstages:\n  a: { use: ./mine.ts }\n",
  );
  const table = `${project.folder}/table.json`;
  project.write("table.json", "1");
  project.write(
    "mine.ts",
    STAGE(
      `await Deno.writeTextFile(output("o"), await Deno.readTextFile(${
        JSON.stringify(table)
      }));`,
    ),
  );
  for (let i = 0; i < 2; i++) {
    const { code, out } = await project.run("a.yaml");
    assertEquals(code, 1);
    assertStringIncludes(out, table);
  }
});

Deno.test("an import that hides code from the key is refused with its place", async () => {
  await using project = toyProject(
    "name: hidden\nstages:\n  a: { use: ./mine.ts }\n",
  );
  project.write(
    "mine.ts",
    STAGE(
      'const name = "./x.ts"; await import(name); await Deno.writeTextFile(output("o"), "");',
    ),
  );
  const { code, err } = await project.run("a.yaml");
  assertEquals(code, 2);
  assertMatch(err, /mine\.ts:6:\d+: Expected a literal in import\(\)/);
});

Deno.test("a file named by import.meta is part of the key", async () => {
  await using project = toyProject(
    "name: asset\nstages:\n  a: { use: ./mine.ts, publish: true }\n",
  );
  project.write("table.json", "1");
  project.write(
    "mine.ts",
    STAGE(
      'await Deno.writeTextFile(output("o"), await Deno.readTextFile(new URL("./table.json", import.meta.url)));',
    ),
  );
  assertEquals((await project.run("a.yaml")).code, 0);
  project.write("table.json", "2");
  const ended = await project.run("a.yaml");
  assertEquals(ended.code, 0, ended.out + ended.err);
  assertEquals(project.read("results/asset/o.txt"), "2");
});

Deno.test("a stage that makes the same bytes again cuts its followers off", async () => {
  await using project = toyProject(PIPELINE);
  assertEquals((await project.run("a.yaml")).code, 0);
  project.forget();
  project.write(
    "lib/text.ts",
    TEXT.replace("JSON.stringify(value)", "String(value)"),
  );
  assertEquals((await project.run("a.yaml")).code, 0);
  assertEquals(project.ran(), ["number"]);
});
