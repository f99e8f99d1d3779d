// Holds for this adapter and for the original `@std/assert`: messages are not compared.
import {
  assert,
  assertAlmostEquals,
  assertArrayIncludes,
  assertEquals,
  assertExists,
  assertFalse,
  assertGreater,
  assertGreaterOrEqual,
  assertInstanceOf,
  AssertionError,
  assertIsError,
  assertLess,
  assertLessOrEqual,
  assertMatch,
  assertNotEquals,
  assertNotMatch,
  assertNotStrictEquals,
  assertObjectMatch,
  assertRejects,
  assertStrictEquals,
  assertStringIncludes,
  assertThrows,
  equal,
  fail,
  unimplemented,
  unreachable,
} from "@std/assert";

/** Independent of the assertions under test: throws unless `fn` fails with an AssertionError. */
function refuses(fn: () => void): void {
  try {
    fn();
  } catch (error) {
    if (error instanceof AssertionError) return;
    throw error;
  }
  throw new Error("Expected an AssertionError but nothing was thrown");
}

class Point {
  constructor(readonly x: number) {}
}
class Other {
  constructor(readonly x: number) {}
}

const cyclic: { self?: unknown } = {};
cyclic.self = cyclic;
const cyclicToo: { self?: unknown } = {};
cyclicToo.self = cyclicToo;

const EQUAL: [string, unknown, unknown][] = [
  ["zeros of both signs", 0, -0],
  ["NaN", NaN, NaN],
  ["nested arrays", [1, [2, NaN]], [1, [2, NaN]]],
  ["typed arrays", new Float32Array([1, NaN]), new Float32Array([1, NaN])],
  [
    "array buffers",
    new Uint8Array([1, 2]).buffer,
    new Uint8Array([1, 2]).buffer,
  ],
  ["dates", new Date(5), new Date(5)],
  ["patterns", /a/g, /a/g],
  ["addresses", new URL("http://a/b"), new URL("http://a/b")],
  ["sets in another order", new Set([{ a: 1 }, 2]), new Set([2, { a: 1 }])],
  ["maps with object keys", new Map([[{ a: 1 }, 2]]), new Map([[{ a: 1 }, 2]])],
  ["null-prototype objects", Object.assign(Object.create(null), { a: 1 }), {
    a: 1,
  }],
  ["instances of one class", new Point(1), new Point(1)],
  ["cycles", cyclic, cyclicToo],
];
const DIFFERENT: [string, unknown, unknown][] = [
  ["number and text", 1, "1"],
  ["null and undefined", null, undefined],
  ["a missing and an undefined property", { a: undefined }, {}],
  ["array lengths", [1], [1, 2]],
  ["array and object", [], {}],
  ["typed array classes", new Uint8Array([1]), new Int8Array([1])],
  ["typed array values", new Float64Array([1]), new Float64Array([2])],
  ["dates", new Date(5), new Date(6)],
  ["flags of patterns", /a/g, /a/],
  ["sets", new Set([1, 2]), new Set([1, 3])],
  ["maps", new Map([[1, 2]]), new Map([[1, 3]])],
  ["instances of two classes", new Point(1), new Other(1)],
];

for (const [name, a, b] of EQUAL) {
  Deno.test(`equal() takes as equal: ${name}`, () => {
    assert(equal(a, b) && equal(b, a));
    assertEquals(a, b);
    refuses(() => assertNotEquals(a, b));
  });
}
for (const [name, a, b] of DIFFERENT) {
  Deno.test(`equal() tells apart: ${name}`, () => {
    assert(!equal(a, b) && !equal(b, a));
    assertNotEquals(a, b);
    refuses(() => assertEquals(a, b));
  });
}

