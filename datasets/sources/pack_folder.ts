import { createHash } from "node:crypto";
import { join } from "node:path";
import { createTar, tarLength } from "../archive/write_tar.ts";
import type { SourceContext } from "./source_context.ts";

/** Name of the archive of a folder of images. */
export const FOLDER_ARCHIVE = "images.tar";

const IMAGE = /\.(jpe?g|png)$/i;

interface Found {
  readonly name: string;
  readonly size: number;
}

async function find(
  folder: string,
  classes: readonly string[] | undefined,
): Promise<Found[]> {
  const found: Found[] = [];
  const walk = async (path: string, depth: number) => {
    const entries = await Array.fromAsync(Deno.readDir(join(folder, path)));
    for (const { name, isDirectory, isSymlink } of entries) {
      const own = path === "" ? name : `${path}/${name}`;
      if (isSymlink) {
        throw new RangeError(
          `Expected files and folders but found a symbolic link at ${
            join(folder, own)
          }`,
        );
      }
      if (isDirectory) {
        const skipped = (depth === 0 && name !== "train" && name !== "val") ||
          (depth === 1 && classes !== undefined && !classes.includes(name));
        if (!skipped) await walk(own, depth + 1);
      } else if (depth >= 2 && IMAGE.test(name)) {
        const { size } = await Deno.stat(join(folder, own));
        found.push({ name: own, size });
      }
    }
  };
  await walk("", 0);
  return found.sort((a, b) => a.name < b.name ? -1 : 1);
}

/** SHA-256 of the names and sizes of images, one a line. */
function listingOf(found: readonly Found[]): string {
  const hash = createHash("sha256");
  for (const { name, size } of found) hash.update(`${name} ${size}\n`);
  return hash.digest("hex");
}

/** Number of whole files in an unfinished archive, and the position after the last of them. */
async function wholeFiles(
  path: string,
  found: readonly Found[],
): Promise<{ count: number; start: number }> {
  let length = 0;
  try {
    length = (await Deno.stat(path)).size;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  let count = 0;
  let start = 0;
  for (const { size } of found) {
    const end = start + tarLength(size);
    if (end > length) break;
    start = end;
    count++;
  }
  return { count, start };
}

/**
 * Copies the images of a folder, in the order of their paths, into an uncompressed archive. The listing is required: a
 * result is cached by its parameters, and the listing identifies the images.
 *
 * @throws {RangeError} If there is no image, a link, or another listing.
 */
export async function packFolder(
  { folder, listing, classes }: {
    /** Path with `train/<class>/` and `val/<class>/`. */
    readonly folder: string;
    /** Expected SHA-256 of the folder's listing. */
    readonly listing?: string | undefined;
    /** Classes to take; default: all. */
    readonly classes?: readonly string[] | undefined;
  },
  context: SourceContext,
): Promise<void> {
  const found = await find(folder, classes);
  if (found.length === 0) {
    throw new RangeError(
      `No images in train/<class>/ and val/<class>/ of ${folder}`,
    );
  }
  const digest = listingOf(found);
  if (digest !== listing) {
    throw new RangeError(
      `Expected listing: ${
        listing ?? "with the digest of the images"
      } but found ${digest} (${found.length} images) in ${folder}`,
    );
  }
  const total = found.reduce((sum, { size }) => sum + size, 0);
  // grows where the next process finds it, named by the digest of its content
  const part = join(context.scratch, `${digest.slice(0, 16)}.tar`);
  const { count, start } = await wholeFiles(part, found);
  const tar = await createTar(part, start);
  let done = found.slice(0, count).reduce((sum, { size }) => sum + size, 0);
  for (const { name, size } of found.slice(count)) {
    context.signal?.throwIfAborted();
    const bytes = await Deno.readFile(join(folder, name));
    if (bytes.length !== size) {
      throw new RangeError(
        `Expected ${size} bytes but found ${bytes.length} in ${
          join(folder, name)
        }: it has changed`,
      );
    }
    await tar.add(name, bytes);
    context.report(done += size, total, `copied ${name}`);
  }
  await tar.close();
  await Deno.rename(part, join(context.output, FOLDER_ARCHIVE));
}
