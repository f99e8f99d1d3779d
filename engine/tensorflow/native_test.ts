import {
  assertEquals,
  assertFalse,
  assertMatch,
  assertThrows,
} from "@std/assert";
import { cString } from "./c_string.ts";
import { openNative, TensorflowError } from "./native.ts";
import { testEngine } from "../../test/support/tensors/engine.ts";

Deno.test("openNative() names the path of a library that cannot be opened", () => {
  const error = assertThrows(
    () => openNative("/nowhere/libtensorflow_cc.so.2"),
    Error,
  );
  assertMatch(
    error.message,
    /^Cannot open the TensorFlow library \/nowhere\/libtensorflow_cc\.so\.2: /,
  );
  assertFalse(error.message.includes("\n"));
});

Deno.test("openNative() refuses a library that is not TensorFlow", async () => {
  const path = await Deno.makeTempFile({ suffix: ".so" });
  try {
    await Deno.writeTextFile(path, "not a library");
    const error = assertThrows(() => openNative(path), Error);
    assertMatch(
      error.message,
      /^Cannot open the TensorFlow library .*\.so: /,
    );
    assertFalse(error.message.includes("\n"));
  } finally {
    await Deno.remove(path);
  }
});

Deno.test("an error of TensorFlow, CUDA, cuDNN or cuBLAS says that memory ran out", () => {
  const said = [
    // seen on the processor, where the allocator is mklcpu
    [
      8,
      "OOM when allocating tensor with shape[64,64] and type float on /device:GPU:0 by allocator GPU_0_bfc",
    ],
    [13, "failed to allocate 2.00GiB: CUDA_ERROR_OUT_OF_MEMORY"],
    [13, "in cudnn\nCUDNN_STATUS_ALLOC_FAILED"],
    [13, "failed to create cublas handle: CUBLAS_STATUS_ALLOC_FAILED"],
  ] as const;
  for (const [code, message] of said) {
    assertEquals(
      new TensorflowError("Fill()", code, message).message,
      `TensorFlow Fill(): out of memory: ${
        message.split("\n")[0]
      } (code ${code})`,
    );
  }
  assertEquals(
    new TensorflowError("Fill()", 3, "no such shape").message,
    "TensorFlow Fill(): no such shape (code 3)",
  );
});

Deno.test("check() throws once for a failed status and computes the place only then", async () => {
  const { binding: { native } } = await testEngine();
  const { c, status, check } = native;
  check(() => {
    throw new Error("Expected no failure");
  });
  c.TF_SetStatus(status, 8, cString("out of memory\n\t [[somewhere]]"));
  const error = assertThrows(() => check(() => "place"), TensorflowError);
  assertEquals(error.message, "TensorFlow place: out of memory (code 8)");
  assertEquals(error.code, 8);
  check("place");
});

Deno.test("text() reads a C string, null included", async () => {
  const { binding: { native } } = await testEngine();
  assertMatch(native.version, /^\d+\.\d+\.\d+/);
  assertEquals(native.text(0n), "");
});
