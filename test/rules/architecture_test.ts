// ARCHITECTURE.md and CONTRIBUTING.md name only paths that exist.
import { assertEquals, assertGreater } from "@std/assert";
import { ROOT } from "../support/root.ts";
import { deadPaths, namedPaths } from "../support/docs/named_paths.ts";

for (const page of ["ARCHITECTURE.md", "CONTRIBUTING.md"]) {
  Deno.test(`every path that ${page} names exists`, () => {
    const text = Deno.readTextFileSync(`${ROOT}/${page}`);
    assertGreater(namedPaths(text).length, 10);
    assertEquals(deadPaths(page), []);
  });
}
