import * as tf from "@tensorflow/tfjs-core";
import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import type { Engine } from "../../engine/engine.ts";
import {
  compileParts,
  compileProgram,
  program,
  type ProgramPart,
  programsByBatch,
} from "./programs.ts";

type Multiple = ProgramPart<{ readonly x: tf.Tensor }, { y: tf.Tensor }>;

function counted(batch: number) {
  const traced: string[] = [];
  const multiple = (name: string, factor: number): Multiple =>
    program({
      inputs: { x: { shape: [batch] } },
      fn: ({ x }) => {
        traced.push(name);
        return { y: tf.mul(x, factor) };
      },
    });
  return {
    traced,
    parts: { double: multiple("double", 2), triple: multiple("triple", 3) },
  };
}

Deno.test("compileParts() compiles a part when it is first used, once", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    const { traced, parts } = counted(2);
    const programs = compileParts(engine, parts);
    assertEquals(traced, []);
    tf.tidy(() => {
      const x = tf.tensor1d([1, 2]);
      for (let i = 0; i < 3; i++) {
        assertEquals([...programs.triple({ x }).y.dataSync()], [3, 6]);
      }
    });
    assertEquals(traced, ["triple"]);
    const { triple } = programs;
    programs.disposeAll();
    tf.tidy(() => {
      const x = tf.tensor1d([1, 2]);
      assertThrows(() => triple({ x }), Error, "was disposed");
    });
  });
});

/** Programs by batch size, and the sizes for which they were built. */
function countedPrograms(engine: Engine, most?: number) {
  const built: number[] = [];
  const programsFor = programsByBatch(engine, (batch) => {
    built.push(batch);
    return counted(batch).parts;
  }, most);
  return { built, programsFor };
}

Deno.test("programsByBatch() keeps a set of programs for each batch size", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    const { built, programsFor } = countedPrograms(engine);
    tf.tidy(() => {
      for (const count of [3, 1, 3]) {
        const { y } = programsFor(count).double({ x: tf.ones([count]) });
        assertEquals(y.shape, [count]);
      }
    });
    assertEquals(built, [3, 1]);
    assertStrictEquals(programsFor(3), programsFor(3));
    programsFor.disposeAll();
  });
});

Deno.test("programsByBatch() frees the programs that were asked for longest ago, and compiles them again", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    const { built, programsFor } = countedPrograms(engine, 2);
    tf.tidy(() => {
      const run = (count: number) => {
        const { double } = programsFor(count);
        double({ x: tf.ones([count]) });
        return double;
      };
      run(1);
      const freed = run(2);
      run(1);
      run(3);
      assertThrows(() => freed({ x: tf.ones([2]) }), Error, "was disposed");
      run(1);
      assertEquals(built, [1, 2, 3]);
      run(2);
      assertEquals(built, [1, 2, 3, 2]);
    });
    programsFor.disposeAll();
  });
});

const NESTED = program({
  inputs: {
    head: { shape: [] },
    absent: undefined,
    pair: { left: { shape: [1] }, right: { shape: [2] } },
    list: [{ shape: [3] }, { shape: [4] }],
  },
  fixed: ["pair"],
  fn: ({ head, absent, pair, list }) => {
    assertEquals(absent, undefined);
    return {
      sum: tf.addN([
        head,
        tf.sum(pair.left),
        tf.mul(10, tf.sum(pair.right)),
        tf.mul(100, tf.sum(list[0]!)),
        tf.mul(1000, tf.sum(list[1]!)),
      ]),
      // one tensor twice, an argument as it is, and lists
      kept: { heads: [head, head], list },
    };
  },
});

const nested = () => ({
  head: tf.scalar(0.5),
  absent: undefined,
  pair: { left: tf.ones([1]), right: tf.ones([2]) },
  list: [tf.ones([3]), tf.ones([4])],
});

Deno.test("a compiled program gives records and lists of tensors by the names of its part", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    const run = compileProgram(engine, NESTED);
    tf.tidy(() => {
      // keys in another order, and one more
      const { head, ...rest } = nested();
      const { sum, kept } = run(
        { ...rest, head, other: tf.scalar(7) } as never,
      );
      assertEquals(sum.dataSync()[0], 0.5 + 1 + 20 + 300 + 4000);
      assertEquals(kept.heads.map((t) => t.dataSync()[0]), [0.5, 0.5]);
      assertEquals(kept.list.map(({ shape }) => shape), [[3], [4]]);
    });
    run.dispose();
  });
});

Deno.test("a compiled program names a tensor that is missing, unexpected or in the wrong place", async () => {
  const engine = await testEngine();
  const run = compileProgram(engine, NESTED);
  await withoutLeaks(engine, () => {
    tf.tidy(() => {
      const inputs = nested();
      const cases: [object, string][] = [
        [{ head: undefined }, "Expected a tensor but found no tensor in head"],
        [
          { absent: tf.scalar(1) },
          "Expected no tensor but found a tensor in absent",
        ],
        [
          { pair: { left: tf.ones([1]) } },
          "Expected a tensor but found no tensor in pair.right",
        ],
        [
          { pair: tf.ones([1]) },
          "Expected tensors by name but found a tensor in pair",
        ],
        [
          { list: [tf.ones([3])] },
          "Expected a list of 2 tensors but found a list of 1 tensors in list",
        ],
        [
          { head: inputs.list },
          "Expected a tensor but found a list of 2 tensors in head",
        ],
      ];
      for (const [change, message] of cases) {
        assertThrows(
          () => run({ ...inputs, ...change } as never),
          TypeError,
          message,
        );
      }
    });
  });
  run.dispose();
});
