// Writes an archive and reads all of it.
import { openArchive } from "../../../datasets/archive/open_archive.ts";

/** Writes an archive, opens it and reads all of it. */
export async function readAll(
  bytes: Uint8Array,
): Promise<Record<string, Uint8Array>> {
  const path = await Deno.makeTempFile();
  try {
    await Deno.writeFile(path, bytes);
    const archive = await openArchive(path);
    const files: Record<string, Uint8Array> = {};
    for await (
      const { name, bytes } of archive.read([...archive.members.keys()])
    ) files[name] = bytes;
    return files;
  } finally {
    await Deno.remove(path);
  }
}
