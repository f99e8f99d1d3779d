import { assertEquals } from "@std/assert";
import { testTensorflow } from "../../test/support/tensors/tensorflow.ts";
import { deviceHere } from "./device_class.ts";
import { systemHost } from "./host.ts";
import { openedGpu } from "./opened_gpu.ts";

Deno.test({
  name: "openedGpu() finds nothing of CUDA in a build for the CPU",
  ignore: await deviceHere(systemHost()) === "gpu" ||
    Deno.env.has("SDARTS_LIBTENSORFLOW"),
  fn: async () => {
    assertEquals(openedGpu(await testTensorflow()), { libraries: {} });
  },
});
