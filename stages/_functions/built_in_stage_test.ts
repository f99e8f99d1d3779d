import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { stageNames } from "../../pipeline/definition/graph/load_stage.ts";
import { ROOT } from "../../test/support/root.ts";
import { BUILT_IN_STAGES } from "./built_in_stage.ts";

Deno.test("every stage of the program can be called by its name", () => {
  assertEquals([...BUILT_IN_STAGES], stageNames([join(ROOT, "stages")]));
});
