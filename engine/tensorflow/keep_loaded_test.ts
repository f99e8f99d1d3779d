import { assertEquals } from "@std/assert";
import { testTensorflow } from "../../test/support/tensors/tensorflow.ts";

Deno.test("a program that opened TensorFlow ends without a crash, also without Deno.exit()", async () => {
  const library = JSON.stringify(await testTensorflow());
  const module = (name: string) =>
    JSON.stringify(import.meta.resolve(`./${name}`));
  const programs = [
    `import { openedGpu } from ${module("../library/opened_gpu.ts")};
    openedGpu(${library});`,
    `import { openNative } from ${module("native.ts")};
    openNative(${library});`,
    `import { probeTensorflow } from ${module("../library/probe.ts")};
    probeTensorflow(${library});`,
  ];
  for (const program of programs) {
    const { code, signal } = await new Deno.Command(Deno.execPath(), {
      args: ["eval", "--no-config", program],
      stderr: "null",
    }).output();
    assertEquals([code, signal], [0, null], program);
  }
});
