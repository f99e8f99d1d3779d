import { dirname, join } from "node:path";
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
    const none = error instanceof Deno.errors.NotFound ||
      error instanceof Deno.errors.NotADirectory ||
      error instanceof Deno.errors.PermissionDenied ||
      error instanceof SyntaxError;
    if (none) return {};
    throw error;
  }
}

/**
 * SHA-256 of a file, remembered in `folder` by path, size, modification time and inode: hundreds of megabytes are read
 * only once. Where there is no folder, or none to write to, they are read each time.
 */
export async function rememberedDigest(
  path: string,
  folder: string | undefined,
): Promise<string> {
  if (folder === undefined) return await hashFile(path);
  const { size, mtime, ino } = await Deno.stat(path);
  const key = JSON.stringify([path, size, mtime?.getTime() ?? 0, ino ?? 0]);
  const store = join(folder, "digests.json");
  const known = (await readMemory(store))[key];
  if (known !== undefined) return known;
  const digest = await hashFile(path);
  try {
    await remember(store, { path, key, digest });
  } catch {
    // A read-only folder or a full disk.
  }
  return digest;
}

async function remember(
  store: string,
  { path, key, digest }: {
    readonly path: string;
    readonly key: string;
    readonly digest: string;
  },
): Promise<void> {
  await Deno.mkdir(dirname(store), { recursive: true });
  const memory = await readMemory(store);
  const entries = Object.entries({ ...memory, [key]: digest })
    .filter(([other]) => other === key || JSON.parse(other)[0] !== path);
  const temporary = `${store}.${crypto.randomUUID()}`;
  await Deno.writeTextFile(
    temporary,
    JSON.stringify(Object.fromEntries(entries), null, 1) + "\n",
  );
  await Deno.rename(temporary, store);
}
