import { dirname } from "node:path";
import { linkBlobOut } from "./blob_store.ts";
import type { CacheFolders } from "./cache_folders.ts";
import { writing } from "../../base/disk_error.ts";
import { leavingLink } from "./leaving_link.ts";
import type { Manifest } from "./manifest.ts";
import { PipelineError } from "../../base/pipeline_error.ts";

/**
 * Copies an artifact to a path that does not exist yet.
 *
 * @param options Target path; `share` allows hard links to the store.
 */
export function placeManifest(
  folders: CacheFolders,
  manifest: Manifest,
  options: { readonly path: string; readonly share: boolean },
): void {
  const { path: target, share } = options;
  writing(target, () => Deno.mkdirSync(dirname(target), { recursive: true }));
  if (manifest.type === "file") {
    linkBlobOut(folders, manifest, options);
    return;
  }
  // A record of an earlier version may still have one, and what reads an artifact follows its links.
  const fault = leavingLink(manifest.entries);
  if (fault !== undefined) {
    throw new PipelineError("failed", `Cannot write ${target}: ${fault}`);
  }
  writing(target, () => Deno.mkdirSync(target));
  // Entries are sorted by path, so a folder comes before what is inside.
  for (const entry of manifest.entries) {
    const path = `${target}/${entry.path}`;
    if (entry.type === "dir") writing(path, () => Deno.mkdirSync(path));
    if (entry.type === "file") linkBlobOut(folders, entry, { path, share });
    if (entry.type === "link") {
      writing(path, () => Deno.symlinkSync(entry.target, path));
    }
  }
}
