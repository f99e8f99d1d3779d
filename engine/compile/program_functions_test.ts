import * as tf from "@tensorflow/tfjs-core";
import { assert, assertEquals, assertGreater, assertThrows } from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { compile } from "./compile.ts";
import type { Engine } from "../engine.ts";
import type { Attribute } from "../tensorflow/attributes.ts";
import { encodeLayoutConfig } from "../tensorflow/config_proto.ts";
import { AttributeType } from "../tensorflow/dtype.ts";
import { keepTape } from "../gradients/tape.ts";

const VECTOR = { shape: [3] };

/** sum(exp(w) * x), and exp(w) by itself. */
const weighed = (w: tf.Tensor, x: tf.Tensor) => {
  const e = tf.exp(w);
  return [tf.sum(tf.mul(e, x)), e];
};

/** w^2 x, of which w is fixed. */
const squareTimes = (engine: Engine) =>
  compile(
    engine,
    (w, x) => [tf.mul(tf.square(w!), x!)],
    [VECTOR, VECTOR],
    { fixed: [0] },
  );

Deno.test("a program with fixed arguments gives what the plain one gives, for every pair of arguments", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    const fn = (...xs: tf.Tensor[]) => weighed(xs[0]!, xs[1]!);
    const plain = compile(engine, fn, [VECTOR, VECTOR]);
    const split = compile(engine, fn, [VECTOR, VECTOR], { fixed: [0] });
    tf.tidy(() => {
      const ws = [tf.tensor1d([1, 2, 3]), tf.tensor1d([-1, 0, 1])];
      const xs = [tf.tensor1d([4, 5, 6]), tf.tensor1d([7, 8, 9])];
      for (const [w, x] of [[0, 0], [0, 1], [1, 1], [0, 1], [0, 0]] as const) {
        const [a, b] = [plain, split].map((program) =>
          program(ws[w]!, xs[x]!).map((t) => [...t.dataSync()])
        );
        assertEquals(a, b);
      }
    });
    plain.dispose();
    split.dispose();
  });
});

Deno.test("another tensor at the place of a fixed one counts, even under the same id", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    const program = squareTimes(engine);
    const x = tf.ones([3]);
    for (const value of [2, 3, 4]) {
      const w = tf.fill([3], value);
      const [y] = program(w, x);
      assertEquals(y!.dataSync()[0], value ** 2);
      tf.dispose([w, y!]);
    }
    x.dispose();
    program.dispose();
  });
});

Deno.test("what is held is freed by forget, and computed again", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    const program = squareTimes(engine);
    tf.tidy(() => {
      const [w, x] = [tf.fill([3], 3), tf.ones([3])];
      program(w, x);
      program.forget();
      const before = engine.memory().handles;
      for (let i = 0; i < 3; i++) {
        const [y] = program(w, x);
        assertEquals(y!.dataSync()[0], 9);
        y!.dispose();
        assertGreater(engine.memory().handles, before);
      }
      program.forget();
      assertEquals(engine.memory().handles, before);
    });
    program.dispose();
  });
});

Deno.test("a program with fixed arguments runs inside another trace, and captures stay fixed", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    const captured = tf.tensor1d([1, 2, 3]);
    const inner = compile(
      engine,
      (x) => [tf.mul(tf.exp(captured), x!)],
      [VECTOR],
      { fixed: [] },
    );
    const outer = compile(
      engine,
      (x) => [tf.sum(inner(tf.add(x!, 1))[0]!)],
      [VECTOR],
    );
    tf.tidy(() => {
      const x = tf.tensor1d([3, 2, 1]);
      const expected = tf.sum(tf.mul(tf.exp(captured), tf.add(x, 1)));
      assertEquals(outer(x)[0]!.dataSync(), expected.dataSync());
      assertEquals(outer(x)[0]!.dataSync(), expected.dataSync());
    });
    outer.dispose();
    inner.dispose();
    captured.dispose();
  });
});

Deno.test("products of a Hessian with many vectors share the passes before the vector, to the bit", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    const specs = [{ shape: [1, 4, 4, 2] }, { shape: [3, 3, 2, 2] }, {
      shape: [3, 3, 2, 2],
    }];
    const product = (x: tf.Tensor, w: tf.Tensor, v: tf.Tensor) => {
      const loss = (w: tf.Tensor) => {
        const y = tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, "same");
        return tf.sum(tf.square(tf.sigmoid(y))) as tf.Scalar;
      };
      return [
        tf.grad((w) => tf.sum(tf.mul(keepTape(() => tf.grad(loss)(w)), v)))(w),
      ];
    };
    const fn = (...[x, w, v]: tf.Tensor[]) => product(x!, w!, v!);
    const plain = compile(engine, fn, specs);
    const split = compile(engine, fn, specs, { fixed: [0, 1] });
    tf.tidy(() => {
      const [x, w] = specs.map(({ shape }) => tf.randomNormal(shape));
      for (let i = 0; i < 3; i++) {
        const v = tf.randomNormal(specs[2]!.shape);
        const [a, b] = [plain(x!, w!, v), split(x!, w!, v)];
        assert(a[0]!.dataSync().some((value) => value !== 0));
        assertEquals(a[0]!.dataSync(), b[0]!.dataSync());
      }
    });
    plain.dispose();
    split.dispose();
  });
});

Deno.test("calls of both parts of a program carry the attributes of the binding, outside of traces", async () => {
  const engine = await testEngine();
  const calls = engine.binding as { callAttributes: readonly Attribute[] };
  const before = calls.callAttributes;
  const config = (value: Uint8Array) => ({
    name: "config_proto",
    type: AttributeType.string,
    value,
  });
  await withoutLeaks(engine, () => {
    const [w, x] = [tf.tensor1d([1, 2, 3]), tf.tensor1d([4, 5, 6])];
    const values = (attributes: readonly Attribute[]) => {
      calls.callAttributes = attributes;
      const program = squareTimes(engine);
      const nested = compile(engine, (...xs) => program(...xs), [
        VECTOR,
        VECTOR,
      ]);
      try {
        return [program, nested].flatMap((run) => {
          const [y] = run(w, x);
          const found = [...y!.dataSync()];
          y!.dispose();
          return found;
        });
      } finally {
        nested.dispose();
        program.dispose();
      }
    };
    try {
      const plain = values([]);
      assertEquals(plain, [4, 20, 54, 4, 20, 54]);
      assertEquals(values([config(encodeLayoutConfig())]), plain);
      // TensorFlow has read it
      assertThrows(
        () => values([config(Uint8Array.of(0xff))]),
        Error,
        "config",
      );
    } finally {
      calls.callAttributes = before;
    }
    tf.dispose([w, x]);
  });
});
