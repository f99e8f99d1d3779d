import {
  type Engine,
  type EngineOptions,
  openEngine,
} from "../../engine/engine.ts";
import { checkDevice } from "./check_device.ts";

/**
 * Opens the engine in a stage's process, on the library and the device that the toolchain granted.
 *
 * Each operation has one thread and `threads` operations run at once: the fastest on two cores for every size, and the
 * numbers do not depend on `threads`. Where it gets no GPU, the processor passes for `devices` devices. Milliseconds of
 * a weight and an alpha step, by threads an operation x operations:
 *
 * | network                    | 1x1  | 2x1  | 1x2  | 2x2  | 1x3 | 2x4 |
 * | -------------------------- | ---- | ---- | ---- | ---- | --- | --- |
 * | S3, 8 channels, 16x16      | 116  | 227  | 74   | 134  | 81  | 145 |
 * | DARTS, 8 channels, 16x16   | 470  | 737  | 222  | 434  | 241 | 395 |
 * | DARTS, 16 channels, 32x32  | 7862 | 6168 | 4160 | 4432 |     |     |
 */
export async function openStageEngine(
  threads: number,
  { devices = 1, numerics }: {
    readonly devices?: number | undefined;
    readonly numerics?: EngineOptions["numerics"];
  } = {},
): Promise<Engine> {
  const library = Deno.env.get("SDARTS_LIBTENSORFLOW");
  if (library === undefined) {
    throw new Error(
      "SDARTS_LIBTENSORFLOW is not set: the stage needs a toolchain.ts with TensorFlow",
    );
  }
  const device = Deno.env.get("SDARTS_DEVICE");
  const engine = await openEngine({
    library,
    intraOpThreads: 1,
    interOpThreads: threads,
    forceCpu: device === "cpu",
    cpuDevices: devices,
    numerics,
  });
  checkDevice(engine.device, {
    device,
    library,
    gpu: device === "gpu" ? Deno.env.get("SDARTS_GPU") : undefined,
  });
  if (engine.devices < devices) {
    throw new Error(
      `Expected ${devices} ${engine.device} devices, as the parameter devices says, but TensorFlow opened ${engine.devices}`,
    );
  }
  return engine;
}
