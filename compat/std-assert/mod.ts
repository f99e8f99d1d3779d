/**
 * The part of `@std/assert` that this project uses, for machines that cannot reach JSR.
 *
 * Delete the `links` entry of the root `deno.json` to use the original: the tests beside this file hold for both.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals([1, { a: NaN }], [1, { a: NaN }]);
 * ```
 *
 * @module
 */
export { AssertionError } from "./assertion_error.ts";
export * from "./comparison.ts";
export * from "./condition.ts";
export * from "./equal.ts";
export * from "./equality.ts";
export * from "./inclusion.ts";
export * from "./object_match.ts";
export * from "./throwing.ts";
