/** Folder in which WSL shows what the driver of Windows brings for Linux. */
export const WSL_FOLDER = "/usr/lib/wsl/lib";

/** Files that are all there where WSL shows an NVIDIA GPU: the node that stands for GPUs of any vendor, and NVIDIA's driver. */
export const WSL_GPU: readonly string[] = [
  "/dev/dxg",
  `${WSL_FOLDER}/libcuda.so.1`,
];

/** Numbers of the nodes of NVIDIA GPUs among the names in `/dev`. */
export function gpuNodes(names: readonly string[]): string[] {
  return names.flatMap((name) => /^nvidia([0-9]+)$/.exec(name)?.[1] ?? []);
}

/**
 * Names in `CUDA_VISIBLE_DEVICES`, each once, as CUDA reads them: it ignores all from the first on that names no device.
 *
 * @param value Value of the variable: indices and ids of GPUs, by commas.
 * @param devices Number of devices; 0 where nothing tells it: then any index may be one.
 */
export function visibleDevices(value: string, devices: number): string[] {
  const names = [...new Set(value.split(",").map((name) => name.trim()))];
  const exists = (name: string) =>
    /^\d+$/.test(name)
      ? devices === 0 || Number(name) < devices
      : /^(GPU|MIG)-./.test(name);
  const end = names.findIndex((name) => !exists(name));
  return end < 0 ? names : names.slice(0, end);
}
