import { assertEquals } from "@std/assert";
import { alikeNames } from "./alike_names.ts";

Deno.test("alikeNames() finds names that differ only in case or normal form", () => {
  const alike = (...names: string[]) => alikeNames(names, (name) => name);
  assertEquals(alike("a", "b", "a.b"), undefined);
  assertEquals(alike("x", "File.txt", "file.TXT"), ["File.txt", "file.TXT"]);
  assertEquals(alike("e\u0301", "\u00e9"), ["e\u0301", "\u00e9"]);
  assertEquals(alike("E\u0301/a", "\u00e9/A"), ["E\u0301/a", "\u00e9/A"]);
  assertEquals(alike("\u00e9", "e"), undefined);
});
