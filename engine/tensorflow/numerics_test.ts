import { assertEquals } from "@std/assert";
import { testEngine } from "../../test/support/tensors/engine.ts";
import { testTensorflow } from "../../test/support/tensors/tensorflow.ts";
import { numericsSettings, setNumerics } from "./numerics.ts";

Deno.test("setNumerics() turns determinism on and TF32 off; an engine on the CPU leaves both as they are", async () => {
  const library = await testTensorflow();
  const engine = await testEngine();
  const before = numericsSettings(library);
  if (engine.device === "cpu") {
    assertEquals(before, { determinism: false, tf32: true });
  }
  try {
    setNumerics(library, "deterministic");
    assertEquals(numericsSettings(library), { determinism: true, tf32: false });
  } finally {
    setNumerics(library, "fast");
  }
  assertEquals(numericsSettings(library), { determinism: false, tf32: true });
});
