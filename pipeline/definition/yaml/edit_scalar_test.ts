import { assertEquals } from "@std/assert";
import { editScalar } from "./edit_scalar.ts";

const edit = (text: string, path: string[], after?: string) =>
  editScalar(text, {
    path,
    value: "abc",
    ...(after === undefined ? {} : { after }),
  });

const textOf = (text: string, path: string[], after?: string) => {
  const edited = edit(text, path, after);
  return "text" in edited
    ? edited.text
    : `${edited.at.line}: ${edited.refused}`;
};

Deno.test("editScalar() changes one text and no other byte", () => {
  for (
    const [before, after] of [
      ["a:\n  b: old # why\n  c: 1\n", "a:\n  b: abc # why\n  c: 1\n"],
      ["a: { c: 1, b: 'old' } # x", "a: { c: 1, b: 'abc' } # x"],
      ['# head\r\na:\r\n  b: "old"\r\n', '# head\r\na:\r\n  b: "abc"\r\n'],
      ["a: { b: }", "a: { b: abc}"],
    ] as const
  ) assertEquals(textOf(before, ["a", "b"]), after);
});

Deno.test("editScalar() inserts a missing key behind its neighbour, in the form of its mapping", () => {
  for (
    const [before, after] of [
      ["a:\n  f: /x # y\n  c: 1\n", "a:\n  f: /x # y\n  b: abc\n  c: 1\n"],
      ["a:\n  c: 1\n  f: /x", "a:\n  c: 1\n  f: /x\n  b: abc"],
      ["a:\r\n  f: /x\r\nz: 1\r\n", "a:\r\n  f: /x\r\n  b: abc\r\nz: 1\r\n"],
      ["a: { f: /x, c: 1 }", "a: { f: /x, b: abc, c: 1 }"],
      ["a: {}", "a: { b: abc }"],
    ] as const
  ) assertEquals(textOf(before, ["a", "b"], "f"), after);
});

Deno.test("editScalar() refuses what would change another value, and says where it stands", () => {
  for (
    const [text, refused] of [
      ["x: &one { b: old }\na: *one", "2: it stands at the anchor one"],
      ["a: &one { b: old }\nx: *one", "1: it stands in the anchor one"],
      ["x: &d old\na:\n  b: *d", "3: it stands at the anchor d"],
      ["a:\n  b: |\n    old\n", "2: it is a text over several lines"],
      ["a:\n  b: [1]\n", "2: it is no text"],
      ["a: 1", "1: there is no mapping with b"],
    ] as const
  ) assertEquals(textOf(text, ["a", "b"]), refused);
});
