import { assert, assertEquals } from "@std/assert";
import { METHOD_NAMES } from "../../../nas/search/method.ts";
import { methodTitle, SHOWN_METHODS } from "./shown_methods.ts";

Deno.test("methods are shown as papers write them, and those of users by their names", () => {
  assertEquals(
    ["sdarts-rs", "drnas", "gaussian+early-stop", "constructor"]
      .map(methodTitle),
    ["SDARTS-RS", "DrNAS", "gaussian+early-stop", "constructor"],
  );
  for (const name of SHOWN_METHODS) {
    assert((METHOD_NAMES as string[]).includes(name), name);
    assertEquals(methodTitle(name).toLowerCase(), name);
  }
});
