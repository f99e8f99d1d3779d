// Rules about the whole code base: who may import whom, and how a file is made.
import { assertEquals, assertGreater } from "@std/assert";
import { type SourceFile, sourceFiles } from "./source_files.ts";
import { ROOT } from "../support/root.ts";

const files = await sourceFiles(ROOT);

/** What the code of a folder may import: folders end with a slash. */
const ALLOWED: Record<string, readonly string[]> = {
  "common/": ["common/"],
  "compat/": ["compat/"],
  "pipeline/": ["pipeline/", "common/"],
  "engine/": ["engine/", "common/"],
  "nas/": ["nas/", "engine/", "common/"],
  "datasets/": [
    "datasets/",
    "engine/philox.ts",
    "engine/safetensors.ts",
    "common/",
  ],
  "stages/": [
    "stages/",
    "nas/",
    "datasets/",
    "engine/",
    "common/",
    "pipeline/stage.ts",
    "pipeline/pipeline_dot.ts",
  ],
  "bench/": ["bench/", "engine/", "nas/", "datasets/", "pipeline/", "test/"],
  "mod.ts": ["engine/", "nas/", "datasets/", "pipeline/"],
};

const LONGEST_FILE = 300;

/** Drops template strings, in which tests keep the text of modules. */
function withoutTemplates(text: string): string {
  return text.replace(/`(?:\\[\s\S]|[^`\\])*`/g, "``");
}

function isTest({ path }: SourceFile): boolean {
  return path.endsWith("_test.ts") || path.startsWith("test/") ||
    path.startsWith("bench/");
}

Deno.test("imports point downwards only", () => {
  const wrong = files.filter((file) => !file.path.endsWith("_test.ts"))
    .flatMap(({ path, imports }) => {
      const layer = Object.keys(ALLOWED).find((name) => path.startsWith(name));
      if (layer === undefined) return [];
      return imports.filter((target) =>
        !ALLOWED[layer]!.some((allowed) => target.startsWith(allowed))
      ).map((target) => `${path} imports ${target}`);
    });
  assertEquals(wrong, []);
});

Deno.test("every source belongs to a layer", () => {
  const known = [...Object.keys(ALLOWED), "test/"];
  const strays = files.map(({ path }) => path)
    .filter((path) => !known.some((name) => path.startsWith(name)));
  assertEquals(strays, []);
  for (const name of ["pipeline/", "engine/", "nas/", "stages/", "test/"]) {
    const held = files.filter(({ path }) => path.startsWith(name));
    // A walk that finds nothing would make every rule here hold.
    assertGreater(held.length, 0, `no source in ${name}`);
  }
});

Deno.test("only tests and benchmarks import test/", () => {
  const wrong = files.filter((file) => !isTest(file)).flatMap((
    { path, imports },
  ) =>
    imports.filter((target) => target.startsWith("test/"))
      .map((target) => `${path} imports ${target}`)
  );
  assertEquals(wrong, []);
});

Deno.test("stages import concrete files, because their keys hash what they reach", () => {
  const wrong = files.filter(({ path }) => path.startsWith("stages/"))
    .flatMap(({ path, imports }) =>
      imports.filter((target) => target.endsWith("mod.ts"))
        .map((target) => `${path} imports ${target}`)
    );
  assertEquals(wrong, []);
});

// a test's own stage is one too
Deno.test("only a stage has a default export", () => {
  const wrong = files.filter(({ path, text }) =>
    /^export default\b/m.test(withoutTemplates(text)) &&
    !/^(stages\/[^/]+\/stage|pipeline\/command\/stage|test\/support\/\w+\/\w+_stage)\.ts$/
      .test(path)
  ).map(({ path }) => path);
  assertEquals(wrong, []);
});

Deno.test(`no source is longer than ${LONGEST_FILE} lines`, () => {
  const wrong = files.filter((file) => !isTest(file))
    .map(({ path, text }) => ({ path, lines: text.split("\n").length - 1 }))
    .filter(({ lines }) => lines > LONGEST_FILE);
  assertEquals(wrong, []);
});
