import { assertEquals, assertThrows } from "@std/assert";
import { assertSupportedAbi, SYMBOLS } from "./symbols.ts";

Deno.test("assertSupportedAbi() accepts Linux on x86-64 and AArch64, and macOS on the latter", () => {
  assertSupportedAbi({ os: "linux", arch: "x86_64" });
  assertSupportedAbi({ os: "linux", arch: "aarch64" });
  assertSupportedAbi({ os: "darwin", arch: "aarch64" });
});

Deno.test("assertSupportedAbi() refuses platforms that pass structs otherwise", () => {
  for (
    const [os, arch] of [["windows", "x86_64"], ["darwin", "x86_64"], [
      "linux",
      "riscv64",
    ]]
  ) {
    const error = assertThrows(
      () => assertSupportedAbi({ os: os!, arch: arch! }),
      Error,
    );
    assertEquals(
      error.message,
      `Expected Linux on x86_64 or aarch64, or macOS on aarch64, but found ${os} on ${arch}: the engine calls TensorFlow correctly only there`,
    );
  }
});

Deno.test("no symbol takes a pointer type: those would need more than the permission for one library", () => {
  const types = Object.values(SYMBOLS).flatMap((s) =>
    [...s.parameters, s.result] as string[]
  );
  assertEquals([...new Set(types)].sort(), [
    "buffer",
    "f32",
    "i32",
    "i64",
    "u64",
    "u8",
    "usize",
    "void",
  ]);
});
