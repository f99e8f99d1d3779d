import { join } from "node:path";
import { hashFile } from "../../common/hash_file.ts";

/** Digests of large files by path, size, modification time and inode. */
type Memory = Record<string, string>;

async function readMemory(path: string): Promise<Memory> {
  try {
    const value: unknown = JSON.parse(await Deno.readTextFile(path));
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      return {};
    }
    return Object.fromEntries(
      Object.entries(value).filter(([, digest]) =>
        /^[0-9a-f]{64}$/.test(String(digest))
      ),
    );
  } catch (error) {
    // without the memory the file is only read once more
    if (error instanceof Deno.errors.NotFound || error instanceof SyntaxError) {
      return {};
    }
    throw error;
  }
}

/**
 * SHA-256 of a file, remembered in `folder` by path, size, modification time and inode: hundreds of megabytes are read
 * only once.
 */
export async function rememberedDigest(
  path: string,
  folder: string,
): Promise<string> {
  const { size, mtime, ino } = await Deno.stat(path);
  const key = JSON.stringify([path, size, mtime?.getTime() ?? 0, ino ?? 0]);
  const store = join(folder, "digests.json");
  const known = (await readMemory(store))[key];
  if (known !== undefined) return known;
  const digest = await hashFile(path);
  await Deno.mkdir(folder, { recursive: true });
  const memory = await readMemory(store);
  const entries = Object.entries({ ...memory, [key]: digest })
    .filter(([other]) => other === key || JSON.parse(other)[0] !== path);
  const temporary = `${store}.${crypto.randomUUID()}`;
  await Deno.writeTextFile(
    temporary,
    JSON.stringify(Object.fromEntries(entries), null, 1) + "\n",
  );
  await Deno.rename(temporary, store);
  return digest;
}
