import * as tf from "@tensorflow/tfjs-core";
import { assertAlmostEquals, assertEquals, assertLess } from "@std/assert";
import { assertDerivatives } from "../../test/support/tensors/derivatives.ts";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { sample } from "../../test/support/tensors/op_cases.ts";
import { worst } from "../../test/support/tensors/reference.ts";
import { correctCount, crossEntropy } from "./loss.ts";
import { softmaxRow } from "../space/simplex.ts";

const LABELS = [2, 0, 1, 1];
const labels = () => tf.tensor1d(LABELS, "int32");

Deno.test("crossEntropy() is the mean negative log-probability of the labels, with softmax minus target as gradient", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const logits = tf.mul(sample(4, 3), 5) as tf.Tensor2D;
      const probabilities = logits.arraySync().map(softmaxRow);
      const expected = probabilities.reduce(
        (sum, p, i) => sum - Math.log(p[LABELS[i]!]!) / 4,
        0,
      );
      assertAlmostEquals(
        crossEntropy(logits, labels()).dataSync()[0]!,
        expected,
        1e-6,
      );
      const gradient = tf.grad((x) => crossEntropy(x, labels()))(logits);
      const target = probabilities.flatMap((p, i) =>
        p.map((q, k) => (q - (k === LABELS[i] ? 1 : 0)) / 4)
      );
      assertLess(worst(gradient.dataSync(), target), 1e-7);
    });
  });
});

Deno.test("crossEntropy() of logits far apart is finite", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const loss = crossEntropy(
        tf.tensor2d([[1e4, -1e4]]),
        tf.tensor1d([1], "int32"),
      );
      assertEquals(loss.dataSync()[0], 2e4);
    });
  });
});

Deno.test("crossEntropy() vouches for its logits: with one that is not finite, of any class, it is not finite", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      for (const bad of [NaN, Infinity, -Infinity]) {
        for (const smoothing of [0, 0.1]) {
          for (const at of [0, 1]) {
            const logits = [[1, 2], [3, 4]];
            logits[1]![at] = bad;
            const loss = crossEntropy(
              tf.tensor2d(logits),
              tf.tensor1d([0, 1], "int32"),
              smoothing,
            );
            const found = loss.dataSync()[0]!;
            assertEquals(Number.isFinite(found), false, `${bad} at ${at}`);
          }
        }
      }
    });
  });
});

Deno.test("crossEntropy() has right derivatives to the third order", async () => {
  await withoutLeaks(
    await testEngine(),
    () =>
      assertDerivatives(
        (x) => crossEntropy(x!, labels()),
        () => [sample(4, 3)],
      ),
  );
});

Deno.test("correctCount() counts first maxima", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const logits = tf.tensor2d([[0, 1, 2], [3, 3, 0], [0, 5, 1], [9, 0, 0]]);
      assertEquals(correctCount(logits, labels()).dataSync()[0], 3);
    });
  });
});

Deno.test("crossEntropy() with smoothing shares a part of the target among all classes", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const logits = tf.mul(sample(4, 3), 5) as tf.Tensor2D;
      const probabilities = logits.arraySync().map(softmaxRow);
      const smoothing = 0.1;
      const expected = probabilities.reduce(
        (sum, p, i) =>
          sum - p.reduce(
              (total, q, k) =>
                total +
                ((k === LABELS[i] ? 1 - smoothing : 0) + smoothing / 3) *
                  Math.log(q),
              0,
            ) / 4,
        0,
      );
      const loss = crossEntropy(logits, labels(), smoothing).dataSync()[0]!;
      assertAlmostEquals(loss, expected, 1e-5);
      const gradient = tf.grad((x) => crossEntropy(x, labels(), smoothing))(
        logits,
      );
      const target = probabilities.flatMap((p, i) =>
        p.map((q, k) =>
          (q - (k === LABELS[i] ? 1 - smoothing : 0) - smoothing / 3) / 4
        )
      );
      assertLess(worst(gradient.dataSync(), target), 1e-7);
    });
  });
});
