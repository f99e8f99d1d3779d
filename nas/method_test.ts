import { assertEquals } from "@std/assert";
import { METHOD_NAMES, METHODS } from "./method.ts";

Deno.test("each method is named as its key and perturbs in its own way", () => {
  assertEquals(METHOD_NAMES, ["darts", "sdarts-rs", "sdarts-adv", "darts-es"]);
  assertEquals(METHOD_NAMES.map((key) => METHODS[key].name), METHOD_NAMES);
  assertEquals(METHOD_NAMES.map((key) => METHODS[key].perturbation), [
    "none",
    "random",
    "adversarial",
    "none",
  ]);
});
