/**
 * The part of `@std/cli` that this project uses, for machines that cannot reach JSR.
 *
 * Delete the `links` entry of the root `deno.json` to use the original: the tests beside this file hold for both.
 *
 * @module
 */
export * from "./parse_args.ts";
