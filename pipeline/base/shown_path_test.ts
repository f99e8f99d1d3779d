import { assertEquals } from "@std/assert";
import { dirname } from "node:path";
import { shownPath } from "./shown_path.ts";

Deno.test("shownPath() is relative inside the working directory only", () => {
  const here = Deno.cwd();
  assertEquals(shownPath(`${here}/a/b.yaml`), "a/b.yaml");
  const above = `${dirname(here)}/elsewhere/b.yaml`;
  assertEquals(shownPath(above), above);
});
