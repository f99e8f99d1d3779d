import { ifPossible } from "../../common/if_possible.ts";

/** Functions of the C library of Linux. */
export type Libc = ReturnType<typeof load>["symbols"];

/** Flag of open(2): only a folder. */
export const O_DIRECTORY = Deno.build.arch === "aarch64" ? 0o40000 : 0o200000;

/** Opens the C library; `undefined` on other systems, and on a Linux with another one. */
export function openLibc(): ReturnType<typeof load> | undefined {
  if (Deno.build.os !== "linux") return undefined;
  return ifPossible(load);
}

function load() {
  return Deno.dlopen("libc.so.6", {
    syscall: {
      parameters: ["i64", "i64", "i64", "i64", "i64"],
      result: "i64",
    },
    prctl: { parameters: ["i32", "i64", "i64", "i64", "i64"], result: "i32" },
    open: { parameters: ["buffer", "i32"], result: "i32" },
    read: { parameters: ["i32", "buffer", "usize"], result: "isize" },
    close: { parameters: ["i32"], result: "i32" },
    kill: { parameters: ["i32", "i32"], result: "i32" },
    getdents64: { parameters: ["i32", "buffer", "usize"], result: "isize" },
  });
}

/** A path as C has it. */
export function cPath(path: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${path}\0`);
}
