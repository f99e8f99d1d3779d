/** C library of a system. */
const LIBRARY = Deno.build.os === "darwin" ? "libSystem.B.dylib" : "libc.so.6";
const SIGKILL = 9;

/**
 * Makes a function that ends the calling process with its whole process group. It is made early, when opening a library
 * can still fail with a message.
 *
 * Deno's own way to send a signal needs the right to run any program, which a stage does not have.
 */
export function groupEnder(): () => void {
  const libc = Deno.dlopen(LIBRARY, {
    kill: { parameters: ["i32", "i32"], result: "i32" },
  });
  return () => {
    // 0: every process of the caller's group
    libc.symbols.kill(0, SIGKILL);
  };
}
