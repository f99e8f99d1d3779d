import { assertEquals } from "@std/assert";
import { z } from "zod";
import { expectation } from "./expectation.ts";

for (
  const [name, schema, value, expected] of [
    ["a type", z.number(), "x", "a number"],
    ["a whole number", z.int(), 1.5, "a whole number"],
    ["one of several", z.enum(["s1", "s2"]), "s3", "one of s1, s2"],
    ["a literal", z.literal(3), 4, "3"],
    ["a least number", z.number().min(1), 0, "at least 1"],
    ["a positive number", z.number().positive(), 0, "greater than 0"],
    ["a largest number", z.number().max(1), 2, "at most 1"],
    ["a bound that is not reached", z.number().lt(1), 1, "less than 1"],
    ["a least length", z.string().min(1), "", "of at least 1 character"],
    [
      "a largest length",
      z.array(z.int()).max(2),
      [1, 2, 3],
      "of at most 2 items",
    ],
    ["a multiple", z.number().multipleOf(4), 3, "a multiple of 4"],
    ["a pattern", z.string().regex(/^a$/), "b", "text that matches /^a$/"],
    [
      "a path",
      z.string().regex(/^(?:\.\.?)?\//),
      "b",
      "a path that starts with ./, ../ or /",
    ],
    [
      "a union",
      z.union([z.number(), z.literal("auto")]),
      "x",
      "a number or auto",
    ],
    [
      "a check of one's own",
      z.number().refine((n) => n !== 3, "not 3"),
      3,
      "allowed (not 3)",
    ],
  ] as [string, z.ZodType, unknown, string][]
) {
  Deno.test(`expectation() of ${name} is "${expected}"`, () => {
    const { error } = schema.safeParse(value);
    const issue = error?.issues[0];
    assertEquals(issue && expectation(issue), expected);
  });
}
