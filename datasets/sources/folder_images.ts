import { join } from "node:path";
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
import { type Survey, survey } from "./survey.ts";
import { PASSED } from "./unwanted.ts";

/** A file of a folder and its size in bytes. */
export interface FolderFile {
  /** Path below the folder. */
  readonly name: string;
  readonly size: number;
}

/** Files of a folder of images: those to copy, and those that its listing covers. */
export interface FolderImages {
  /** Images and annotations, in the order of their paths. */
  readonly files: readonly FolderFile[];
  readonly images: ReadonlySet<string>;
  /** Files that the listing covers: every file in a class folder that is named like an image, and those to copy. */
  readonly listed: readonly FolderFile[];
  readonly passedOver: PassedOver;
}

/**
 * Chooses the images of a folder by the names of its files alone, except for a file of annotations.
 *
 * @param folder Path with `train/<class>/` and `val/<class>/`.
 * @param classes Classes to take; default: all.
 * @throws {RangeError} If there is no image, or if a class would be lost.
 */
export async function folderImages(
  folder: string,
  classes?: readonly string[],
): Promise<FolderImages> {
  const list = listFolder(folder);
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

const byName = (files: readonly FolderFile[]) =>
  files.toSorted((a, b) => a.name < b.name ? -1 : 1);

async function sized(folder: string, name: string): Promise<FolderFile> {
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

/** Throws at an image whose first bytes are of no format that is read. */
export function checkImages(folder: string, images: Iterable<string>): void {
  for (const name of images) {
    const head = new Uint8Array(IMAGE_HEAD);
    using file = Deno.openSync(join(folder, name), { read: true });
    const count = file.readSync(head) ?? 0;
    imageFormat(head.subarray(0, count), join(folder, name));
  }
}
