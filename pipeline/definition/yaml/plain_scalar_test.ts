import { assertEquals, assertExists } from "@std/assert";
import { ambiguity } from "./plain_scalar.ts";

const TRAPS =
  "y n yes no on off Yes NO On 010 017 -08 007e3 00.5 1:30 190:20:30 1_000 1_0.5 0x1_F 0o17 0b11 -0x1F 2024-01-01 2024-1-1 " +
  "2001-12-14t21:59:43.10-05:00 3.10 0.50 12345678901234567890 9007199254740993 -9007199254740993 1e400 .inf -.Inf .nan .NaN";
for (const source of TRAPS.split(" ")) {
  Deno.test(`ambiguity() asks to rewrite or quote ${source}`, () => {
    assertExists(ambiguity(source));
  });
}

const PLAIN =
  "true false null ~ 0 -1 1.0 2.00 1e-3 1.0e-3 1.e-3 1E-3 .5 0.001 1e21 0x1F 9007199254740991 s1 sdarts-rs north yesterday " +
  "a_b v1_0 10-20 1:a 2024-01 face_b e1_2";
for (const source of PLAIN.split(" ")) {
  Deno.test(`ambiguity() accepts ${source}`, () => {
    assertEquals(ambiguity(source), undefined);
  });
}

Deno.test("ambiguity() shows what to write", () => {
  assertEquals(
    ambiguity("1_000"),
    'a number without _ (1000) or quoted text ("1_000")',
  );
  assertEquals(
    ambiguity("3.10"),
    'a number without trailing zeros (3.1) or quoted text ("3.10")',
  );
});
