import { createHash } from "node:crypto";
import { join } from "node:path";
import { createTar, tarLength } from "../archive/write_tar.ts";
import {
  IMAGE_HEAD,
  IMAGE_NAME,
  imageFormat,
} from "../formats/decode_image.ts";
import {
  annotate,
  foldersByPart,
  idleAnnotations,
  onlyAnnotations,
  readAnnotations,
} from "./annotations.ts";
import { chooseClasses } from "./choose_classes.ts";
import { listFolder } from "./list_folder.ts";
import {
  addPassedOver,
  type PassedOver,
  passedOverText,
} from "./passed_over.ts";
import type { SourceContext } from "./source_context.ts";
import { type Survey, survey } from "./survey.ts";
import { PASSED } from "./unwanted.ts";

/** Name of the archive of a folder of images. */
export const FOLDER_ARCHIVE = "images.tar";

interface Found {
  readonly name: string;
  readonly size: number;
}

/** What is copied of a folder, and what identifies it. */
interface Chosen {
  /** Images and annotations, in the order of their paths. */
  readonly files: readonly Found[];
  readonly images: ReadonlySet<string>;
  /** What the listing covers: every file in a class folder that is named like an image, and what is copied. */
  readonly listed: readonly Found[];
  readonly passedOver: PassedOver;
}

async function choose(
  folder: string,
  classes: readonly string[] | undefined,
): Promise<Chosen> {
  const list = await listFolder(folder);
  const found = survey(list, folder);
  if (found.images.length === 0) {
    const passed = passedOverText(found.passedOver);
    throw new RangeError(
      `No images in train/<class>/ and val/<class>/ of ${folder}${
        passed === "" ? "" : ` (${passed})`
      }`,
    );
  }
  const notes = onlyAnnotations(found.annotations, folder);
  const annotations = notes === undefined ? undefined : await sized(
    folder,
    list[notes]!.name,
  );
  const classOf = annotations === undefined
    ? new Map<string, string>()
    : readAnnotations(
      await Deno.readFile(join(folder, annotations.name)),
      join(folder, annotations.name),
    );
  const images = annotate(found.images, classOf, folder);
  const chosen = new Set(chooseClasses({
    ...found,
    images: foldersByPart(images),
  }, {
    ...(classes === undefined ? {} : { classes }),
    count: 0,
    firstOnly: false,
    place: folder,
  }));
  const taken = images.filter((image) => chosen.has(image.folder));
  const names = new Set(taken.map(({ name }) => name));
  const noted = annotations === undefined ? [] : [annotations];
  const named = list.filter(({ name, type }) =>
    type === "file" && IMAGE_NAME.test(name) &&
    (names.has(name) || inClass(name, found.roots, classes))
  );
  return {
    files: byName([...taken.map(({ at }) => list[at]!), ...noted]),
    images: names,
    listed: byName([...named, ...noted]),
    passedOver: addPassedOver(
      found.passedOver,
      idleAnnotations(found.images, classOf),
      { [PASSED.classes]: images.length - taken.length },
    ),
  };
}

const byName = (files: readonly Found[]) =>
  files.toSorted((a, b) => a.name < b.name ? -1 : 1);

async function sized(folder: string, name: string): Promise<Found> {
  return { name, size: (await Deno.stat(join(folder, name))).size };
}

/** True for a path in a class folder, hidden or not. */
function inClass(
  name: string,
  roots: Survey["roots"],
  classes: readonly string[] | undefined,
): boolean {
  return Object.values(roots).some((root) => {
    if (root === undefined || !name.startsWith(`${root}/`)) return false;
    const below = name.slice(root.length + 1).split("/");
    return below.length > 1 &&
      (classes === undefined || classes.includes(below[0]!));
  });
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
  for (const { name, size } of found) {
    const end = start + await tarLength(name, size);
    if (end > length) break;
    start = end;
    count++;
  }
  return { count, start };
}

/** Throws at an image whose first bytes are of no format that is read. */
function checkImages(folder: string, images: Iterable<string>): void {
  for (const name of images) {
    const head = new Uint8Array(IMAGE_HEAD);
    using file = Deno.openSync(join(folder, name), { read: true });
    const count = file.readSync(head) ?? 0;
    imageFormat(head.subarray(0, count), join(folder, name));
  }
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
  { folder, listing, classes }: {
    /** Path with `train/<class>/` and `val/<class>/`. */
    readonly folder: string;
    /** Expected SHA-256 of the folder's listing. */
    readonly listing?: string | undefined;
    /** Classes to take; default: all. */
    readonly classes?: readonly string[] | undefined;
  },
  context: SourceContext,
): Promise<PassedOver> {
  const { files, images, listed, passedOver } = await choose(folder, classes);
  const digest = listingOf(listed);
  if (digest !== listing) {
    // a listing of what cannot be read helps nobody
    checkImages(folder, images);
    throw new RangeError(
      `Expected listing: ${
        listing ?? "with the digest of the images"
      } but found ${digest} (${images.size} images) in ${folder}`,
    );
  }
  const total = files.reduce((sum, { size }) => sum + size, 0);
  // grows where the next process finds it, named by the digest of its content
  const part = join(context.scratch, `${digest.slice(0, 16)}.tar`);
  const { count, start } = await wholeFiles(part, files);
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
    await tar.add(name, bytes);
    context.report(done += size, total, `copied ${name}`);
  }
  await tar.close();
  await Deno.rename(part, join(context.output, FOLDER_ARCHIVE));
  return passedOver;
}
