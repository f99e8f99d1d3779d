import { assertEquals, assertThrows } from "@std/assert";
import { canonicalJson } from "./canonical_json.ts";

Deno.test("canonicalJson() sorts keys by UTF-16 units as RFC 8785 3.2.3 shows", () => {
  const value = {
    "\u20ac": "Euro Sign",
    "\r": "Carriage Return",
    "\ufb33": "Hebrew Letter Dalet With Dagesh",
    "1": "One",
    "\ud83d\ude00": "Emoji: Grinning Face",
    "\u0080": "Control",
    "\u00f6": "Latin Small Letter O With Diaeresis",
  };
  assertEquals(
    canonicalJson(value),
    '{"\\r":"Carriage Return","1":"One","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis",' +
      '"\u20ac":"Euro Sign","\ud83d\ude00":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
  );
});

Deno.test("canonicalJson() writes numbers by value", () => {
  assertEquals(
    canonicalJson([1.0, 1e-3, 0.001, 1e21, -0, 0.1 + 0.2, 333333333.33333329]),
    "[1,0.001,0.001,1e+21,0,0.30000000000000004,333333333.3333333]",
  );
});

Deno.test("canonicalJson() keeps the order of lists", () => {
  assertEquals(canonicalJson([2, 1]), "[2,1]");
});

Deno.test("canonicalJson() leaves undefined members out", () => {
  assertEquals(canonicalJson({ a: undefined, b: null }), '{"b":null}');
});

for (
  const [name, value] of [
    ["NaN", Number.NaN],
    ["Infinity", Number.POSITIVE_INFINITY],
    ["a date", new Date(0)],
    ["a map", new Map()],
    ["a big integer", 1n],
    ["a lone surrogate", "\ud800"],
  ] as const
) {
  Deno.test(`canonicalJson() refuses ${name} and says where`, () => {
    assertThrows(() => canonicalJson({ a: [value] }), TypeError, "$.a[0]");
  });
}
