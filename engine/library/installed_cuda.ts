import { join } from "node:path";
import type { CudaPackage } from "./pinned_cuda.ts";

/** File of an installed package that says which one it is; it appears with the whole folder. */
export const CUDA_NOTE = "installed.json";

/**
 * The packages that are not, or not completely, installed: told by the sizes of their files, as their bytes were
 * verified when they were unpacked.
 *
 * @param folder The folder `nvidia`.
 */
export async function missingCuda(
  folder: string,
  packages: readonly CudaPackage[],
): Promise<CudaPackage[]> {
  const missing: CudaPackage[] = [];
  for (const wanted of packages) {
    if (!await isInstalled(join(folder, wanted.folder), wanted.sha256)) {
      missing.push(wanted);
    }
  }
  return missing;
}

async function isInstalled(folder: string, sha256: string): Promise<boolean> {
  try {
    const note = JSON.parse(
      await Deno.readTextFile(join(folder, CUDA_NOTE)),
    );
    if (note?.sha256 !== sha256) return false;
    for (const [name, size] of Object.entries(note.files)) {
      if ((await Deno.stat(join(folder, "lib", name))).size !== size) {
        return false;
      }
    }
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof SyntaxError) {
      return false;
    }
    throw error;
  }
}
