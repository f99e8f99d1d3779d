import { assertEquals } from "@std/assert";
import { listingChanges } from "./listing_changes.ts";

Deno.test("listingChanges() counts what is new, changed, gone and renamed", () => {
  const before = { a: "1", b: "2", c: "3", d: "4" };
  const cases = [
    [{ ...before, e: "5" }, "1 image more (e)"],
    [{ ...before, a: "8", b: "9" }, "2 images changed (a, b)"],
    [{ a: "1", b: "2", c: "3" }, "1 image gone (d)"],
    [{ a: "1", b: "2", c: "3", z: "4" }, "1 image renamed (z)"],
    [
      { a: "1", b: "7", e: "5", f: "6" },
      "2 images more, 1 changed, 2 gone (e, f, ...)",
    ],
  ] as const;
  for (const [now, text] of cases) {
    assertEquals(listingChanges(before, now, "image"), text);
  }
});
