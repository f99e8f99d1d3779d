import { AssertionError as NodeAssertionError } from "node:assert";
import { AssertionError, withNote } from "./assertion_error.ts";
import { equal } from "./equal.ts";

function difference(actual: unknown, expected: unknown): string {
  const operator = "deepStrictEqual";
  const { message } = new NodeAssertionError({ actual, expected, operator });
  return message.split("\n").slice(1).join("\n");
}

/** Asserts deep equality, as {@linkcode equal} defines it. */
export function assertEquals<T>(actual: T, expected: T, msg?: string): void {
  if (equal(actual, expected)) return;
  throw new AssertionError(
    `${withNote("Values are not equal", msg)}\n${difference(actual, expected)}`,
  );
}

/** Asserts that two values are not deeply equal, as {@linkcode equal} defines it. */
export function assertNotEquals<T>(actual: T, expected: T, msg?: string): void {
  if (!equal(actual, expected)) return;
  throw new AssertionError(
    withNote(`Expected a value other than ${Deno.inspect(expected)}`, msg),
  );
}

/** Asserts that two values are identical by `Object.is`. */
export function assertStrictEquals<T>(
  actual: unknown,
  expected: T,
  msg?: string,
): asserts actual is T {
  if (Object.is(actual, expected)) return;
  throw new AssertionError(
    `${withNote("Values are not identical", msg)}\n${
      difference(actual, expected)
    }`,
  );
}

/** Asserts that two values are not identical by `Object.is`. */
export function assertNotStrictEquals<T>(
  actual: T,
  expected: T,
  msg?: string,
): void {
  if (!Object.is(actual, expected)) return;
  throw new AssertionError(
    withNote(
      `Expected another value than the identical ${Deno.inspect(expected)}`,
      msg,
    ),
  );
}
