import { createHash } from "node:crypto";
import { join } from "node:path";
import { ifFound } from "../../common/if_possible.ts";
import { hashFile, listingDigest } from "../../common/hash_file.ts";
import { readInto } from "../../common/read_into.ts";
import { createTar, tarLength } from "../archive/write_tar.ts";
import { imageFormat } from "../formats/decode_image.ts";
import { checkImages, type FolderFile, folderImages } from "./folder_images.ts";
import type { PassedOver } from "./passed_over.ts";
import type { SourceContext } from "./source_context.ts";

/** Name of the archive of a folder of images. */
export const FOLDER_ARCHIVE = "images.tar";

/** Number of whole files in an unfinished archive, and the position after the last of them. */
async function wholeFiles(
  path: string,
  found: readonly FolderFile[],
): Promise<{ count: number; start: number }> {
  const length = (await ifFound(Deno.stat(path)))?.size ?? 0;
  let count = 0;
  let start = 0;
  for (const { name, size } of found) {
    const end = start + await tarLength(name, size);
    if (end > length) break;
    start = end;
    count++;
  }
  return { count, start };
}

/** SHA-256 of bytes. */
const shaOf = (bytes: Uint8Array) =>
  createHash("sha256").update(bytes).digest("hex");

/** SHA-256 of the whole files of an unfinished archive, by name. */
async function digestsIn(
  path: string,
  files: readonly FolderFile[],
): Promise<[string, string][]> {
  if (files.length === 0) return [];
  using archive = Deno.openSync(path, { read: true });
  const digests: [string, string][] = [];
  let end = 0;
  for (const { name, size } of files) {
    end += await tarLength(name, size);
    const bytes = new Uint8Array(size);
    // a member ends with zeros up to the next block of 512 bytes
    readInto(archive, end - Math.ceil(size / 512) * 512, bytes);
    digests.push([name, shaOf(bytes)]);
  }
  return digests;
}

/** The error for a folder that is another one than the listing says. */
function otherListing(
  { folder, listing }: FolderOptions,
  found: { readonly digest: string; readonly images: number },
): RangeError {
  return new RangeError(
    `Expected listing: ${
      listing ?? "with the digest of the images"
    } but found ${found.digest} (${found.images} images) in ${folder}`,
  );
}

/** The folder to pack. */
export interface FolderOptions {
  /** Path with `train/<class>/` and `val/<class>/`. */
  readonly folder: string;
  /** Expected digest of the folder's listing: names and contents, see `listingDigest()`. */
  readonly listing?: string | undefined;
  /** Classes to take; default: all. */
  readonly classes?: readonly string[] | undefined;
}

/**
 * Copies the images of a folder, in the order of their paths, into an uncompressed archive. The listing is required: a
 * result is cached by its parameters, and the listing identifies the images.
 *
 * @returns What was passed over.
 * @throws {RangeError} If there is no image, if a class would be lost, or at another listing; {SyntaxError} at a file
 * that is no image.
 */
export async function packFolder(
  options: FolderOptions,
  context: SourceContext,
): Promise<PassedOver> {
  const { folder, listing, classes } = options;
  const { files, images, listed, passedOver } = await folderImages(
    folder,
    classes,
  );
  const digests = new Map<string, string>();
  const listingNow = async () => {
    for (const { name } of listed) {
      context.signal?.throwIfAborted();
      if (digests.has(name)) continue;
      digests.set(name, await hashFile(join(folder, name)));
    }
    return listingDigest(listed.map(({ name }) => [name, digests.get(name)!]));
  };
  if (listing === undefined) {
    // a listing of what cannot be read helps nobody
    checkImages(folder, images);
    const digest = await listingNow();
    throw otherListing(options, { digest, images: images.size });
  }
  const total = files.reduce((sum, { size }) => sum + size, 0);
  // grows where the next process finds it, named by the digest of its content
  const part = join(context.scratch, `${listing.slice(0, 16)}.tar`);
  const { count, start } = await wholeFiles(part, files);
  const whole = await digestsIn(part, files.slice(0, count));
  for (const [name, digest] of whole) digests.set(name, digest);
  const tar = await createTar(part, start);
  let done = files.slice(0, count).reduce((sum, { size }) => sum + size, 0);
  for (const { name, size } of files.slice(count)) {
    context.signal?.throwIfAborted();
    const bytes = await Deno.readFile(join(folder, name));
    if (bytes.length !== size) {
      throw new RangeError(
        `Expected ${size} bytes but found ${bytes.length} in ${
          join(folder, name)
        }: it has changed`,
      );
    }
    if (images.has(name)) imageFormat(bytes, join(folder, name));
    digests.set(name, shaOf(bytes));
    await tar.add(name, bytes);
    context.report(done += size, total, `copied ${name}`);
  }
  await tar.close();
  const digest = await listingNow();
  if (digest !== listing) {
    await Deno.remove(part);
    throw otherListing(options, { digest, images: images.size });
  }
  await Deno.rename(part, join(context.output, FOLDER_ARCHIVE));
  return passedOver;
}
