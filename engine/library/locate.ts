import { isAbsolute, join, resolve } from "node:path";
import { cacheFolderIfAny } from "./cache_folder.ts";
import { type Device, deviceHere } from "./device_class.ts";
import { frameworkBeside, isLibraryName } from "./framework_beside.ts";
import { type Host, systemHost } from "./host.ts";
import type { TensorflowLibrary } from "./library.ts";
import { LibraryError } from "./library_error.ts";
import { installedPaths, PINNED_ARCHIVES, type PinnedWheel } from "./pinned.ts";
import { pinnedWheelFor } from "./platform.ts";
import { locatePythonPackage } from "./python.ts";

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    const info = await Deno.stat(path);
    return info.isFile ? info.size : undefined;
  } catch (error) {
    if (
      error instanceof Deno.errors.NotFound ||
      error instanceof Deno.errors.NotADirectory
    ) return undefined;
    throw error;
  }
}

async function fromEnvironment(host: Host): Promise<TensorflowLibrary | null> {
  const value = host.env("SDARTS_LIBTENSORFLOW");
  if (value === undefined || value === "") return null;
  const path = isAbsolute(value) ? value : resolve(value);
  const place = `SDARTS_LIBTENSORFLOW (${value})`;
  if (await sizeOf(path) === undefined) {
    throw new LibraryError(
      "path",
      `File not found: ${place}`,
    );
  }
  if (!isLibraryName(path)) {
    throw new LibraryError(
      "path",
      `Expected libtensorflow_cc.so.2 or libtensorflow.so.2 but found another file name in ${place}`,
    );
  }
  const framework = await frameworkBeside(path);
  if (framework === undefined) {
    throw new LibraryError(
      "path",
      `libtensorflow_framework.so.2 not found beside ${place}`,
    );
  }
  return {
    path,
    framework,
    version: "unknown",
    source: "env",
    variant: "unknown",
  };
}

/** The pinned wheel's libraries in the cache folder, if their sizes are right. */
export async function cachedWheel(
  wheel: PinnedWheel,
  folder: string,
): Promise<TensorflowLibrary | null> {
  const { path, framework } = installedPaths(wheel, folder);
  if (
    await sizeOf(path) !== wheel.library.size ||
    await sizeOf(framework) !== wheel.framework.size
  ) return null;
  const { version, variant } = wheel;
  return {
    path,
    framework,
    version,
    source: "cache",
    sha256: wheel.library.sha256,
    variant,
  };
}

/** The pinned wheel for a device; undefined on a platform that has none, where a Python package may do. */
async function wheelFor(
  host: Host,
  device: Device,
): Promise<PinnedWheel | undefined> {
  try {
    return await pinnedWheelFor(host, device);
  } catch (error) {
    if (error instanceof LibraryError && error.failure === "platform") {
      return undefined;
    }
    throw error;
  }
}

async function fromCache(
  host: Host,
  device: Device,
): Promise<TensorflowLibrary | null> {
  const folder = cacheFolderIfAny(host);
  if (folder === undefined) return null;
  const pinned = await wheelFor(host, device);
  const wheel = pinned === undefined ? null : await cachedWheel(pinned, folder);
  if (wheel !== null) return wheel;
  if (host.arch !== "x86_64" || host.os !== "linux") return null;
  const archive = PINNED_ARCHIVES.find(({ variant }) => variant === device);
  if (archive === undefined) return null;
  const path = join(folder, archive.folder, "libtensorflow.so.2");
  const framework = join(
    folder,
    archive.folder,
    "libtensorflow_framework.so.2",
  );
  if (
    await sizeOf(path) === undefined || await sizeOf(framework) === undefined
  ) return null;
  const { version, variant } = archive;
  return { path, framework, version, source: "cache", variant };
}

/**
 * The library of an installed Python package. Where a wheel is pinned, it must be the same version and kind, as results
 * depend on them. For a GPU none will do, as CUDA is installed beside the pinned library.
 */
async function fromPython(
  host: Host,
  device: Device,
): Promise<TensorflowLibrary | null> {
  const pinned = await wheelFor(host, device);
  if (pinned?.variant === "gpu") return null;
  const found = await locatePythonPackage(host);
  if (found === undefined) return null;
  for (const name of ["libtensorflow_cc.so.2", "libtensorflow_cc.2.dylib"]) {
    const path = join(found.folder, name);
    const size = await sizeOf(path);
    if (size === undefined) continue;
    const framework = await frameworkBeside(path);
    if (framework === undefined) continue;
    const other = pinned !== undefined && (found.version !== pinned.version ||
      size !== pinned.library.size ||
      await sizeOf(framework) !== pinned.framework.size);
    if (other) continue;
    return {
      path,
      framework,
      version: found.version,
      source: "python",
      variant: pinned?.variant ?? "unknown",
    };
  }
  return null;
}

/**
 * Finds a libtensorflow for a device without a download: the path in `SDARTS_LIBTENSORFLOW`, the user's cache folder,
 * an installed Python TensorFlow (located, not imported) that is the pinned one, in this order.
 *
 * @returns The library, or null.
 * @throws {LibraryError} When `SDARTS_LIBTENSORFLOW` names no libtensorflow.
 */
export async function locateTensorflow(
  options: {
    /** Default: this machine. */
    readonly host?: Host;
    /** Default: a GPU where there is one. */
    readonly device?: Device;
  } = {},
): Promise<TensorflowLibrary | null> {
  const host = options.host ?? systemHost();
  const device = options.device ?? await deviceHere(host);
  return await fromEnvironment(host) ?? await fromCache(host, device) ??
    await fromPython(host, device);
}
