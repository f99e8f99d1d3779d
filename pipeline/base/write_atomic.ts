import { dirname } from "node:path";
import { writing } from "./disk_error.ts";
import { openModes } from "./open_modes.ts";
import { syncFolder } from "./sync_folder.ts";
import { writeAll } from "../../common/write_all.ts";
import { ifThere } from "./read_files.ts";

/**
 * Writes a file so that other processes see all of it or none: temporary file, fsync, rename, fsync of the
 * folder.
 *
 * @param path Final path; its folder is created.
 * @param temp Folder on the same disk for the temporary file.
 * @param durable False: no fsync, for files that may be lost, or found empty, after a power failure.
 */
export function writeAtomic(
  path: string,
  text: string,
  temp: string,
  durable = true,
): void {
  const draft = `${temp}/${crypto.randomUUID()}`;
  const bytes = new TextEncoder().encode(text);
  writing(`${path} (${bytes.length} bytes)`, () => {
    Deno.mkdirSync(dirname(draft), { recursive: true });
    Deno.mkdirSync(dirname(path), { recursive: true });
    try {
      write(draft, bytes, durable);
      Deno.renameSync(draft, path);
      if (durable) syncFolder(dirname(path));
    } catch (error) {
      removeIfThere(draft);
      throw error;
    }
  });
}

/** Folder in which a memory writes its files before it renames them; a run removes what is an hour old there. */
export function draftFolder(memory: string): string {
  return `${memory}/draft`;
}

/** Removes a file or folder, if it exists; a folder also when folders below it are read-only. */
export function removeIfThere(path: string): void {
  const remove = () => Deno.removeSync(path, { recursive: true });
  ifThere(() => {
    try {
      remove();
    } catch (error) {
      if (!(error instanceof Deno.errors.PermissionDenied)) throw error;
      openModes(path);
      remove();
    }
  });
}

function write(path: string, bytes: Uint8Array, durable: boolean): void {
  using file = Deno.openSync(path, { write: true, createNew: true });
  writeAll(file, bytes);
  if (durable) file.syncSync();
}
