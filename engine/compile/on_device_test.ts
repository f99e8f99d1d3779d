import * as tf from "@tensorflow/tfjs-core";
import { assertEquals, assertThrows } from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { sample } from "../../test/support/tensors/op_cases.ts";
import { compile } from "./compile.ts";
import { onDevice } from "./on_device.ts";

/** A loss and its gradients. */
function gradients(x: tf.Tensor, filter: tf.Tensor): tf.Tensor[] {
  const { value, grads } = tf.valueAndGrads((x: tf.Tensor, f: tf.Tensor) =>
    tf.sum(tf.square(tf.conv2d(x as tf.Tensor4D, f as tf.Tensor4D, 1, "same")))
  )([x, filter]);
  return [value, ...grads];
}

Deno.test("a program over two devices of the processor gives the bytes of one device, with one thread", async () => {
  const engine = await testEngine({ cpuDevices: 2, interOpThreads: 1 });
  assertEquals([engine.device, engine.devices], ["cpu", 2]);
  await withoutLeaks(engine, () => {
    const args = [sample(2, 6, 6, 3), sample(3, 3, 3, 4)];
    const specs = args.map(({ shape }) => ({ shape }));
    const run = (...devices: number[]) => {
      const program = compile(
        engine,
        (x, filter) =>
          devices.flatMap((device) =>
            onDevice(device, () => gradients(x!, filter!))
          ),
        specs,
      );
      const results = program(...args);
      const values = results.map((t) => t.dataSync());
      tf.dispose(results);
      program.dispose();
      return { values, operations: program.operations };
    };
    const one = run(0, 0);
    const two = run(0, 1);
    assertEquals(two.values, one.values);
    // Each device computes all that it is asked for: nothing is shared with the other.
    const shared = specs.length + one.values.length;
    assertEquals(two.operations - shared, 2 * (one.operations - shared));
    // The device is not a mere hint.
    assertThrows(() => run(0, 2), Error, "device:CPU:2");
    tf.dispose(args);
  });
});

Deno.test("outside of programs nothing moves", async () => {
  await testEngine({ cpuDevices: 2, interOpThreads: 1 });
  assertEquals(onDevice(7, () => "done"), "done");
});
