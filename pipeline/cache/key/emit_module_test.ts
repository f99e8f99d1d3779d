import { assertEquals, assertNotEquals } from "@std/assert";
import { emitModule, type EmittedModule } from "./emit_module.ts";

function emit(code: string, path = "a.ts"): Promise<EmittedModule> {
  return emitModule(path, new TextEncoder().encode(code));
}

const CODE = `import { a } from "./a.ts";
import type { T } from "./types.ts";
import { type U, V } from "./values.ts";
export * from "./b.ts";
export type { W } from "./more_types.ts";
export function f(x: T): U {
  const unused: V = a;
  return import("./c.ts").then((c) => c.g(x));
}
`;

Deno.test("emitModule() follows what runs and not what only has types", async () => {
  assertEquals((await emit(CODE)).imports, ["./a.ts", "./b.ts", "./c.ts"]);
});

Deno.test("emitModule() ignores comments, types, quotes and formatting", async () => {
  const { digest } = await emit(CODE);
  for (
    const edited of [
      `// a comment\n/** @license */\n${CODE}`,
      CODE.replaceAll('"', "'"),
      CODE.replaceAll("\n", "\r\n"),
      CODE.replace("f(x: T): U {", "f(x: T | null): Promise<U> {\n\n\n"),
      CODE.replace(
        "const unused: V = a;",
        "const unused = ((a as unknown) as V);",
      ),
    ]
  ) {
    assertEquals((await emit(edited)).digest, digest);
  }
});

Deno.test("emitModule() sees a change of what the code does", async () => {
  const { digest } = await emit("export const rate = 0.1;");
  assertNotEquals((await emit("export const rate = 0.2;")).digest, digest);
  assertNotEquals((await emit('export const rate = "0.1";')).digest, digest);
});

Deno.test("emitModule() gives the place of a dynamic import without a literal", async () => {
  const { openImport } = await emit(
    "export const f = (x: string) =>\n  import(x);",
  );
  assertEquals(openImport, { line: 2, column: 3 });
});

Deno.test("emitModule() gives the place of a syntax error", async () => {
  const { trouble } = await emit("export const = 1;");
  assertEquals([trouble?.line, trouble?.column], [1, 14]);
});

Deno.test("emitModule() lists files that code names beside itself", async () => {
  const { assets } = await emit(
    'export const w = new URL("./worker.ts", import.meta.url);\nexport const t = import.meta.resolve("./table.json");',
  );
  assertEquals(assets, ["./worker.ts", "./table.json"]);
});

Deno.test("emitModule() counts JSON by value and other files by bytes", async () => {
  assertEquals(
    (await emit('{"a": 1.0, "b": 2}', "x.json")).digest,
    (await emit('{"b":2,"a":1}', "x.json")).digest,
  );
  assertNotEquals(
    (await emit("a\n", "x.txt")).digest,
    (await emit("a\r\n", "x.txt")).digest,
  );
});
