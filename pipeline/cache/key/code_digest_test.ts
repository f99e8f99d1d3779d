import { assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { dirname, relative } from "node:path";
import { type CodeDigest, codeReader } from "./code_digest.ts";
import { PipelineError } from "../../base/pipeline_error.ts";
import { fileNames } from "../../base/read_files.ts";
import type { DenoLock } from "./lock_integrity.ts";
import {
  type TempFolder,
  tempFolder,
} from "../../../test/support/temp_folder.ts";

const FILES: Readonly<Record<string, string>> = {
  "stages/a/stage.ts": `import { z } from "zod";
import { derive } from "../../nas/derive.ts";
import type { Unused } from "../../nas/types.ts";
export default { z, derive, run: async () => await import("./work.ts") };
`,
  "stages/a/work.ts":
    `import table from "./table.json" with { type: "json" };\nexport const work: number = table.x;\n`,
  "stages/a/table.json": `{ "x": 1, "y": 2 }\n`,
  "nas/derive.ts":
    `import { deep } from "./deep.ts";\nexport * from "./deep.ts";\nexport const derive = () => deep(1);\n`,
  "nas/deep.ts":
    `// deep\nexport function deep(x: number): number {\n  return x + 1;\n}\n`,
  "nas/types.ts": `export type Unused = number;\n`,
  "nas/other.ts": `export const other = 1;\n`,
};
const LOCK: DenoLock = {
  specifiers: { "npm:zod@4.6.7": "4.6.7" },
  npm: { "zod@4.6.7": { integrity: "sha512-x" } },
};

/** A project of those files. */
function exampleProject(): TempFolder {
  const folder = tempFolder();
  for (const [path, text] of Object.entries(FILES)) {
    Deno.mkdirSync(`${folder.path}/${dirname(path)}`, { recursive: true });
    Deno.writeTextFileSync(`${folder.path}/${path}`, text);
  }
  return folder;
}

function read(
  folder: string,
  lock = LOCK,
  count?: "emitted" | "bytes",
): Promise<CodeDigest> {
  return codeReader({
    ...(count === undefined ? {} : { count }),
    nameOf: (path) => relative(folder, path),
    roots: [folder],
    imports: { folder, imports: { zod: "npm:zod@4.6.7" }, links: new Map() },
    lock,
    emit: `${folder}/emit`,
  })(`${folder}/stages/a/stage.ts`);
}

function edit(
  folder: string,
  path: string,
  change: (text: string) => string,
): void {
  Deno.writeTextFileSync(
    `${folder}/${path}`,
    change(Deno.readTextFileSync(`${folder}/${path}`)),
  );
}

Deno.test("codeReader() reaches imports, re-exports, dynamic imports, JSON and packages, but not types", async () => {
  using folder = exampleProject();
  assertEquals(Object.keys((await read(folder.path)).modules), [
    "nas/deep.ts",
    "nas/derive.ts",
    "npm:zod@4.6.7",
    "stages/a/stage.ts",
    "stages/a/table.json",
    "stages/a/work.ts",
  ]);
});

for (
  const [name, path, change] of [
    [
      "a comment",
      "nas/deep.ts",
      (text) => text.replace("// deep", "// deeper"),
    ],
    ["a type", "nas/deep.ts", (text) => text.replace("x: number", "x: 0 | 1")],
    ["white space", "nas/deep.ts", (text) => text.replaceAll("\n", "\n\n")],
    [
      "a declaration that nothing uses",
      "nas/deep.ts",
      (text) => `${text}export const rate = 0.1;\nfunction unused() {}\n`,
    ],
    [
      "an import of an expression in a function that nothing calls",
      "nas/deep.ts",
      (text) => `${text}export const load = (url: string) => import(url);\n`,
    ],
    ["the spelling of JSON", "stages/a/table.json", () => `{"y":2.0,"x":1}`],
    [
      "a module that only gives types",
      "nas/types.ts",
      (text) => `${text}export const x = 1;\n`,
    ],
    [
      "a module that is not reached",
      "nas/other.ts",
      () => "export const other = 2;\n",
    ],
  ] as [string, string, (text: string) => string][]
) {
  Deno.test(`codeReader() does not see an edit of ${name}`, async () => {
    using folder = exampleProject();
    const before = await read(folder.path);
    edit(folder.path, path, change);
    assertEquals(await read(folder.path), before);
  });

  Deno.test(`codeReader() that counts bytes sees an edit of ${name} where it is reached`, async () => {
    using folder = exampleProject();
    const before = await read(folder.path, LOCK, "bytes");
    edit(folder.path, path, change);
    const { digest } = await read(folder.path, LOCK, "bytes");
    assertEquals(digest === before.digest, !(path in before.modules));
  });
}

for (
  const [name, path, change] of [
    ["a deep module", "nas/deep.ts", (text) => text.replace("x + 1", "x + 2")],
    [
      "a dynamically imported module",
      "stages/a/work.ts",
      (text) => text.replace("table.x", "-table.x"),
    ],
    ["a JSON value", "stages/a/table.json", (text) => text.replace("2", "3")],
  ] as [string, string, (text: string) => string][]
) {
  Deno.test(`codeReader() sees an edit of ${name} and says where`, async () => {
    using folder = exampleProject();
    const before = await read(folder.path);
    edit(folder.path, path, change);
    const after = await read(folder.path);
    assertNotEquals(after.digest, before.digest);
    assertEquals(
      Object.keys(after.modules).filter((key) =>
        after.modules[key] !== before.modules[key]
      ),
      [path],
    );
  });
}

Deno.test("codeReader() sees another integrity in the lock file", async () => {
  using folder = exampleProject();
  const other: DenoLock = {
    ...LOCK,
    npm: { "zod@4.6.7": { integrity: "sha512-y" } },
  };
  assertNotEquals(
    (await read(folder.path, other)).digest,
    (await read(folder.path)).digest,
  );
});

Deno.test("codeReader() gives one digest wherever the project lies", async () => {
  using one = exampleProject();
  using two = exampleProject();
  assertEquals((await read(one.path)).digest, (await read(two.path)).digest);
});

Deno.test("codeReader() does not see that a module is moved or renamed", async () => {
  using folder = exampleProject();
  const before = await read(folder.path);
  const to = (from: string, path: string, imports: string) => {
    Deno.mkdirSync(dirname(`${folder.path}/${path}`), { recursive: true });
    Deno.renameSync(`${folder.path}/${from}`, `${folder.path}/${path}`);
    edit(
      folder.path,
      path,
      (text) => text.replace(/(["'])\.[^"']*deep\.ts/g, `$1${imports}`),
    );
  };
  to("nas/deep.ts", "other/way/deepest.ts", "");
  to("nas/derive.ts", "nas/deriving.ts", "../other/way/deepest.ts");
  edit(
    folder.path,
    "stages/a/stage.ts",
    (text) => text.replace("derive.ts", "deriving.ts"),
  );
  to("stages/a/work.ts", "stages/a/works.ts", "");
  edit(
    folder.path,
    "stages/a/stage.ts",
    (text) => text.replace("work.ts", "works.ts"),
  );
  assertEquals((await read(folder.path)).digest, before.digest);
});

Deno.test("codeReader() sees what a module does when it is imported", async () => {
  using folder = exampleProject();
  const effect = (text: string) => `${text}globalThis.name = "a";\n`;
  Deno.writeTextFileSync(`${folder.path}/stages/other.ts`, "export {};\n");
  edit(
    folder.path,
    "stages/a/work.ts",
    (text) => `import "../other.ts";\n${text}`,
  );
  const before = await read(folder.path);
  edit(folder.path, "stages/other.ts", effect);
  const after = await read(folder.path);
  assertNotEquals(after.digest, before.digest);
  edit(folder.path, "nas/deep.ts", effect);
  assertNotEquals((await read(folder.path)).digest, after.digest);
});

Deno.test("codeReader() leaves out modules of this program of which nothing is used, and refuses an import for an effect", async () => {
  using folder = exampleProject();
  edit(
    folder.path,
    "nas/deep.ts",
    (text) => `export { table } from "./other.ts";\n${text}`,
  );
  const before = await read(folder.path);
  const computed = 'export const table = Object.fromEntries([["a", 1]]);\n';
  edit(folder.path, "nas/other.ts", () => computed);
  assertEquals(await read(folder.path), before);
  edit(
    folder.path,
    "nas/deep.ts",
    (text) => `${text}export const first = 1;\nimport "./other.ts";\n`,
  );
  await assertRejects(
    () => read(folder.path),
    PipelineError,
    "nas/deep.ts:7:8: Expected an import of names but found none",
  );
});

Deno.test("codeReader() bundles entries together, and again only what changed", async () => {
  using folder = exampleProject();
  const { path } = folder;
  const entries = [`${path}/nas/derive.ts`, `${path}/stages/a/work.ts`];
  Deno.mkdirSync(`${path}/emit`);
  const reader = () =>
    codeReader({
      nameOf: (name) => relative(path, name),
      roots: [path],
      imports: { folder: path, imports: {}, links: new Map() },
      lock: LOCK,
      emit: `${path}/emit`,
      entries,
    });
  const times = () =>
    fileNames(`${path}/emit`).map((name) =>
      Deno.statSync(`${path}/emit/${name}`).ino
    ).sort();
  const [first, second] = await Promise.all(entries.map(reader()));
  const written = times();
  assertEquals(written.length, 2);
  assertEquals(await Promise.all(entries.map(reader())), [first, second]);
  assertEquals(times(), written);
  edit(path, "nas/deep.ts", (text) => text.replace("x + 1", "x + 2"));
  const [changed, same] = await Promise.all(entries.map(reader()));
  assertEquals(same, second);
  assertNotEquals(changed?.digest, first?.digest);
  assertEquals(times().filter((ino) => written.includes(ino)).length, 1);
});

Deno.test("codeReader() lists files that code opens beside itself", async () => {
  using folder = exampleProject();
  edit(
    folder.path,
    "nas/derive.ts",
    (text) =>
      `${text}export const u = new URL("./other.ts", import.meta.url);\n`,
  );
  const { assets, modules } = await read(folder.path);
  assertEquals(assets, [`${folder.path}/nas/other.ts`]);
  assertEquals("nas/other.ts" in modules, true);
});

for (
  const [name, code, message] of [
    [
      "a dynamic import without a literal",
      "export const deep = (x: string) => import(x);",
      "nas/deep.ts:1:36: Expected a literal in import()",
    ],
    [
      "a remote import",
      'import "https://example.com/x.ts";',
      "but found https://example.com/x.ts",
    ],
    [
      "a missing module",
      'import "./missing.ts";',
      "nas/missing.ts not found",
    ],
    ["a syntax error", "const = 1;", "nas/deep.ts:1:7:"],
    [
      "an import of what is not exported",
      "export const other = 1;",
      'nas/derive.ts:1:10: No matching export in "nas/deep.ts" for import "deep"',
    ],
  ] as const
) {
  Deno.test(`codeReader() refuses ${name}`, async () => {
    using folder = exampleProject();
    edit(folder.path, "nas/deep.ts", () => code);
    const error = await assertRejects(
      () => read(folder.path),
      PipelineError,
      message,
    );
    assertEquals(error.kind, "usage");
  });
}
