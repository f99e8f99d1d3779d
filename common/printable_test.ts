import { assertEquals, assertLess } from "@std/assert";
import { printable } from "./printable.ts";

Deno.test("printable() keeps text in any language, tabs and newlines", () => {
  const text = "Ünïcode 日本 עברית\tvalue\n\n[9/9] x\n";
  assertEquals(printable(text), text);
});

Deno.test("printable() drops what a terminal obeys", () => {
  for (
    const sequence of [
      "\x1b[2J",
      "\x1b[1;31m",
      "\x1b[?25l",
      "\x1b]52;c;ZXZpbA==\x07",
      "\x1b]0;title\x1b\\",
      "\x1bP1$r0m\x1b\\",
      "\x1b_apc\x1b\\",
      "\x1bc",
      "\x1b(B",
      "\x1b7",
      "\x9b2J",
      "\x07",
      "\x08",
      "\x00",
      "\x7f",
      "\u202e",
    ]
  ) {
    assertEquals(printable(`a${sequence}b`).replace("2J", ""), "ab");
  }
  assertEquals(printable("a\x1b"), "a");
  assertEquals(printable("a\x1b]52;c;never ended"), "a");
});

Deno.test("printable() shows the last version of a line that was redrawn", () => {
  assertEquals(printable("1 %\r2 %\r3 %\n"), "3 %\n");
  assertEquals(printable("1 %\r2 %\r"), "2 %");
  assertEquals(printable("a\r\nb\r\n"), "a\nb\n");
});

Deno.test("printable() is linear", () => {
  const began = performance.now();
  for (const unit of ["\x1b]", "\r", "x\r", "\x1b[", "x"]) {
    printable(unit.repeat(2_000_000));
  }
  assertLess(performance.now() - began, 20_000);
});
