import { assert, assertEquals } from "@std/assert";
import { gpuSteps } from "./gpu_steps.ts";

const COMMON = {
  root: "/p/",
  deno: "deno",
  project: "/x",
  size: "small",
} as const;

Deno.test("steps on the processor see no GPU, those on a GPU what the machine shows", () => {
  const seen = (device: "cpu" | "gpu") =>
    gpuSteps({ ...COMMON, device }).map(({ env }) =>
      env?.["CUDA_VISIBLE_DEVICES"]
    );
  assertEquals(new Set(seen("cpu")), new Set([""]));
  assertEquals(new Set(seen("gpu")), new Set([undefined]));
});

Deno.test("the limits of all steps add up to ten minutes at most", () => {
  const limits = gpuSteps({ ...COMMON, device: "gpu" }).map(({ limit }) =>
    limit
  );
  assert(limits.reduce((a, b) => a + b) <= 600);
});

Deno.test("what the layout of images costs is measured by the same steps, without PyTorch", () => {
  const steps = gpuSteps({ ...COMMON, device: "gpu" });
  const named = (name: string) => steps.find((step) => step.name === name)!;
  const { command, env } = named("layout");
  assertEquals(command, [...named("ratios-deterministic").command, "--layout"]);
  assertEquals(env, { SDARTS_PYTHON: "none" });
});
