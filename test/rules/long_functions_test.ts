import { assertEquals } from "@std/assert";
import { longFunctions } from "./long_functions.ts";

const body = (indent: string, lines: number) =>
  Array.from({ length: lines }, (_, i) => `${indent}  step(${i});\n`).join("");

Deno.test("longFunctions() finds functions, methods and arrow functions over the limit", () => {
  const text = [
    `export async function outer(\n  a: number,\n): Promise<void> {\n`,
    body("", 4),
    `}\n`,
    `function short() {\n${body("", 2)}}\n`,
    `const arrow = (a: number): number => {\n${body("", 6)}};\n`,
    `  const inner = async () => {\n${body("  ", 6)}  };\n`,
    `  method(a) {\n${body("  ", 7)}  },\n`,
    `const list = (\n  a\n);\n`,
  ].join("");
  assertEquals(longFunctions(text, 6), [
    { name: "outer", lines: 8 },
    { name: "arrow", lines: 8 },
    { name: "inner", lines: 8 },
    { name: "method", lines: 9 },
  ]);
});
