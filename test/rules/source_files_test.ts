import { assertEquals } from "@std/assert";
import { relativeImports } from "./source_files.ts";

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
