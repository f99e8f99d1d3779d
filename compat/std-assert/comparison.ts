import { AssertionError, withNote } from "./assertion_error.ts";

function refuse(
  actual: unknown,
  relation: string,
  expected: unknown,
  msg: string | undefined,
): never {
  const [found, wanted] = [Deno.inspect(actual), Deno.inspect(expected)];
  throw new AssertionError(
    withNote(`Expected a value ${relation} ${wanted} but found ${found}`, msg),
  );
}

/** Asserts that a number lies within a tolerance, by default one ten-millionth of the expected value. */
export function assertAlmostEquals(
  actual: number,
  expected: number,
  tolerance?: number,
  msg?: string,
): void {
  if (Object.is(actual, expected)) return;
  const limit = tolerance ??
    (Number.isFinite(expected) ? Math.abs(expected * 1e-7) : 1e-7);
  if (Math.abs(expected - actual) <= limit) return;
  refuse(actual, `within ${limit} of`, expected, msg);
}

/** Asserts `actual > expected`. */
export function assertGreater<T>(actual: T, expected: T, msg?: string): void {
  if (!(actual > expected)) refuse(actual, "above", expected, msg);
}

/** Asserts `actual >= expected`. */
export function assertGreaterOrEqual<T>(
  actual: T,
  expected: T,
  msg?: string,
): void {
  if (!(actual >= expected)) refuse(actual, "of at least", expected, msg);
}

/** Asserts `actual < expected`. */
export function assertLess<T>(actual: T, expected: T, msg?: string): void {
  if (!(actual < expected)) refuse(actual, "below", expected, msg);
}

/** Asserts `actual <= expected`. */
export function assertLessOrEqual<T>(
  actual: T,
  expected: T,
  msg?: string,
): void {
  if (!(actual <= expected)) refuse(actual, "of at most", expected, msg);
}
