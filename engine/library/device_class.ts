import type { Host } from "./host.ts";

/** Kind of device that computes. */
export type Device = "cpu" | "gpu";

/** True when an NVIDIA driver is present and `CUDA_VISIBLE_DEVICES` does not hide its GPUs (empty or `-1`). */
export async function hasNvidiaGpu(host: Host): Promise<boolean> {
  if (host.os !== "linux") return false;
  const visible = host.env("CUDA_VISIBLE_DEVICES")?.trim();
  if (visible === "" || visible === "-1") return false;
  return await host.exists("/proc/driver/nvidia/version") ||
    await host.exists("/dev/nvidiactl");
}

/** Device of a program that no pipeline started, such as a test: a GPU where there is one. */
export async function deviceHere(host: Host): Promise<Device> {
  return await hasNvidiaGpu(host) ? "gpu" : "cpu";
}
