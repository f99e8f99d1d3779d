import { ifPossible } from "../../common/if_possible.ts";

/** Makes names in a folder outlast a power failure; file systems that cannot are left alone. */
export function syncFolder(path: string): void {
  // Without it a name may be missing after a power failure, which is a miss of the cache.
  ifPossible(() => {
    using folder = Deno.openSync(path);
    folder.syncSync();
  });
}
