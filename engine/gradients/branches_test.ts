import * as tf from "@tensorflow/tfjs-core";
import { assertEquals } from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { compile } from "../compile/compile.ts";
import { intoBranches, joinBranches } from "./branches.ts";

Deno.test("a program computes the branch that is on, with its gradients, and zeros where none is", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    // x^2 * w in one branch, x + w in the other
    const branched = (x: tf.Tensor, w: tf.Tensor, on: tf.Tensor[]) => {
      const [a, b] = intoBranches(x, on) as [tf.Tensor, tf.Tensor];
      const [wa, wb] = on.map((one) => intoBranches(w, [one])[0]!) as [
        tf.Tensor,
        tf.Tensor,
      ];
      return joinBranches([
        tf.mul(tf.square(a), wa),
        tf.add(b, wb),
      ], on);
    };
    const scalar = { shape: [] };
    const program = compile(engine, (x, w, on) => {
      const conditions = tf.unstack(tf.less(0.5, on!));
      const value = (x: tf.Tensor, w: tf.Tensor) =>
        tf.sum(branched(x, w, conditions));
      return [
        branched(x!, w!, conditions),
        ...tf.grads(value)([x!, w!]),
      ];
    }, [{ shape: [2] }, scalar, { shape: [2] }]);
    const run = (...on: number[]) =>
      tf.tidy(() =>
        program(tf.tensor1d([2, 3]), tf.scalar(5), tf.tensor1d(on))
          .map((t) => [...t.dataSync()])
      );
    assertEquals(run(1, 0), [[20, 45], [20, 30], [13]]);
    assertEquals(run(0, 1), [[7, 8], [1, 1], [2]]);
    assertEquals(run(0, 0), [[0, 0], [0, 0], [0]]);
    program.dispose();
  });
});
