import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { AttributeType, DType } from "../tensorflow/dtype.ts";
import { FIRST_SYMBOLIC_ID } from "../tensorflow/op_binding.ts";
import { createRecorder, type Recorder } from "./recorder.ts";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";

const FLOAT = { name: "T", type: AttributeType.type, value: DType.float32 };

/** Runs a test with a recorder and frees it. */
async function recording(body: (recorder: Recorder) => void): Promise<void> {
  const engine = await testEngine();
  const { c } = engine.binding.native;
  await withoutLeaks(engine, () => {
    const recorder = createRecorder(engine.binding, {
      functions: new Map(),
      firstId: FIRST_SYMBOLIC_ID,
    });
    try {
      body(recorder);
    } finally {
      for (const { handle } of recorder.captures) {
        c.TFE_DeleteTensorHandle(handle);
      }
      c.TF_DeleteGraph(recorder.graph);
    }
  });
}

Deno.test("a recorder merges equal operations and equal constants, and tells 0 from -0", async () => {
  await recording((recorder) => {
    const x = recorder.placeholder([2], DType.float32);
    const neg = () => recorder.executeOp("Neg", [FLOAT], [x], 1)[0]!.id;
    assertEquals(neg(), neg());
    const constant = (...values: number[]) =>
      recorder.constant(
        [values.length],
        DType.float32,
        Float32Array.from(values),
      );
    assertEquals(constant(1, 2), constant(1, 2));
    assertNotEquals(constant(1, 2), constant(2, 1));
    assertNotEquals(constant(0), constant(-0));
    const zeros = (sign: number) =>
      Float32Array.from({ length: 300 }, (_, i) => i === 0 ? 0 : sign * 0);
    assertNotEquals(
      recorder.constant([300], DType.float32, zeros(1)),
      recorder.constant([300], DType.float32, zeros(-1)),
    );
  });
});

Deno.test("a recorder does not merge random operations", async () => {
  await recording((recorder) => {
    const shape = recorder.constant([1], DType.int32, Int32Array.of(2));
    const draw = () =>
      recorder.executeOp(
        "RandomStandardNormal",
        [
          { name: "dtype", type: AttributeType.type, value: DType.float32 },
          { name: "T", type: AttributeType.type, value: DType.int32 },
        ],
        [shape],
        1,
      )[0]!.id;
    assertNotEquals(draw(), draw());
  });
});

Deno.test("a recorder writes a large uniform constant as a fill and refuses other large ones", async () => {
  await recording((recorder) => {
    const before = recorder.operations.length;
    recorder.constant(
      [100, 100],
      DType.float32,
      new Float32Array(10000).fill(NaN),
    );
    // shape, value, fill
    assertEquals(recorder.operations.length - before, 3);
    const ramp = Float32Array.from({ length: 10000 }, (_, i) => i);
    assertThrows(
      () => recorder.constant([100, 100], DType.float32, ramp),
      Error,
      "compile: expected data as arguments but found a constant f32[100,100]",
    );
    assertEquals(
      recorder.output(
        recorder.constant([4096], DType.float32, ramp.subarray(0, 4096)),
      ).shape,
      [4096],
    );
  });
});

Deno.test("a recorder reads constants but no traced values", async () => {
  await recording((recorder) => {
    const x = recorder.placeholder([2], DType.float32);
    const two = recorder.constant([2], DType.float32, Float32Array.of(1, 2));
    assertEquals(recorder.tensorDataSync(two), Float32Array.of(1, 2));
    assertThrows(
      () => recorder.tensorDataSync(x),
      Error,
      "expected no reads of values",
    );
  });
});

Deno.test("a recorder captures an eager tensor once, with a handle of its own", async () => {
  const { binding } = await testEngine();
  await recording((recorder) => {
    const id = binding.createTensor([2], DType.float32, Float32Array.of(1, 2));
    const run = () => recorder.executeOp("Neg", [FLOAT], [id], 1)[0]!.id;
    assertEquals(run(), run());
    assertEquals(recorder.captures.length, 1);
    recorder.deleteTensor(id);
    assertThrows(() => binding.tensorDataSync(id), Error, "disposed");
    const { handle } = recorder.captures[0]!;
    assertEquals(binding.describe(handle), {
      shape: [2],
      dtype: DType.float32,
    });
  });
});

Deno.test("a recorder writes a sum as its chain of additions, whose order is fixed", async () => {
  await recording((recorder) => {
    const xs = [1, 2, 3, 4].map(() => recorder.placeholder([2], DType.float32));
    const sum = xs.reduce((a, b) =>
      recorder.executeOp("AddV2", [FLOAT], [a, b], 1)[0]!.id
    );
    const attributes = [FLOAT, {
      name: "N",
      type: AttributeType.int,
      value: 4,
    }];
    assertEquals(recorder.executeOp("AddN", attributes, xs, 1)[0]!.id, sum);
    // shapes may differ
    const scalar = recorder.placeholder([], DType.float32);
    assertEquals(
      recorder.executeOp("AddV2", [FLOAT], [sum, scalar], 1)[0]!.shape,
      [2],
    );
  });
});
