import * as tf from "@tensorflow/tfjs-core";
import { assertEquals } from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { compile } from "./compile.ts";
import { inProgram } from "./in_program.ts";

Deno.test("inProgram() is true while a program is traced, and at no other time", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    const found: boolean[] = [inProgram()];
    const program = compile(engine, (x) => {
      found.push(inProgram());
      return [tf.neg(x!)];
    }, [{ shape: [1] }]);
    assertEquals([...found, inProgram()], [false, true, false]);
    program.dispose();
  });
});
