import { assert, assertEquals } from "@std/assert";
import { plainValue } from "./located.ts";
import { parseYaml } from "./parse_yaml.ts";

function lines(text: string): string[] {
  return parseYaml(text).problems.map((problem) =>
    `${problem.line}:${problem.column}: ${problem.message}`
  );
}

function value(text: string): unknown {
  const { root, problems } = parseYaml(text);
  assertEquals(problems, []);
  return root === undefined ? undefined : plainValue(root);
}

Deno.test("parseYaml() reads one value from every spelling of a float", () => {
  assertEquals(
    value("[0.001, 1e-3, 1.0e-3, 1.e-3, 1E-3]"),
    Array(5).fill(1e-3),
  );
});

Deno.test("parseYaml() keeps places through anchors", () => {
  const { root } = parseYaml("a: &x\n  b: 1\nc: *x\n");
  assert(root?.type === "map");
  const copy = root.entries.get("c")?.value;
  assert(copy?.type === "map");
  assertEquals(copy.entries.get("b")?.value.line, 2);
});

for (
  const [name, text, expected] of [
    ["the Norway problem", "a: 1\nb: no\n", [
      '2:4: Expected true, false or quoted text ("no") but found no: quote it',
    ]],
    ["a tab as indentation", "a:\n\tb: 1\n", [
      "2:1: Expected valid YAML but found an error: Tabs are not allowed as indentation",
    ]],
    ["a duplicate key", "a: 1\nb: 2\na: 3\n", [
      "3:1: Expected key a once but found it again (first in line 1)",
    ]],
    ["a duplicate key in another spelling", 'a: 1\n"a": 3\n', [
      "2:1: Expected key a once but found it again (first in line 1)",
    ]],
    ["a merge key", "x: {<<: {a: 1}}\n", [
      "1:5: Expected a key but found the merge key <<, which readers of YAML treat differently",
    ]],
    ["__proto__", "a: {__proto__: {b: 1}}\n", [
      "1:5: Expected an ordinary key but found __proto__",
    ]],
    ["a tag", "a: !!set {x}\n", [
      "1:10: Expected a value without a tag but found tag:yaml.org,2002:set",
    ]],
    ["a number as key", "1: a\n", [
      "1:1: Expected a key that is text but found 1: quote it",
    ]],
    ["an unknown anchor", "a: *q\n", [
      "1:4: Expected an anchor named q above but found an unknown one",
    ]],
    ["two documents", "a: 1\n---\nb: 1\n", [
      "2:1: Expected valid YAML but found an error: Source contains multiple documents; please use YAML.parseAllDocuments()",
    ]],
  ] as const
) {
  Deno.test(`parseYaml() refuses ${name} with its place`, () => {
    assertEquals(lines(text), [...expected]);
  });
}

Deno.test("parseYaml() keeps quoted scalars as text", () => {
  assertEquals(value(`["no", '010', "1:30", '2024-01-01', "1_000"]`), [
    "no",
    "010",
    "1:30",
    "2024-01-01",
    "1_000",
  ]);
});

Deno.test("parseYaml() refuses a key that could be a boolean, but not y and n", () => {
  assertEquals(lines("on: 1\n"), [
    '1:1: Expected a quoted key ("on") but found on: quote it',
  ]);
  assertEquals(value("{y: 1, n: 2}"), { y: 1, n: 2 });
});

Deno.test("parseYaml() keeps a key named constructor as an ordinary member", () => {
  const record = value("{constructor: 1, toString: 2}") as Record<
    string,
    unknown
  >;
  assertEquals(Object.keys(record), ["constructor", "toString"]);
});

Deno.test("parseYaml() refuses aliases that grow without bound", () => {
  let text = "a0: &a0 [1,1,1,1,1,1,1,1,1,1]\n";
  for (let i = 1; i < 9; i++) {
    text += `a${i}: &a${i} [${Array(10).fill(`*a${i - 1}`).join(",")}]\n`;
  }
  assertEquals(parseYaml(text).problems.length, 1);
});

Deno.test("parseYaml() gives no root for an empty text", () => {
  assertEquals(parseYaml("").root, undefined);
  assertEquals(parseYaml("# only a comment\n").root, undefined);
});
