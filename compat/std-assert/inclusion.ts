import { AssertionError, withNote } from "./assertion_error.ts";
import { equal } from "./equal.ts";

/** Asserts that a text contains another. */
export function assertStringIncludes(
  actual: string,
  expected: string,
  msg?: string,
): void {
  if (actual.includes(expected)) return;
  throw new AssertionError(
    withNote(
      `Expected a text with ${JSON.stringify(expected)} but found ${
        JSON.stringify(actual)
      }`,
      msg,
    ),
  );
}

/** Asserts that a text matches a pattern. */
export function assertMatch(
  actual: string,
  expected: RegExp,
  msg?: string,
): void {
  if (expected.test(actual)) return;
  throw new AssertionError(
    withNote(
      `Expected a match of ${expected} but found ${JSON.stringify(actual)}`,
      msg,
    ),
  );
}

/** Asserts that a text does not match a pattern. */
export function assertNotMatch(
  actual: string,
  expected: RegExp,
  msg?: string,
): void {
  if (!expected.test(actual)) return;
  throw new AssertionError(
    withNote(
      `Expected no match of ${expected} but found ${JSON.stringify(actual)}`,
      msg,
    ),
  );
}

/** Asserts that an array holds every expected element, by deep equality. */
export function assertArrayIncludes<T>(
  actual: ArrayLike<T>,
  expected: ArrayLike<T>,
  msg?: string,
): void {
  const held = Array.from(actual);
  const missing = Array.from(expected).filter((value) =>
    !held.some((other) => equal(value, other))
  );
  if (missing.length === 0) return;
  throw new AssertionError(
    withNote(
      `Expected ${Deno.inspect(missing)} in ${Deno.inspect(held)}`,
      msg,
    ),
  );
}
