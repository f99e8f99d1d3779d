import { assertThrows } from "@std/assert";
import { checkDevice } from "./check_device.ts";

const LIBRARIES = {
  cudart: "12.9",
  cublas: "12.9.3",
  cudnn: "9.28.0",
  cufft: "11.4.1",
  cusparse: "12.5.10",
};

Deno.test("checkDevice() ends a stage that computes on another device than it asked for, with what mends it", () => {
  const check = (
    found: "cpu" | "gpu",
    device: string | undefined,
    opened: { model?: string; driver?: string; missing?: string } = {},
    gpu?: string,
  ) => {
    const { missing = "", ...rest } = opened;
    const libraries = Object.fromEntries(
      Object.entries(LIBRARIES).filter(([name]) => name !== missing),
    );
    checkDevice(
      found,
      { device, gpu, library: "/x" },
      () => ({ ...rest, libraries, complete: missing === "" }),
    );
  };
  // granted by no toolchain: a test, or a program that calls a stage
  check("cpu", undefined);
  check("cpu", "cpu");
  check("gpu", "gpu", { model: "NVIDIA H200" }, "NVIDIA A100 + NVIDIA H200");
  check("gpu", "gpu", { model: "NVIDIA H200" }, "unknown");
  check("gpu", "gpu", { model: "NVIDIA H200 MIG 1g.18gb" }, "NVIDIA H200");
  const there = { model: "NVIDIA H200", driver: "12.4" };
  const refused: [Parameters<typeof check>, string][] = [
    [["gpu", "cpu"], "Expected the CPU, as resources.gpus is 0"],
    [["cpu", "gpu"], "the driver of the GPU (libcuda.so.1) does not open"],
    [["cpu", "gpu", { driver: "12.4" }], "the driver shows no GPU"],
    [
      ["cpu", "gpu", { ...there, missing: "cudnn" }],
      "CUDA libraries do not open (cudnn): `sdarts doctor --install` (in a checkout `deno task doctor --install`) gets",
    ],
    [["cpu", "gpu", there], "TF_CPP_MIN_LOG_LEVEL=0 shows why"],
    [
      ["gpu", "gpu", there, "NVIDIA A100"],
      "Expected NVIDIA A100, for which the plan was made, but found NVIDIA H200",
    ],
  ];
  for (const [call, message] of refused) {
    assertThrows(() => check(...call), Error, message);
  }
});
