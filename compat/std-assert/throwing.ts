import { AssertionError, withNote } from "./assertion_error.ts";

/** A class of errors. */
export type ErrorClass<E extends Error = Error> = abstract new (
  // deno-lint-ignore no-explicit-any
  ...args: any[]
) => E;

/** Asserts that a value is an error of a class whose message contains or matches a text. */
export function assertIsError<E extends Error = Error>(
  error: unknown,
  ErrorClass?: ErrorClass<E>,
  msgMatches?: string | RegExp,
  msg?: string,
): asserts error is E {
  if (!(error instanceof Error)) {
    throw new AssertionError(
      withNote(`Expected an Error but found ${Deno.inspect(error)}`, msg),
    );
  }
  if (ErrorClass && !(error instanceof ErrorClass)) {
    throw new AssertionError(
      withNote(
        `Expected an error of class ${ErrorClass.name} but found ${error.constructor.name}: ${error.message}`,
        msg,
      ),
      { cause: error },
    );
  }
  const found = error.message;
  const fits = typeof msgMatches === "string"
    ? found.includes(msgMatches)
    : msgMatches?.test(found) ?? true;
  if (!fits) {
    throw new AssertionError(
      withNote(
        `Expected an error message with ${Deno.inspect(msgMatches)} but found ${
          JSON.stringify(found)
        }`,
        msg,
      ),
      { cause: error },
    );
  }
}

/** Asserts that a function throws, and returns what it threw. */
export function assertThrows(fn: () => unknown, msg?: string): unknown;
/** Asserts that a function throws an error of a class, and returns it. */
export function assertThrows<E extends Error = Error>(
  fn: () => unknown,
  ErrorClass: ErrorClass<E>,
  msgIncludes?: string,
  msg?: string,
): E;
export function assertThrows(
  fn: () => unknown,
  errorClassOrMsg?: ErrorClass | string,
  msgIncludes?: string,
  msg?: string,
): unknown {
  const asMessage = typeof errorClassOrMsg === "string";
  const note = asMessage ? errorClassOrMsg : msg;
  let thrown: unknown;
  try {
    fn();
  } catch (error) {
    thrown = error;
    if (!asMessage && errorClassOrMsg) {
      assertIsError(error, errorClassOrMsg, msgIncludes, note);
    }
    return thrown;
  }
  throw new AssertionError(withNote("Expected function to throw", note));
}

/** Asserts that a promise is rejected, and returns the reason. */
export function assertRejects(
  fn: () => PromiseLike<unknown>,
  msg?: string,
): Promise<unknown>;
/** Asserts that a promise is rejected with an error of a class, and returns it. */
export function assertRejects<E extends Error = Error>(
  fn: () => PromiseLike<unknown>,
  ErrorClass: ErrorClass<E>,
  msgIncludes?: string,
  msg?: string,
): Promise<E>;
export async function assertRejects(
  fn: () => PromiseLike<unknown>,
  errorClassOrMsg?: ErrorClass | string,
  msgIncludes?: string,
  msg?: string,
): Promise<unknown> {
  const asMessage = typeof errorClassOrMsg === "string";
  const note = asMessage ? errorClassOrMsg : msg;
  let pending: PromiseLike<unknown> | undefined;
  try {
    pending = fn();
    await pending;
  } catch (error) {
    if (pending === undefined) {
      throw new AssertionError(
        withNote("Function throws when expected to reject", note),
        { cause: error },
      );
    }
    if (!asMessage && errorClassOrMsg) {
      assertIsError(error, errorClassOrMsg, msgIncludes, note);
    }
    return error;
  }
  throw new AssertionError(withNote("Expected function to reject", note));
}
