import * as tf from "@tensorflow/tfjs-core";
import { assertEquals, assertThrows } from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { sample } from "../../test/support/tensors/op_cases.ts";
import { AttributeType, DType } from "../tensorflow/dtype.ts";
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

Deno.test("a program ends at once where its device is not there or has no kernel for an operation, and moves nothing elsewhere", async () => {
  const engine = await testEngine({ cpuDevices: 2, interOpThreads: 1 });
  /** An operation that every build knows, and that only GPUs have a kernel for. */
  const sumOverGpus = (x: tf.Tensor) => {
    const [meta] = engine.backend.binding.executeOp(
      "NcclAllReduce",
      [
        { name: "T", type: AttributeType.type, value: DType.float32 },
        { name: "reduction", type: AttributeType.string, value: "sum" },
        { name: "num_devices", type: AttributeType.int, value: 1 },
        { name: "shared_name", type: AttributeType.string, value: "sum" },
      ],
      engine.backend.getInputTensorIds([x]),
      1,
    );
    return engine.backend.createOutputTensor(meta!);
  };
  const programs: [(x: tf.Tensor) => tf.Tensor, string][] = [
    [
      (x) => onDevice(7, () => tf.mul(x, 2)),
      "Unable to find any devices for spec /device:CPU:7",
    ],
    [
      (x) => onDevice(1, () => sumOverGpus(tf.mul(x, 2))),
      "No OpKernel was registered to support Op 'NcclAllReduce'",
    ],
  ];
  await withoutLeaks(engine, () => {
    const x = tf.tensor1d([1, 2]);
    for (const [body, message] of programs) {
      const program = compile(engine, (x) => [body(x!)], [{ shape: [2] }]);
      assertThrows(() => program(x), Error, message);
      program.dispose();
    }
    const program = compile(
      engine,
      (x) => [onDevice(1, () => tf.mul(x!, 2))],
      [{ shape: [2] }],
    );
    const [y] = program(x);
    assertEquals([...y!.dataSync()], [2, 4]);
    program.dispose();
    tf.dispose([x, y!]);
  });
});

Deno.test("outside of programs nothing moves", async () => {
  await testEngine({ cpuDevices: 2, interOpThreads: 1 });
  assertEquals(onDevice(7, () => "done"), "done");
});
