/** Folder in which WSL shows what the driver of Windows brings for Linux. */
export const WSL_FOLDER = "/usr/lib/wsl/lib";

/**
 * Files that are all there where WSL shows an NVIDIA GPU: its device node, which stands for every GPU of any vendor, and
 * NVIDIA's driver. They do not tell how many GPUs there are.
 */
export const WSL_GPU: readonly string[] = [
  "/dev/dxg",
  `${WSL_FOLDER}/libcuda.so.1`,
];
