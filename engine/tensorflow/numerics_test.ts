import { assertEquals } from "@std/assert";
import { testEngine } from "../../test/support/tensors/engine.ts";
import { testTensorflow } from "../../test/support/tensors/tensorflow.ts";
import { setNumerics } from "./numerics.ts";

const SYMBOLS = {
  determinism: {
    name: "_ZN3tsl21OpDeterminismRequiredEv",
    parameters: [],
    result: "u8",
  },
  tf32: {
    name: "_ZN3tsl33tensor_float_32_execution_enabledEv",
    parameters: [],
    result: "u8",
  },
} as const satisfies Deno.ForeignLibraryInterface;

Deno.test("setNumerics() turns determinism on and TF32 off; an engine on the CPU leaves both as they are", async () => {
  const library = await testTensorflow();
  const engine = await testEngine();
  const { symbols } = Deno.dlopen(library, SYMBOLS);
  /** Whether operations must be deterministic, and whether float32 may be rounded to ten bits. */
  const settings = () => ({
    determinism: (symbols.determinism() & 1) === 1,
    tf32: (symbols.tf32() & 1) === 1,
  });
  const before = settings();
  if (engine.device === "cpu") {
    assertEquals(before, { determinism: false, tf32: true });
  }
  try {
    setNumerics(library, "deterministic");
    assertEquals(settings(), { determinism: true, tf32: false });
  } finally {
    setNumerics(library, "fast");
  }
  assertEquals(settings(), { determinism: false, tf32: true });
});
