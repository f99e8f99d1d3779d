import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheFolders } from "../../../pipeline/cache/store/cache_folders.ts";

/** Caches of this repository. */
const OWN = cacheFolders(
  fileURLToPath(new URL("../../../.sdarts", import.meta.url)),
);

/**
 * Lets a new cache remember emitted modules where this repository's own does. They go by the digest of their source, so
 * that nothing but the seconds that it takes to emit them all is shared.
 *
 * @param cache Folder of the cache; made where it is not there.
 */
export function shareEmitted(cache: string): void {
  const { emit } = cacheFolders(cache);
  Deno.mkdirSync(OWN.emit, { recursive: true });
  Deno.mkdirSync(dirname(emit), { recursive: true });
  Deno.symlinkSync(OWN.emit, emit);
}
