// Spares new caches the seconds of bundling code.
import { dirname } from "node:path";
import { cacheFolders } from "../../../pipeline/cache/store/cache_folders.ts";
import { ROOT } from "../root.ts";

/** Where this repository's own cache remembers bundled code. */
export const EMITTED: string = cacheFolders(`${ROOT}/.sdarts`).emit;

/**
 * Lets a new cache remember bundled code where this repository's own does. It goes by the digests of all files, so that
 * nothing is shared but the seconds of bundling.
 *
 * @param cache Folder of the cache; made where it does not exist.
 */
export function shareEmitted(cache: string): void {
  const { emit } = cacheFolders(cache);
  Deno.mkdirSync(EMITTED, { recursive: true });
  Deno.mkdirSync(dirname(emit), { recursive: true });
  Deno.symlinkSync(EMITTED, emit);
}
