import * as tf from "@tensorflow/tfjs-core";
import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { compileSteps, programsByBatch, type Step } from "./programs.ts";

function counted(batch: number) {
  const traced: string[] = [];
  const step = (name: string, factor: number): Step => ({
    specs: [{ shape: [batch] }],
    fn: (x) => {
      traced.push(name);
      return [tf.mul(x!, factor)];
    },
  });
  return {
    traced,
    steps: { double: step("double", 2), triple: step("triple", 3) },
  };
}

Deno.test("compileSteps() compiles a step when it is first used, once", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    const { traced, steps } = counted(2);
    const programs = compileSteps(engine, steps);
    assertEquals(traced, []);
    tf.tidy(() => {
      const x = tf.tensor1d([1, 2]);
      for (let i = 0; i < 3; i++) {
        assertEquals([...programs.triple(x)[0]!.dataSync()], [3, 6]);
      }
    });
    assertEquals(traced, ["triple"]);
    const { triple } = programs;
    programs.disposeAll();
    assertThrows(() => triple(), Error, "was disposed");
  });
});

Deno.test("programsByBatch() keeps a set of programs for each batch size", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    const built: number[] = [];
    const programsFor = programsByBatch(engine, (batch) => {
      built.push(batch);
      return counted(batch).steps;
    });
    tf.tidy(() => {
      for (const count of [3, 1, 3]) {
        assertEquals(programsFor(count).double(tf.ones([count]))[0]!.shape, [
          count,
        ]);
      }
    });
    assertEquals(built, [3, 1]);
    assertStrictEquals(programsFor(3), programsFor(3));
    programsFor.disposeAll();
  });
});
