import { dirname } from "node:path";
import type { CacheFolders } from "./cache_folders.ts";
import { sha256File } from "../../base/digest.ts";
import { writing } from "../../base/disk_error.ts";
import { syncFolder } from "../../base/sync_folder.ts";
import type { FileContent } from "./manifest.ts";
import { removeIfThere } from "../../base/write_atomic.ts";
import { ifThere } from "../../base/read_files.ts";

/** State of a blob on disk. */
export type BlobState = "good" | "missing" | "damaged";

/** Path of a blob. */
export function blobPath(folders: CacheFolders, sha256: string): string {
  return `${folders.blobs}/${sha256.slice(0, 2)}/${sha256}`;
}

/** State of a blob by its presence and size alone, which is cheap. */
export function blobState(
  folders: CacheFolders,
  content: FileContent,
): BlobState {
  const info = ifThere(() => Deno.statSync(blobPath(folders, content.sha256)));
  if (info === undefined) return "missing";
  return info.isFile && info.size === content.size ? "good" : "damaged";
}

/** True for a blob that exists in its size. */
export function hasBlob(folders: CacheFolders, content: FileContent): boolean {
  return blobState(folders, content) === "good";
}

/** Reads a whole blob and compares it with its name. */
export function verifyBlob(
  folders: CacheFolders,
  content: FileContent,
): BlobState {
  const state = blobState(folders, content);
  if (state !== "good") return state;
  const { sha256 } = sha256File(blobPath(folders, content.sha256));
  return sha256 === content.sha256 ? "good" : "damaged";
}

/**
 * Moves a finished file into the store: 0444, synced, renamed. An existing blob is kept, a damaged one replaced.
 *
 * @param path File on the same disk, which is moved or removed.
 */
export function moveBlobIn(
  folders: CacheFolders,
  path: string,
  content: FileContent,
): void {
  const target = blobPath(folders, content.sha256);
  if (verifyBlob(folders, content) === "good") {
    Deno.removeSync(path);
    return;
  }
  writing(`blob sha256:${content.sha256} (${content.size} bytes)`, () => {
    Deno.mkdirSync(dirname(target), { recursive: true });
    {
      using file = Deno.openSync(path);
      file.syncSync();
    }
    Deno.chmodSync(path, 0o444);
    Deno.renameSync(path, target);
  });
}

/** Makes the names of blobs outlast a power failure: syncs each of their folders once. */
export function syncBlobs(
  folders: CacheFolders,
  contents: readonly FileContent[],
): void {
  const own = contents.map(({ sha256 }) => dirname(blobPath(folders, sha256)));
  for (const folder of new Set(own)) syncFolder(folder);
  if (own.length > 0) syncFolder(folders.blobs);
}

/** Makes a blob read-only again. */
export function sealBlob(folders: CacheFolders, sha256: string): void {
  const path = blobPath(folders, sha256);
  const { mode } = Deno.statSync(path);
  if (mode !== null && (mode & 0o7777) !== 0o444) Deno.chmodSync(path, 0o444);
}

/** Moves a damaged blob out of the store, so that the stage that made it runs again. */
export function quarantineBlob(folders: CacheFolders, sha256: string): void {
  Deno.mkdirSync(folders.quarantine, { recursive: true });
  const target = `${folders.quarantine}/${sha256}`;
  ifThere(() => Deno.renameSync(blobPath(folders, sha256), target));
}

/**
 * Makes a blob available at a path: as a hard link, or as a copy where links are not possible or the file is not
 * shared.
 *
 * @param options Target path, and whether it may share the file of the store.
 */
export function linkBlobOut(
  folders: CacheFolders,
  content: FileContent,
  options: { readonly path: string; readonly share: boolean },
): void {
  const source = blobPath(folders, content.sha256);
  // A hard link shares its mode with the blob, so an executable needs a file of its own.
  if (options.share && !content.exec) {
    try {
      Deno.linkSync(source, options.path);
      return;
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) throw error;
      removeIfThere(options.path);
    }
  }
  writing(`${options.path} (${content.size} bytes)`, () => {
    Deno.copyFileSync(source, options.path);
    const mode = options.share ? 0o444 : 0o644;
    Deno.chmodSync(options.path, content.exec ? mode | 0o111 : mode);
  });
}
