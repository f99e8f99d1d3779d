import { join } from "node:path";
import { ifFound } from "../../common/if_possible.ts";
import {
  describeWriteError,
  describingErrors,
} from "../library/library_error.ts";

const PARTIAL = ".partial-";

/** Runs `work` with an exclusive lock on `folder`; the kernel releases the lock of a killed process. */
export async function withFolderLock<T>(
  folder: string,
  work: () => Promise<T>,
): Promise<T> {
  using file = await describingErrors(folder, async () => {
    await Deno.mkdir(folder, { recursive: true });
    return await Deno.open(join(folder, ".lock"), {
      create: true,
      write: true,
    });
  });
  await file.lock(true);
  return await work();
}

/**
 * Fills a temporary folder with `fill` and then renames it, so that `parent/name` is complete whenever it exists. Call
 * it under {@linkcode withFolderLock}: it removes the temporary folders of killed processes.
 */
export async function installFolder(
  parent: string,
  name: string,
  fill: (folder: string, scratch: string) => Promise<void>,
): Promise<string> {
  for await (const entry of Deno.readDir(parent)) {
    if (entry.name.startsWith(PARTIAL)) {
      await Deno.remove(join(parent, entry.name), { recursive: true });
    }
  }
  const partial = join(parent, `${PARTIAL}${crypto.randomUUID()}`);
  const target = join(parent, name);
  try {
    const content = join(partial, "content");
    const scratch = join(partial, "scratch");
    await Deno.mkdir(content, { recursive: true });
    await Deno.mkdir(scratch);
    await fill(content, scratch);
    await syncFolder(content);
    await ifFound(Deno.remove(target, { recursive: true }));
    await Deno.rename(content, target);
    await syncFolder(parent);
    return target;
  } catch (error) {
    throw describeWriteError(error, target);
  } finally {
    await Deno.remove(partial, { recursive: true }).catch(() => {});
  }
}

/** Writes the names in a folder to the disk (fsync). */
async function syncFolder(folder: string): Promise<void> {
  using file = await Deno.open(folder, { read: true });
  await file.sync();
}
