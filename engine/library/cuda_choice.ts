import { dirname, join } from "node:path";
import { cacheFolderIfAny } from "./cache_folder.ts";
import type { Host } from "./host.ts";
import { LibraryError } from "./library_error.ts";
import { PINNED_WHEELS } from "./pinned.ts";

/** Folders of the system in which CUDA is usually found, the first first. */
const SYSTEM: string[] = [
  "/usr/local/cuda/lib64",
  "/usr/local/cuda/targets/x86_64-linux/lib",
  "/usr/lib/x86_64-linux-gnu",
  "/usr/lib64",
];

/**
 * True if `SDARTS_CUDA=system` asks for the CUDA libraries of the machine in place of the pinned ones.
 *
 * @throws {LibraryError} For another value.
 */
export function usesSystemCuda(host: Host): boolean {
  const value = host.env("SDARTS_CUDA") ?? "";
  if (value !== "" && value !== "system") {
    throw new LibraryError(
      "path",
      `Expected SDARTS_CUDA to be system but found ${value}`,
    );
  }
  return value === "system";
}

/**
 * True if a TensorFlow library uses the pinned CUDA packages: the pinned build in the cache, unless the machine's own are asked for.
 *
 * @param library Its path; undefined if the pinned one is not installed yet.
 */
export function usesPinnedCuda(
  host: Host,
  library: string | undefined,
): boolean {
  return !usesSystemCuda(host) &&
    (library === undefined ||
      PINNED_WHEELS.some(({ variant, folder }) =>
        variant === "gpu" &&
        dirname(library) === join(cacheFolderIfAny(host) ?? "/nowhere", folder)
      ));
}

/**
 * Folders of the machine's own CUDA: with `SDARTS_CUDA=system` those of `LD_LIBRARY_PATH`, which stages else do not
 * have, and then the usual ones.
 */
export function systemCudaFolders(host: Host): string[] {
  if (!usesSystemCuda(host)) return SYSTEM;
  const path = (host.env("LD_LIBRARY_PATH") ?? "").split(":");
  return [...path.filter((folder) => folder.startsWith("/")), ...SYSTEM];
}
