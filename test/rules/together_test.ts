// `deno task test` reads no folder but lists of modules; nothing that is tested may be missing from them.
import { assertEquals, assertGreater } from "@std/assert";
import { basename } from "node:path";
import { relativeImports, sourceFiles } from "./source_files.ts";
import { ALONE, testFiles, TOGETHER } from "../support/run_together.ts";
import { ROOT } from "../support/root.ts";

const { tasks } = JSON.parse(Deno.readTextFileSync(`${ROOT}/deno.json`)) as {
  tasks: Record<string, { command: string }>;
};

/** Modules of test/together that the processes of `deno task test` are given, in order. */
function givenModules(): string[] {
  return Object.keys(TOGETHER).flatMap((group) =>
    tasks[`test:${group}`]!.command.match(/test\/together\/\w+\.ts/g) ?? []
  ).sort();
}

Deno.test("`deno task test` runs each test file once, but those of test/soak", async () => {
  const files = (await sourceFiles(ROOT)).map(({ path }) => path)
    .filter((path) =>
      path.endsWith("_test.ts") && !path.startsWith("test/soak/")
    );
  assertGreater(files.length, 500);
  const run = Object.values(TOGETHER).flat().flatMap(testFiles);
  assertEquals([...run, ...ALONE].sort(), files.sort());
});

Deno.test("each module of test/together is given to one process, which `deno task test` and the coverage start", () => {
  const modules = [...Deno.readDirSync(`${ROOT}/test/together`)]
    .map(({ name }) => `test/together/${name}`);
  assertEquals(givenModules(), modules.sort());
  for (const group of Object.keys(TOGETHER)) {
    for (const task of ["test", "test:coverage"]) {
      const words = tasks[task]!.command.split(/[\s()]+/);
      const starts = words.filter((word) => word === `test:${group}`);
      assertEquals(starts.length, 1, `${task} starts ${group}`);
    }
  }
});

Deno.test("each file that runs alone is all that the module of its name imports", () => {
  for (const path of ALONE) {
    const module = `test/together/${basename(path, "_test.ts")}.ts`;
    const text = Deno.readTextFileSync(`${ROOT}/${module}`);
    assertEquals(relativeImports(module, text), [path]);
  }
});
