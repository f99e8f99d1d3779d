import type { Host } from "./host.ts";

/** True when an NVIDIA driver is present and `CUDA_VISIBLE_DEVICES` does not hide its GPUs (empty or `-1`). */
export async function hasNvidiaGpu(host: Host): Promise<boolean> {
  if (host.os !== "linux") return false;
  const visible = host.env("CUDA_VISIBLE_DEVICES")?.trim();
  if (visible === "" || visible === "-1") return false;
  return await host.exists("/proc/driver/nvidia/version") ||
    await host.exists("/dev/nvidiactl");
}
