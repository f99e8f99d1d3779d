import { assertEquals } from "@std/assert";
import { parseReference } from "./parse_needs.ts";

for (
  const [text, expected] of [
    ["data", { stage: "data", gather: false }],
    ["a-b_1", { stage: "a-b_1", gather: false }],
    ["search.alphas", { stage: "search", output: "alphas", gather: false }],
    ["search[*]", { stage: "search", gather: true }],
    ["search.alphas[*]", { stage: "search", output: "alphas", gather: true }],
    ["search[0]", undefined],
    ["", undefined],
    ["a.b.c", undefined],
    ["a [*]", undefined],
  ] as const
) {
  Deno.test(`parseReference("${text}")`, () => {
    assertEquals(parseReference(text), expected);
  });
}
