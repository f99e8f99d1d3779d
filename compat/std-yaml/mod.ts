/**
 * The part of `@std/yaml` that this project uses, for machines that cannot reach JSR.
 *
 * Delete the `links` entry of the root `deno.json` to use the original: the tests beside this file hold for both.
 * The two read some unquoted scalars differently (dates, `1_000`, `017`, `0b11`, `0o17`), so callers reject those.
 *
 * @module
 */
export * from "./parse.ts";
export * from "./stringify.ts";
export * from "./syntax_error.ts";
