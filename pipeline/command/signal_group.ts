/** C library of a system. */
const LIBRARY = Deno.build.os === "darwin" ? "libSystem.B.dylib" : "libc.so.6";
const NUMBERS = { SIGKILL: 9, SIGTERM: 15 } as const;

/** Sends a signal to the calling process and its whole process group. */
export type SignalGroup = (signal: keyof typeof NUMBERS) => void;

/**
 * Makes a function that signals the process group of the calling process. Call this early, while a failure to open the
 * library can still be reported.
 *
 * `Deno.kill` needs the permission to run any program, which a stage does not have.
 */
export function groupSignaller(): SignalGroup {
  const libc = Deno.dlopen(LIBRARY, {
    kill: { parameters: ["i32", "i32"], result: "i32" },
  });
  return (signal) => {
    // 0: every process of the caller's group
    libc.symbols.kill(0, NUMBERS[signal]);
  };
}
