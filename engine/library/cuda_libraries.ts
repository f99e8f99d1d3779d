import { basename, dirname, join } from "node:path";
import { ifFound } from "../../common/if_possible.ts";
import { rememberedDigest } from "./file_digest.ts";
import { folderNames } from "./host.ts";

/** Libraries that compute, by the name under which TensorFlow opens them: `libcublas.so.12`, `libcudnn_ops.so.9`. */
const NAME =
  /^(lib(?:cudart|cublas|cublasLt|cudnn\w*|cufft|curand|cusolver|cusparse|nccl|nvrtc|nvJitLink))\.so\.\d+$/;

/** Version in the name of a file to which such a name is a link: `libcublas.so.12.4.5.8`. */
const VERSION = /\.so\.(\d+(?:\.\d+){2,})$/;

/** Folders in which a TensorFlow library looks for CUDA: packages `nvidia-*` beside its own, then the system's. */
async function cudaFolders(
  library: string | undefined,
  system: readonly string[],
): Promise<string[]> {
  if (library === undefined) return [...system];
  const packages = join(dirname(dirname(library)), "nvidia");
  return [
    ...(await folderNames(packages)).map((name) => join(packages, name, "lib")),
    ...system,
  ];
}

/**
 * Versions of the CUDA libraries that a TensorFlow library finds, by their names: that of the file, or where its name
 * tells none, as in packages for Python, the beginning of its SHA-256.
 *
 * @param library Path of the TensorFlow library; undefined for one that is not installed yet.
 * @param memory Folder in which digests are remembered.
 * @param system Folders of the system, the first first.
 */
export async function cudaLibraries(
  library: string | undefined,
  memory: string | undefined,
  system: readonly string[],
): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const folder of await cudaFolders(library, system)) {
    for (const file of await folderNames(folder)) {
      const name = NAME.exec(file)?.[1];
      if (name === undefined || found[name] !== undefined) continue;
      const real = await ifFound(Deno.realPath(join(folder, file)));
      if (real === undefined) continue;
      found[name] = VERSION.exec(basename(real))?.[1] ??
        (await rememberedDigest(real, memory)).slice(0, 16);
    }
  }
  return found;
}
