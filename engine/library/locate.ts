import { isAbsolute, join, resolve } from "node:path";
import { cacheFolder } from "./cache_folder.ts";
import { hasNvidiaGpu } from "./device_class.ts";
import { frameworkBeside, isLibraryName } from "./framework_beside.ts";
import { type Host, systemHost } from "./host.ts";
import type { TensorflowLibrary } from "./library.ts";
import { LibraryError } from "./library_error.ts";
import { PINNED_ARCHIVES, type PinnedWheel } from "./pinned.ts";
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
  const path = join(folder, wheel.folder, "libtensorflow_cc.so.2");
  const framework = join(folder, wheel.folder, "libtensorflow_framework.so.2");
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

async function fromCache(host: Host): Promise<TensorflowLibrary | null> {
  const folder = cacheFolder(host);
  try {
    const wheel = await cachedWheel(await pinnedWheelFor(host), folder);
    if (wheel !== null) return wheel;
  } catch (error) {
    // a platform without a pinned wheel may still have an installed Python package
    if (!(error instanceof LibraryError && error.failure === "platform")) {
      throw error;
    }
  }
  if (host.arch !== "x86_64" || host.os !== "linux") return null;
  const gpu = await hasNvidiaGpu(host);
  const archive = PINNED_ARCHIVES.find(({ variant }) =>
    variant === (gpu ? "gpu" : "cpu")
  );
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

async function fromPython(host: Host): Promise<TensorflowLibrary | null> {
  const found = await locatePythonPackage(host);
  if (found === undefined) return null;
  for (const name of ["libtensorflow_cc.so.2", "libtensorflow_cc.2.dylib"]) {
    const path = join(found.folder, name);
    if (await sizeOf(path) === undefined) continue;
    const framework = await frameworkBeside(path);
    if (framework === undefined) continue;
    const cpu = found.project === "tensorflow-cpu" || host.os !== "linux" ||
      host.arch !== "x86_64";
    return {
      path,
      framework,
      version: found.version,
      source: "python",
      variant: cpu ? "cpu" : "gpu",
    };
  }
  return null;
}

/**
 * Finds a libtensorflow on this machine without a download: the path in `SDARTS_LIBTENSORFLOW`, the user's cache
 * folder, an installed Python TensorFlow (located, not imported), in this order.
 *
 * @returns The library, or null.
 * @throws {LibraryError} When `SDARTS_LIBTENSORFLOW` names no libtensorflow.
 */
export async function locateTensorflow(
  options: {
    /** Default: this machine. */
    readonly host?: Host;
  } = {},
): Promise<TensorflowLibrary | null> {
  const host = options.host ?? systemHost();
  return await fromEnvironment(host) ?? await fromCache(host) ??
    await fromPython(host);
}
