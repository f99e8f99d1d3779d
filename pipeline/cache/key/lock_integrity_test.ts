import { assertEquals } from "@std/assert";
import { type DenoLock, lockedClosure } from "./lock_integrity.ts";

const LOCK: DenoLock = {
  specifiers: { "npm:a@1": "1.2.0", "npm:@s/b@3.0.0": "3.0.0_c@1.0.0" },
  npm: {
    "a@1.2.0": { integrity: "sha512-a", dependencies: ["c", "d@2.0.0"] },
    "@s/b@3.0.0_c@1.0.0": { integrity: "sha512-b" },
    "c@1.0.0": { integrity: "sha512-c", dependencies: ["a"] },
    "d@1.0.0": { integrity: "sha512-d1" },
    "d@2.0.0": { integrity: "sha512-d2" },
    "e@1.0.0": {
      integrity: "sha512-e",
      dependencies: ["@s/f@npm:@s/b@3.0.0_c@1.0.0"],
    },
  },
};

Deno.test("lockedClosure() follows dependencies, cycles too", () => {
  assertEquals(lockedClosure("npm:a@1/sub/path.js", LOCK), [
    "a@1.2.0 sha512-a",
    "c@1.0.0 sha512-c",
    "d@2.0.0 sha512-d2",
  ]);
});

Deno.test("lockedClosure() finds scoped packages with peers", () => {
  assertEquals(lockedClosure("npm:@s/b@3.0.0", LOCK), [
    "@s/b@3.0.0_c@1.0.0 sha512-b",
  ]);
});

Deno.test("lockedClosure() pins the package that stands in for a dependency", () => {
  assertEquals(lockedClosure("npm:e@1.0.0", LOCK), [
    "@s/b@3.0.0_c@1.0.0 sha512-b",
    "e@1.0.0 sha512-e",
  ]);
});

Deno.test("lockedClosure() of an unknown package is empty", () => {
  assertEquals(lockedClosure("npm:zod@4.6.7", LOCK), []);
});
