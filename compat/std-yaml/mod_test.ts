// Holds for this adapter and for the original `@std/yaml`, within the subset that both read alike.
import { assertEquals, assertThrows } from "@std/assert";
import { parse, parseAll, stringify, YamlSyntaxError } from "@std/yaml";

const READ: [string, string, unknown][] = [
  ["a mapping of scalars", "a: 1\nb: 0.5\nc: true\nd: ~\ne: text", {
    a: 1,
    b: 0.5,
    c: true,
    d: null,
    e: "text",
  }],
  ["flow collections", "{ a: [1, two], b: {} }", { a: [1, "two"], b: {} }],
  ["yes, no and on as text", "[yes, no, on, off]", ["yes", "no", "on", "off"]],
  ["quoted scalars as text", `['1', "2026-01-01"]`, ["1", "2026-01-01"]],
  ["block text", "a: |\n  x\n  y\n", { a: "x\ny\n" }],
  ["folded text", "a: >\n  x\n  y\n", { a: "x y\n" }],
  ["anchors and aliases", "a: &x [1]\nb: *x", { a: [1], b: [1] }],
  ["merge keys", "a: &x { p: 1, q: 2 }\nb: { <<: *x, q: 3 }", {
    a: { p: 1, q: 2 },
    b: { p: 1, q: 3 },
  }],
  ["numbers in scientific notation", "[1e-3, 3.0e+2]", [1e-3, 300]],
  ["an empty text", "", null],
  ["comments only", "# nothing\n", null],
  ["carriage returns", "a: 1\r\nb: 2\r\n", { a: 1, b: 2 }],
];
for (const [name, text, value] of READ) {
  Deno.test(`parse() reads ${name}`, () => assertEquals(parse(text), value));
}

const REFUSED: [string, string][] = [
  ["an unclosed sequence", "a: [1, 2\n"],
  ["a repeated key", "a: 1\na: 2\n"],
  ["two documents", "a: 1\n---\nb: 2\n"],
  ["bad indentation", "a:\n  b: 1\n c: 2\n"],
  ["an unknown alias", "a: *nothing\n"],
];
for (const [name, text] of REFUSED) {
  Deno.test(`parse() refuses ${name}`, () => {
    assertThrows(() => parse(text), YamlSyntaxError);
  });
}

Deno.test("parse() says the line of a fault", () => {
  const error = assertThrows(
    () => parse("a: 1\nb: 2\nb: 3\n"),
    YamlSyntaxError,
  );
  assertEquals(error.line, 3);
});

Deno.test("parse() takes a repeated key where allowed", () => {
  assertEquals(parse("a: 1\na: 2\n", { allowDuplicateKeys: true }), { a: 2 });
});

Deno.test("parseAll() reads every document", () => {
  assertEquals(parseAll("a: 1\n---\n- 2\n"), [{ a: 1 }, [2]]);
  assertEquals(parseAll(""), []);
});

Deno.test("stringify() writes collections in block style", () => {
  const value = { b: [1, { c: "x" }], a: { empty: [], none: null }, t: "1" };
  assertEquals(
    stringify(value),
    "b:\n  - 1\n  - c: x\na:\n  empty: []\n  none: null\nt: '1'\n",
  );
  assertEquals(
    stringify({ b: 1, a: { d: 1, c: 2 } }, { sortKeys: true, indent: 4 }),
    "a:\n    c: 2\n    d: 1\nb: 1\n",
  );
});

Deno.test("stringify() does not fold where the line width is -1", () => {
  const text = "word ".repeat(40).trim();
  assertEquals(stringify({ text }, { lineWidth: -1 }), `text: ${text}\n`);
});

Deno.test("parse() reads back what stringify() wrote", () => {
  const value = {
    text: ["", " x", "a: b", "#", "true", "null", "0x1", "é\n", "-", "'\""],
    numbers: [0, -1, 1e-9, 123456789],
  };
  assertEquals(parse(stringify(value)), value);
});
