import { AssertionError, withNote } from "./assertion_error.ts";

/** A value that counts as false. */
export type Falsy = false | 0 | 0n | "" | null | undefined;

/** A class of which instances can be recognised, abstract or not. */
// deno-lint-ignore no-explicit-any
export type AnyConstructor = abstract new (...args: any[]) => any;

/** Asserts that an expression is true. */
export function assert(expr: unknown, msg = ""): asserts expr {
  if (!expr) throw new AssertionError(msg);
}

/** Asserts that an expression is false. */
export function assertFalse(expr: unknown, msg = ""): asserts expr is Falsy {
  if (expr) throw new AssertionError(msg);
}

/** Asserts that a value is neither `null` nor `undefined`. */
export function assertExists<T>(
  actual: T,
  msg?: string,
): asserts actual is NonNullable<T> {
  if (actual !== undefined && actual !== null) return;
  throw new AssertionError(
    withNote(`Expected a value but found ${actual}`, msg),
  );
}

/** Asserts that a value is an instance of a class. */
export function assertInstanceOf<T extends AnyConstructor>(
  actual: unknown,
  expectedType: T,
  msg?: string,
): asserts actual is InstanceType<T> {
  if (actual instanceof expectedType) return;
  const found = Deno.inspect(actual);
  throw new AssertionError(
    withNote(
      `Expected an instance of ${expectedType.name} but found ${found}`,
      msg,
    ),
  );
}

/** Fails. */
export function fail(msg?: string): never {
  throw new AssertionError(withNote("Failed assertion", msg));
}

/** Marks a place that is not implemented. */
export function unimplemented(msg?: string): never {
  throw new AssertionError(withNote("Unimplemented", msg));
}

/** Marks a place that cannot be reached. */
export function unreachable(reason?: string): never {
  throw new AssertionError(withNote("Unreachable", reason));
}
