import * as tf from "@tensorflow/tfjs-core";
import { assert, assertEquals, assertLess, assertThrows } from "@std/assert";
import { compile } from "./compile.ts";
import { sgdStep } from "../optimisers.ts";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";

Deno.test("a program gives what its function gives", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    const program = compile(engine, (x) => [tf.square(x!)], [{ shape: [2] }]);
    tf.tidy(() => {
      assertEquals([...program(tf.tensor1d([2, 3]))[0]!.dataSync()], [4, 9]);
    });
    program.dispose();
  });
});

Deno.test("a program keeps eager tensors as they were, even after their disposal", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    const written = tf.tidy(() => tf.add(tf.tensor1d([1, 2]), 1));
    // tfjs has not handed these values to TensorFlow yet
    const pending = tf.tensor1d([10, 20]);
    const program = compile(
      engine,
      (x) => [tf.addN([x!, written, pending])],
      [{ shape: [2] }],
    );
    assertEquals([...pending.dataSync()], [10, 20]);
    tf.dispose([written, pending]);
    tf.tidy(() => {
      assertEquals([...program(tf.zeros([2]))[0]!.dataSync()], [12, 23]);
    });
    program.dispose();
  });
});

Deno.test("an eager tensor first used in a trace is usable afterwards", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    const pending = tf.tensor1d([10, 20]);
    compile(engine, (x) => [tf.add(x!, pending)], [{ shape: [2] }]).dispose();
    tf.tidy(() => {
      assertEquals([...tf.add(pending, 1).dataSync()], [11, 21]);
    });
    pending.dispose();
  });
});

Deno.test("an eager tensor made and disposed in the course of a trace is not taken for another one", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    const first = tf.tidy(() => tf.add(tf.tensor1d([1, 2]), 0));
    const second = tf.tensor1d([10, 20]);
    const program = compile(engine, (x) => {
      const sum = tf.add(x!, first);
      // TensorFlow gets the second one now, under the id of the first
      first.dispose();
      return [tf.add(sum, second)];
    }, [{ shape: [2] }]);
    tf.tidy(() => {
      assertEquals([...program(tf.zeros([2]))[0]!.dataSync()], [11, 22]);
    });
    second.dispose();
    program.dispose();
  });
});

Deno.test("a program runs inside another trace", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    const offset = tf.scalar(5);
    const inner = compile(
      engine,
      (x) => [tf.add(x!, offset), tf.sum(x!)],
      [{ shape: [3] }],
    );
    const outer = compile(engine, (x) => {
      const [a, b] = inner(x!);
      return [tf.mul(inner(a!)[0]!, b!)];
    }, [{ shape: [3] }]);
    const run = () =>
      tf.tidy(() => [...outer(tf.tensor1d([1, 2, 3]))[0]!.dataSync()]);
    assertEquals(run(), [66, 72, 78]);
    inner.dispose();
    assertThrows(() => inner(), Error, "was disposed");
    assertEquals(run(), [66, 72, 78], "the outer program lives on");
    outer.dispose();
    offset.dispose();
  });
});

Deno.test("a program returns more than 64 tensors", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    const program = compile(
      engine,
      (x) => tf.split(x!, 200).map((part, i) => tf.mul(part, i)),
      [{ shape: [200] }],
    );
    tf.tidy(() => {
      const parts = program(tf.range(0, 200));
      assertEquals(parts.length, 200);
      assertEquals(
        parts.map((t) => t.dataSync()[0]!),
        [
          ...Array(200).keys(),
        ].map((i) => i * i),
      );
    });
    program.dispose();
  });
});

Deno.test("a program returns an argument, one tensor twice, a constant and a captured tensor", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    const captured = tf.scalar(9);
    const program = compile(engine, (x) => {
      const y = tf.add(x!, 1);
      return [x!, x!, y, y, tf.scalar(7), captured];
    }, [{ shape: [] }]);
    tf.tidy(() => {
      const x = tf.scalar(1);
      const results = program(x);
      x.dispose();
      assertEquals(results.map((t) => t.dataSync()[0]), [1, 1, 2, 2, 7, 9]);
    });
    captured.dispose();
    program.dispose();
  });
});

Deno.test("a program may return nothing and read nothing", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    const empty = compile(engine, () => [], [{ shape: [2] }]);
    const constant = compile(engine, () => [tf.ones([2])], []);
    tf.tidy(() => {
      assertEquals(empty(tf.zeros([2])), []);
      assertEquals([...constant()[0]!.dataSync()], [1, 1]);
    });
    empty.dispose();
    constant.dispose();
  });
});