const ASSERTIONS: [string, () => void, () => void][] = [
  ["assert", () => assert(1), () => assert(0)],
  ["assertFalse", () => assertFalse(""), () => assertFalse("x")],
  ["assertExists", () => assertExists(0), () => assertExists(null)],
  [
    "assertStrictEquals",
    () => assertStrictEquals(NaN, NaN),
    () => assertStrictEquals(0, -0),
  ],
  [
    "assertNotStrictEquals",
    () => assertNotStrictEquals({}, {}),
    () => assertNotStrictEquals(1, 1),
  ],
  [
    "assertAlmostEquals",
    () => assertAlmostEquals(1, 1 + 1e-8),
    () => assertAlmostEquals(1, 1 + 1e-6),
  ],
  [
    "assertAlmostEquals with a tolerance",
    () => assertAlmostEquals(1, 1.4, 0.5),
    () => assertAlmostEquals(NaN, 1, 0.5),
  ],
  ["assertGreater", () => assertGreater(2, 1), () => assertGreater(1, 1)],
  [
    "assertGreaterOrEqual",
    () => assertGreaterOrEqual(1, 1),
    () => assertGreaterOrEqual(0, 1),
  ],
  ["assertLess", () => assertLess(1, 2), () => assertLess(1, 1)],
  [
    "assertLessOrEqual",
    () => assertLessOrEqual(1, 1),
    () => assertLessOrEqual(NaN, 1),
  ],
  [
    "assertStringIncludes",
    () => assertStringIncludes("abc", "b"),
    () => assertStringIncludes("abc", "d"),
  ],
  ["assertMatch", () => assertMatch("abc", /b/), () => assertMatch("abc", /d/)],
  [
    "assertNotMatch",
    () => assertNotMatch("abc", /d/),
    () => assertNotMatch("abc", /b/),
  ],
  [
    "assertArrayIncludes",
    () => assertArrayIncludes<unknown>([1, { a: 2 }], [{ a: 2 }]),
    () => assertArrayIncludes([1], [2]),
  ],
  [
    "assertInstanceOf",
    () => assertInstanceOf(new Point(1), Point),
    () => assertInstanceOf({}, Point),
  ],
  [
    "assertObjectMatch",
    () => assertObjectMatch({ a: 1, b: { c: 2, d: 3 } }, { b: { c: 2 } }),
    () => assertObjectMatch({ a: 1 }, { b: 1 }),
  ],
  [
    "assertIsError",
    () => assertIsError(new TypeError("abc"), TypeError, /b/),
    () => assertIsError(new TypeError("abc"), RangeError),
  ],
  [
    "assertThrows",
    () =>
      assertThrows(
        () => {
          throw new TypeError("abc");
        },
        TypeError,
        "b",
      ),
    () => assertThrows(() => 1),
  ],
  ["fail", () => {}, () => fail("x")],
  ["unimplemented", () => {}, () => unimplemented()],
  ["unreachable", () => {}, () => unreachable()],
];
for (const [name, holds, breaks] of ASSERTIONS) {
  Deno.test(`${name}() passes what holds and refuses what does not`, () => {
    holds();
    refuses(breaks);
  });
}

Deno.test("assertThrows() returns the error and refuses another class or message", () => {
  const error = new TypeError("abc");
  const thrower = () => {
    throw error;
  };
  assertStrictEquals(assertThrows(thrower, TypeError, "ab"), error);
  refuses(() => assertThrows(thrower, RangeError));
  refuses(() => assertThrows(thrower, TypeError, "xyz"));
});

Deno.test("assertRejects() returns the error and refuses what resolves or throws at once", async () => {
  const error = new RangeError("abc");
  assertStrictEquals(
    await assertRejects(() => Promise.reject(error), RangeError, "b"),
    error,
  );
  await assertRejects(
    () => assertRejects(() => Promise.resolve(1)),
    AssertionError,
  );
  await assertRejects(
    () => assertRejects(() => Promise.reject(error), TypeError),
    AssertionError,
  );
  await assertRejects(
    () =>
      assertRejects(() => {
        throw error;
      }),
    AssertionError,
  );
});
