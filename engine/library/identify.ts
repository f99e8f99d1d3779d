import { cacheFolder } from "./cache_folder.ts";
import { cudaLibraries } from "./cuda_libraries.ts";
import { hasNvidiaGpu } from "./device_class.ts";
import { rememberedDigest } from "./file_digest.ts";
import { type Host, systemHost } from "./host.ts";
import type { TensorflowLibrary } from "./library.ts";
import { locateTensorflow } from "./locate.ts";
import { PINNED_WHEELS } from "./pinned.ts";
import { pinnedWheelFor } from "./platform.ts";

/** Value for `TF_ENABLE_ONEDNN_OPTS`, read as TensorFlow reads it: on by default. */
export function oneDnnSetting(host: Host): "0" | "1" {
  const value = host.env("TF_ENABLE_ONEDNN_OPTS")?.trim().toLowerCase();
  return value === "0" || value === "false" ? "0" : "1";
}

async function identity(
  host: Host,
  library: {
    version: string;
    sha256: string;
    framework: string;
    /** Where it is installed; missing if it is not yet. */
    path?: string;
    variant: TensorflowLibrary["variant"];
  },
): Promise<Record<string, string>> {
  const gpu = library.variant !== "cpu" && await hasNvidiaGpu(host);
  return {
    version: library.version,
    library: library.sha256,
    framework: library.framework,
    device: gpu ? "gpu" : "cpu",
    onednn: oneDnnSetting(host) === "1" ? "on" : "off",
    ...gpu ? await cudaLibraries(library.path, cacheFolder(host)) : {},
  };
}

/** Identity of an installed library: by the content of its files, not by their paths. */
export async function identifyLibrary(
  library: TensorflowLibrary,
  host: Host = systemHost(),
): Promise<Record<string, string>> {
  const folder = cacheFolder(host);
  const sha256 = await rememberedDigest(library.path, folder);
  const framework = await rememberedDigest(library.framework, folder);
  const pinned = PINNED_WHEELS.find((wheel) => wheel.library.sha256 === sha256);
  const { version, variant } = pinned ?? library;
  const { path } = library;
  return await identity(host, { version, sha256, framework, variant, path });
}

/**
 * The properties of libtensorflow that can change a result, for an action key: version, SHA-256 of both libraries,
 * device class, oneDNN, and on a GPU the CUDA libraries. Cheap: the hashes of files are remembered, and if nothing is installed yet, the identity is
 * that of the pinned wheel.
 */
export async function identifyTensorflow(
  options: { readonly host?: Host } = {},
): Promise<Record<string, string>> {
  const host = options.host ?? systemHost();
  const library = await locateTensorflow({ host });
  if (library !== null) return await identifyLibrary(library, host);
  const { version, variant, library: { sha256 }, framework } =
    await pinnedWheelFor(host);
  return await identity(host, {
    version,
    sha256,
    framework: framework.sha256,
    variant,
  });
}
