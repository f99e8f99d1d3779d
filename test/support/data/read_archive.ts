// Writes an archive and reads all of it.
import { join } from "node:path";
import { tempFolder } from "../temp_folder.ts";
import { openArchive } from "../../../datasets/archive/open_archive.ts";

/** Writes an archive, opens it and reads all of it. */
export async function readAll(
  bytes: Uint8Array,
): Promise<Record<string, Uint8Array>> {
  using folder = tempFolder();
  const path = join(folder.path, "archive");
  await Deno.writeFile(path, bytes);
  const archive = await openArchive(path);
  const files: Record<string, Uint8Array> = {};
  for await (
    const { name, bytes } of archive.read([...archive.members.keys()])
  ) files[name] = bytes;
  return files;
}
