import type { Device } from "./device_class.ts";
import type { Host } from "./host.ts";
import { LibraryError } from "./library_error.ts";
import { PINNED_WHEELS, type PinnedWheel } from "./pinned.ts";

const REMEDY =
  "build or install libtensorflow yourself and set SDARTS_LIBTENSORFLOW to its path";

/** Message for users of Windows. */
const WINDOWS =
  "Expected Linux or macOS but found Windows: run it in WSL (`wsl --install`), which is Linux";

/**
 * Chooses the pinned wheel for a machine and a device.
 *
 * @throws {LibraryError} When no wheel is built for them: another system than Linux and macOS, another C library than glibc,
 * another processor than x86_64 or aarch64, a GPU with another processor than x86_64.
 */
export async function pinnedWheelFor(
  host: Host,
  device: Device,
): Promise<PinnedWheel> {
  if (host.os === "windows") {
    throw new LibraryError("platform", WINDOWS);
  }
  if (host.os === "darwin" && host.arch === "aarch64" && device === "cpu") {
    return PINNED_WHEELS.find(({ platform }) => platform.startsWith("macosx"))!;
  }
  if (host.os !== "linux") {
    throw new LibraryError(
      "platform",
      `Expected Linux, or macOS on an Apple processor and without a GPU, but found ${host.os} on ${host.arch}: no TensorFlow wheel is pinned for it; ${REMEDY}`,
    );
  }
  const platform = `manylinux_2_27_${host.arch}`;
  const wheels = PINNED_WHEELS.filter((wheel) => wheel.platform === platform);
  const wheel = wheels.find(({ variant }) => variant === device);
  if (wheel === undefined && wheels.length > 0) {
    throw new LibraryError(
      "platform",
      `Expected an x86_64 processor beside the GPU but found ${host.arch}: TensorFlow has no CUDA build for it; ${REMEDY}, or hide the GPU (CUDA_VISIBLE_DEVICES=)`,
    );
  }
  if (wheel === undefined) {
    throw new LibraryError(
      "platform",
      `Expected an x86_64 or aarch64 processor but found ${host.arch}: no TensorFlow wheel is built for it; ${REMEDY}`,
    );
  }
  const loader = host.arch === "x86_64"
    ? "/lib64/ld-linux-x86-64.so.2"
    : "/lib/ld-linux-aarch64.so.1";
  if (
    await host.exists(`/lib/ld-musl-${host.arch}.so.1`) &&
    !await host.exists(loader)
  ) {
    throw new LibraryError(
      "platform",
      `Expected glibc but found musl (such as Alpine): TensorFlow wheels need glibc 2.27 or later; use a glibc system or ${REMEDY}`,
    );
  }
  return wheel;
}
