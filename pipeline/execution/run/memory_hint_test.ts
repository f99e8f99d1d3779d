import { assertEquals } from "@std/assert";
import { memoryHint } from "./memory_hint.ts";

Deno.test("memoryHint() repeats the advice of the declaration where memory ran out, and else nothing", () => {
  const advice = "a smaller batch (64) needs less memory";
  const text = "TensorFlow Fill(): out of memory: OOM when allocating (code 8)";
  assertEquals(memoryHint(text, { advice }), `; ${advice}`);
  assertEquals(memoryHint(text, { advice: "" }), "");
  assertEquals(memoryHint("Expected luck", { advice }), "");
});
