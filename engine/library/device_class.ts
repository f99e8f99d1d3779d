import type { Host } from "./host.ts";

/** Folder in which WSL shows what the driver of Windows brings for Linux. */
export const WSL_FOLDER = "/usr/lib/wsl/lib";

/** Files that are all there where WSL shows an NVIDIA GPU: the node that stands for GPUs of any vendor, and NVIDIA's driver. */
const WSL_GPU = ["/dev/dxg", `${WSL_FOLDER}/libcuda.so.1`];

/** Kind of device that computes. */
export type Device = "cpu" | "gpu";

/**
 * True when the machine shows an NVIDIA GPU and `CUDA_VISIBLE_DEVICES` does not hide it (empty or `-1`). The files of the
 * driver in /proc do not tell: a container sees those of its host. Under WSL other files stand for the device nodes.
 */
export async function hasNvidiaGpu(host: Host): Promise<boolean> {
  if (host.os !== "linux") return false;
  const visible = host.env("CUDA_VISIBLE_DEVICES")?.trim();
  if (visible === "" || visible === "-1") return false;
  return (await host.names("/dev")).some((name) => /^nvidia\d+$/.test(name)) ||
    (await Promise.all(WSL_GPU.map(host.exists))).every((there) => there);
}

/** Device of a program that no pipeline started, such as a test: a GPU where there is one. */
export async function deviceHere(host: Host): Promise<Device> {
  return await hasNvidiaGpu(host) ? "gpu" : "cpu";
}
