import { dirname, join } from "node:path";
import { ifPossible } from "../../common/if_possible.ts";
import { namesOrNone } from "../base/read_files.ts";
import { removeIfThere } from "../base/write_atomic.ts";

const NAME = /^\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.part$/;

/** A hidden file or folder that is moved to its place once it is whole. Disposal removes what was not moved. */
export interface Draft extends Disposable {
  readonly path: string;
}

/** A draft that is a file. */
export interface DraftFile extends Draft {
  readonly file: Deno.FsFile;
}

/**
 * Makes an empty draft in a folder, and removes those of killed processes. A kernel lock, which ends with its process,
 * tells others that the draft is being written.
 *
 * @param folder An existing folder.
 * @param mode Mode of the file, by default that of other new files.
 */
export function draftFile(folder: string, mode?: number): DraftFile {
  const path = newPath(folder);
  const file = Deno.openSync(path, {
    write: true,
    createNew: true,
    ...(mode === undefined ? {} : { mode }),
  });
  return { ...held(path, file), file };
}

/** Makes a draft that is a folder, and removes those of killed processes. */
export function draftInside(folder: string): Draft {
  const path = newPath(folder);
  Deno.mkdirSync(path);
  return held(path, Deno.openSync(path));
}

/**
 * Removes drafts of killed processes from a folder; those that cannot be removed stay.
 *
 * @returns True if it removed any.
 */
export function removeDeadDrafts(folder: string): boolean {
  let removed = false;
  for (const name of namesOrNone(folder)) {
    if (!isDraft(name)) continue;
    const path = join(folder, name);
    ifPossible(() => {
      const { isFile, isDirectory } = Deno.lstatSync(path);
      if (!isFile && !isDirectory) return;
      // NFS locks only what is open for writing; folders cannot be.
      using file = Deno.openSync(path, { read: true, write: isFile });
      if (!file.tryLockSync(true)) return;
      removeIfThere(path);
      removed = true;
    });
  }
  return removed;
}

/** True for the name of a draft of any process. */
export function isDraft(name: string): boolean {
  return NAME.test(name);
}

function newPath(folder: string): string {
  return join(folder, `.${crypto.randomUUID()}.part`);
}

function held(path: string, file: Deno.FsFile): Draft {
  // Another host may remove it where its locks do not reach, as on some network disks: the writer then tries again.
  ifPossible(() => file.tryLockSync(true));
  removeDeadDrafts(dirname(path));
  return {
    path,
    [Symbol.dispose]: () => {
      file.close();
      removeIfThere(path);
    },
  };
}
