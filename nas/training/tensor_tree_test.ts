import * as tf from "@tensorflow/tfjs-core";
import { assert, assertEquals } from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { disposeTensors, mapTensors, tensorsOf } from "./tensor_tree.ts";

const value = (t: tf.Tensor) => t.dataSync()[0];

Deno.test("a tree of tensors is read in the order of its keys, and absent entries stay absent", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const tree = {
        b: tf.scalar(1),
        a: { list: [tf.scalar(2), tf.scalar(3)], none: undefined },
        c: tf.scalar(4),
      };
      assertEquals(tensorsOf(tree).map(value), [1, 2, 3, 4]);
      const squares = mapTensors(tree, (t) => tf.square(t));
      assertEquals(Object.keys(squares), ["b", "a", "c"]);
      assertEquals(squares.a.list.map(value), [4, 9]);
      assertEquals(squares.a.none, undefined);
      assertEquals(value(squares.c), 16);
    });
  });
});

Deno.test("disposeTensors() disposes single tensors, lists and records, also twice", async () => {
  await withoutLeaks(await testEngine(), () => {
    const tensors = [1, 2, 3, 4].map((n) => tf.scalar(n));
    const [a, b, c, d] = tensors as [
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
    ];
    disposeTensors(a, [b], { c, more: [{ d }] });
    disposeTensors(a);
    assert(tensors.every((t) => t.isDisposed));
  });
});
