import { cString } from "./c_string.ts";

/** The loader's function among the symbols of a library, which depends on it: for {@linkcode keepLoaded}. */
export const LOADER = {
  dlopen: { parameters: ["buffer", "i32"], result: "usize", optional: true },
} as const satisfies Deno.ForeignLibraryInterface;

/** RTLD_LAZY, the same on Linux and macOS. */
const LAZY = 1;

/**
 * Opens an open library once more, and never closes it. Deno closes libraries when a program ends; TensorFlow's
 * threads and what it does at the exit of the process would then find no code and crash.
 *
 * @param symbols Those of the library, {@linkcode LOADER} among them.
 */
export function keepLoaded(
  { dlopen }: Deno.DynamicLibrary<typeof LOADER>["symbols"],
  path: string,
): void {
  dlopen?.(cString(path), LAZY);
}