Deno.test("a program takes and returns int32, bool and empty tensors", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    const program = compile(
      engine,
      (i, b, empty) => [
        tf.mul(i!, i!),
        tf.logicalNot(b!),
        tf.sum(tf.cast(b!, "float32")),
        tf.concat([empty!, empty!]),
      ],
      [
        { shape: [2], dtype: "int32" },
        { shape: [3], dtype: "bool" },
        { shape: [0, 4] },
      ],
    );
    tf.tidy(() => {
      const results = program(
        tf.tensor1d([3, -4], "int32"),
        tf.tensor1d([true, false, true], "bool"),
        tf.zeros([0, 4]),
      );
      assertEquals(results.map((t) => t.dtype), [
        "int32",
        "bool",
        "float32",
        "float32",
      ]);
      assertEquals(results.map((t) => t.shape), [[2], [3], [], [0, 4]]);
      assertEquals([...results[0]!.dataSync()], [9, 16]);
      assertEquals([...results[1]!.dataSync()], [0, 1, 0]);
      assertEquals([...results[2]!.dataSync()], [2]);
    });
    program.dispose();
  });
});

Deno.test("programs live side by side", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    const programs = [1, 2, 3].map((k) =>
      compile(engine, (x) => [tf.mul(x!, k)], [{ shape: [] }])
    );
    tf.tidy(() => {
      const x = tf.scalar(5);
      programs[1]!.dispose();
      assertEquals([...programs[0]!(x)[0]!.dataSync()], [5]);
      assertEquals([...programs[2]!(x)[0]!.dataSync()], [15]);
    });
    for (const program of programs) program.dispose();
  });
});

Deno.test("equal operations are recorded once and random ones each time", async () => {
  const engine = await testEngine();
  const count = (copies: number) => {
    const program = compile(
      engine,
      (x) => Array.from({ length: copies }, () => tf.exp(tf.add(x!, 1))),
      [{ shape: [2] }],
    );
    program.dispose();
    return program.operations;
  };
  // an Identity for each result is all that grows
  assertEquals(count(5) - count(1), 4);
});

Deno.test("a sum of 20 terms equals its eager twin to the bit", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    const terms = Array.from({ length: 20 }, (_, i) => Math.sin(i + 1));
    const sum = (x: tf.Tensor) =>
      terms.map((t) => tf.mul(x, t)).reduce((a, b) => tf.add(a, b));
    const program = compile(engine, (x) => [sum(x!)], [{ shape: [1] }]);
    tf.tidy(() => {
      const x = tf.tensor1d([1.7]);
      const found = program(x)[0]!.dataSync()[0]!;
      assertEquals(found, sum(x).dataSync()[0]!);
    });
    program.dispose();
  });
});

Deno.test("a thousand compiled SGD steps leave memory flat", async () => {
  const engine = await testEngine();
  const size = 64 * 1024;
  const program = compile(
    engine,
    (w, buffer, target) => {
      const { value, grads } = tf.valueAndGrads((w: tf.Tensor) =>
        tf.sum(tf.square(tf.sub(w, target!))) as tf.Scalar
      )([w!]);
      const next = sgdStep({
        weights: w as tf.Tensor1D,
        buffer: buffer as tf.Tensor1D,
        gradient: grads[0] as tf.Tensor1D,
        rate: tf.scalar(0.1),
      }, { momentum: 0.9, weightDecay: 0, clip: 5 });
      return [value, next.weights, next.buffer];
    },
    [{ shape: [size] }, { shape: [size] }, { shape: [size] }],
  );
  await withoutLeaks(engine, () => {
    const target = tf.ones([size]);
    let live: tf.Tensor[] = [tf.zeros([size]), tf.zeros([size])];
    const losses: number[] = [];
    const steps = (count: number) => {
      for (let i = 0; i < count; i++) {
        const [loss, ...next] = program(live[0]!, live[1]!, target);
        losses.push(loss!.dataSync()[0]!);
        tf.dispose([loss!, ...live]);
        live = next;
      }
    };
    steps(100);
    const before = { ...engine.memory(), rss: Deno.memoryUsage().rss };
    steps(1000);
    const after = { ...engine.memory(), rss: Deno.memoryUsage().rss };
    assertEquals(after.tensors, before.tensors);
    assertEquals(after.handles, before.handles);
    // one leaked vector a step would be 250 MiB
    assertLess(after.rss - before.rss, 48 * 2 ** 20);
    assertLess(losses.at(-1)!, losses[0]! / 100);
    assert(losses.every(Number.isFinite));
    tf.dispose([target, ...live]);
  });
  program.dispose();
});
