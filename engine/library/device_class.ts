import {
  gpuNodes,
  visibleDevices,
  WSL_GPU,
} from "../../common/cuda_devices.ts";
import type { Host } from "./host.ts";

/** Kind of device that computes. */
export type Device = "cpu" | "gpu";

/**
 * True when the machine shows an NVIDIA GPU and `CUDA_VISIBLE_DEVICES` names one. The files of the driver in /proc do not
 * tell: a container sees those of its host. Under WSL other files stand for the device nodes.
 */
export async function hasNvidiaGpu(host: Host): Promise<boolean> {
  if (host.os !== "linux") return false;
  const { length } = gpuNodes(await host.names("/dev"));
  const visible = host.env("CUDA_VISIBLE_DEVICES");
  if (visible !== undefined && visibleDevices(visible, length).length === 0) {
    return false;
  }
  return length > 0 ||
    (await Promise.all(WSL_GPU.map(host.exists))).every((there) => there);
}

/** Device of a program that no pipeline started, such as a test: a GPU where there is one. */
export async function deviceHere(host: Host): Promise<Device> {
  return await hasNvidiaGpu(host) ? "gpu" : "cpu";
}
