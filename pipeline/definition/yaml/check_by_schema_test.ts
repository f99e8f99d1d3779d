import { assertEquals } from "@std/assert";
import { z } from "zod";
import { parseParams } from "./check_by_schema.ts";
import type { LocatedMap } from "./located.ts";
import { parseYaml } from "./parse_yaml.ts";
import type { Problem } from "./problem.ts";

const params = z.strictObject({
  method: z.union([
    z.enum(["darts", "sdarts-rs"]),
    z.strictObject({
      noise: z.union([
        z.enum(["none", "random"]),
        z.string().regex(/^(?:\.\.?)?\//, { abort: true }),
      ])
        .optional(),
      steps: z.int().optional(),
    }),
  ]),
});

for (
  const [text, expected] of [
    ["method: darts", []],
    ["method: { noise: ./mine.ts, steps: 2 }", []],
    ["method: sdart-rs", [
      '1:9: Expected method to be one of darts, sdarts-rs or a mapping but found "sdart-rs" (did you mean sdarts-rs?)',
    ]],
    ["method: { noise: randm }", [
      '1:18: Expected method.noise to be one of none, random or a path that starts with ./, ../ or / but found "randm" (did you mean random?)',
    ]],
    ["method: { noise: random, steps: many }", [
      '1:33: Expected method.steps to be a number but found "many"',
    ]],
    ["method: { nose: random }", [
      "1:11: Expected a known key in method but found nose",
    ]],
    ["method: [darts]", [
      "1:9: Expected method to be one of darts, sdarts-rs or a mapping but found a list",
    ]],
  ] as [string, string[]][]
) {
  Deno.test(`a parameter of several forms: ${text}`, () => {
    const { root } = parseYaml(`${text}\n`);
    const problems: Problem[] = [];
    parseParams({ name: "search", params }, root as LocatedMap, problems);
    assertEquals(
      problems.map(({ line, column, message }) =>
        `${line}:${column}: ${message}`
      ),
      expected,
    );
  });
}
