import { assertEquals, assertNotEquals } from "@std/assert";
import { fileName, nameBytes } from "./file_name.ts";

Deno.test("fileName() keeps names that fit and shortens others to different ones of 255 bytes at most", () => {
  assertEquals(fileName("a".repeat(255)), "a".repeat(255));
  const long = "a".repeat(300);
  assertEquals(nameBytes(fileName(long)), 255);
  assertNotEquals(fileName(long), fileName(`${long}b`));
  for (const character of ["é", "狗", "🐕"]) {
    for (const start of ["", "a", "aa", "aaa"]) {
      const name = fileName(start + character.repeat(200));
      assertEquals(nameBytes(name) <= 255, true);
      assertEquals(name.includes("\ufffd"), false);
    }
  }
});
