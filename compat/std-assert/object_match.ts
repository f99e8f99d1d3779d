import { AssertionError, withNote } from "./assertion_error.ts";
import { equal } from "./equal.ts";

/** A record with any keys. */
// deno-lint-ignore no-explicit-any
export type AnyRecord = Record<PropertyKey, any>;

function isPlain(value: unknown): value is AnyRecord {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function matches(actual: unknown, expected: unknown): boolean {
  if (Array.isArray(expected)) {
    return Array.isArray(actual) && actual.length === expected.length &&
      expected.every((value, i) => matches(actual[i], value));
  }
  if (!isPlain(expected)) return equal(actual, expected);
  if (typeof actual !== "object" || actual === null) return false;
  return Reflect.ownKeys(expected).every((key) =>
    key in actual && matches((actual as AnyRecord)[key], expected[key])
  );
}

/** Asserts that an object holds at least the expected properties, at every depth. */
export function assertObjectMatch(
  actual: AnyRecord,
  expected: AnyRecord,
  msg?: string,
): void {
  if (matches(actual, expected)) return;
  throw new AssertionError(
    withNote(
      `Expected an object with ${
        Deno.inspect(expected, { depth: 8 })
      } but found ${Deno.inspect(actual, { depth: 8 })}`,
      msg,
    ),
  );
}
