/**
 * Finding libtensorflow on a machine, or getting it.
 *
 * @module
 */
export * from "./ensure.ts";
export * from "./host.ts";
export * from "./identify.ts";
export * from "./library.ts";
export * from "./library_error.ts";
export * from "./locate.ts";
export * from "./pinned.ts";
export * from "./probe.ts";
