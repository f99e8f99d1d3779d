/**
 * What `work` gives; `undefined` if it fails, in whatever way. A comment beside each call says why a failure
 * matters to nobody, unless the name of the function around it does.
 *
 * @example
 * ```ts
 * import { ifPossible } from "./if_possible.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(["[1]", "[1"].map((text) => ifPossible(() => JSON.parse(text))), [[1], undefined]);
 * ```
 */
export function ifPossible<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** What asynchronous work gives; `undefined` if a file, folder or program that it needs is missing. */
export async function ifFound<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
