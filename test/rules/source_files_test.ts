import { assertEquals } from "@std/assert";
import { loadedAtOnce, relativeImports } from "./source_files.ts";

Deno.test("relativeImports() finds static, type, re-exported and dynamic imports only in code", () => {
  const text = [
    `/**`,
    ` * import { no } from "./comment.ts";`,
    ` */`,
    `import { a } from "../a.ts";`,
    `import type {`,
    `  B,`,
    `} from "./b.ts";`,
    `import "./effect.ts";`,
    `export * from "./c.ts";`,
    `export { d } from "./d/d.ts";`,
    `import { z } from "zod";`,
    `// import { no } from "./line.ts";`,
    `const e = await import("./e.ts");`,
  ].join("\n");
  assertEquals(relativeImports("x/y/f.ts", text).sort(), [
    "x/a.ts",
    "x/y/b.ts",
    "x/y/c.ts",
    "x/y/d/d.ts",
    "x/y/e.ts",
    "x/y/effect.ts",
  ]);
});

Deno.test("loadedAtOnce() leaves out types and what is imported later", () => {
  const text = [
    `import { a, type A } from "./a.ts";`,
    `import type { B } from "./b.ts";`,
    `import { type C, type D } from "./c.ts";`,
    `import {`,
    `  type E,`,
    `  e,`,
    `} from "./e.ts";`,
    `export type { F } from "./f.ts";`,
    `export { g } from "./g.ts";`,
    `export * from "./h.ts";`,
    `import * as tf from "@tensorflow/tfjs-core";`,
    `import "./effect.ts";`,
    `const i = await import("./i.ts");`,
  ].join("\n");
  assertEquals(loadedAtOnce(text).sort(), [
    "./a.ts",
    "./e.ts",
    "./effect.ts",
    "./g.ts",
    "./h.ts",
    "@tensorflow/tfjs-core",
  ]);
});
