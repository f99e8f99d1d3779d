import { assertEquals } from "@std/assert";
import { cString } from "./c_string.ts";

Deno.test("cString() ends with NUL and encodes UTF-8", () => {
  assertEquals(cString("é"), Uint8Array.of(0xc3, 0xa9, 0));
  assertEquals(cString(""), Uint8Array.of(0));
});
