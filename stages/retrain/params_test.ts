import { assertEquals, assertThrows } from "@std/assert";
import { retrainParams } from "./params.ts";

Deno.test("retrain takes Nesterov's momentum where there is momentum, and none by default", () => {
  assertEquals(retrainParams.parse({}).nesterov, false);
  assertEquals(retrainParams.parse({ nesterov: true }).momentum, 0.9);
  assertThrows(
    () => retrainParams.parse({ nesterov: true, momentum: 0 }),
    Error,
    "Expected a momentum above 0 for nesterov: true",
  );
  assertEquals(retrainParams.parse({ momentum: 0 }).momentum, 0);
});
