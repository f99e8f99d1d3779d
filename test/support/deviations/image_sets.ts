// Image sets as folders and archives, opened as the stages open them.
import { assertEquals, assertStringIncludes } from "@std/assert";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import type { ImageSource } from "../../../datasets/sources/image_source.ts";
import { openFiles } from "../../../datasets/sources/open_files.ts";
import { packFolder } from "../../../datasets/sources/pack_folder.ts";
import type { PassedOver } from "../../../datasets/sources/passed_over.ts";
import { builtInDataset } from "../data/built_in_dataset.ts";
import { plainPng, tarOf } from "../data/image_fixture.ts";
import { makeZip } from "../data/make_zip.ts";
import { tempFolder } from "../temp_folder.ts";

/** Files by path; a path that ends with `/` is a folder. */
export type Tree = Readonly<Record<string, Uint8Array>>;

/** A small image. */
export const IMAGE = plainPng([120, 60, 30], { width: 4, height: 4 });
/** The content of a folder. */
export const NOTHING = new Uint8Array();

/** Two classes with three training images and one test image each. */
export const PETS: Tree = Object.fromEntries(
  ["cat", "dog"].flatMap((name) => [
    ...[0, 1, 2].map((at) => [`train/${name}/${at}.png`, IMAGE] as const),
    [`val/${name}/3.png`, IMAGE] as const,
  ]),
);

/** The forms that an image set has. */
export const FORMS = ["folder", "zip", "tar", "tar.gz"] as const;

/** A form of an image set. */
export type Form = (typeof FORMS)[number];

/** What the stages find. */
export interface FoundSet {
  /** Training images by class. */
  readonly train: Readonly<Record<string, number>>;
  /** Test images by class. */
  readonly val: Readonly<Record<string, number>>;
  /** As in `dataset.json`. */
  readonly passedOver: PassedOver;
}

/** What there is to say beside the files. */
export interface SetOptions {
  /** Classes to take. */
  readonly classes?: readonly string[];
  /** True to decode every image. */
  readonly decode?: boolean;
}

/** Packs a tree. */
export async function packTree(
  tree: Tree,
  form: Exclude<Form, "folder">,
): Promise<Uint8Array> {
  if (form === "zip") {
    return makeZip(
      Object.entries(tree).map(([name, body]) => ({
        name,
        body,
        flags: 0x800,
      })),
    );
  }
  const tar = await tarOf(tree);
  return form === "tar" ? tar : new Uint8Array(gzipSync(tar, { level: 1 }));
}

/** Writes a tree below a folder. */
export function writeTree(folder: string, tree: Tree): void {
  for (const [name, body] of Object.entries(tree)) {
    const path = join(folder, name);
    Deno.mkdirSync(name.endsWith("/") ? path : dirname(path), {
      recursive: true,
    });
    if (!name.endsWith("/")) Deno.writeFileSync(path, body);
  }
}

function counts(
  { labels, classNames = [] }: ImageSource,
): Record<string, number> {
  const count: Record<string, number> = {};
  for (let at = 0; at < labels.length; at++) {
    const name = classNames[labels[at]!]!;
    count[name] = (count[name] ?? 0) + 1;
  }
  return count;
}

/** Opens the files that the stage `download` left. */
async function openSet(
  files: string,
  { classes, decode = false }: SetOptions,
  passedOver: PassedOver = {},
): Promise<FoundSet> {
  const note = {
    dataset: "image-folder",
    official: false,
    passedOver,
    ...(classes === undefined ? {} : { classes }),
  } as const;
  const found = await openFiles(files, note, {
    dataset: await builtInDataset("image-folder"),
    extra: false,
  });
  for (const source of decode ? [found.train, found.test] : []) {
    const positions = Array.from(source.labels, (_, at) => at);
    let count = 0;
    for await (const _ of source.images(positions)) count++;
    assertEquals(count, positions.length);
  }
  return {
    train: counts(found.train),
    val: counts(found.test),
    passedOver: found.passedOver,
  };
}

/** Opens an archive by its bytes. */
export async function openPacked(
  bytes: Uint8Array,
  options: SetOptions = {},
): Promise<FoundSet> {
  using temp = tempFolder();
  await Deno.writeFile(join(temp.path, "set.bin"), bytes);
  return await openSet(temp.path, options);
}

/** Copies a folder as the stage `download` does, and opens the copy. */
export async function openUnpacked(
  folder: string,
  options: SetOptions = {},
): Promise<FoundSet> {
  using temp = tempFolder();
  const { classes } = options;
  const pack = (listing?: string) =>
    packFolder({ folder, listing, classes }, {
      output: temp.path,
      scratch: temp.path,
      report: () => {},
    });
  const message = await pack().then(() => "", (error) => {
    if (error instanceof Error) return error.message;
    throw error;
  });
  const [, listing] = /^Expected listing: .* found (\w+)/.exec(message) ?? [];
  if (listing === undefined) throw new RangeError(message);
  return await openSet(temp.path, options, await pack(listing));
}

/** Opens a tree in a form. */
export async function openTree(
  tree: Tree,
  form: Form,
  options: SetOptions = {},
): Promise<FoundSet> {
  if (form !== "folder") {
    return await openPacked(await packTree(tree, form), options);
  }
  using temp = tempFolder();
  writeTree(temp.path, tree);
  return await openUnpacked(temp.path, options);
}

/** What {@linkcode PETS} alone are. */
export const PETS_FOUND: FoundSet = {
  train: { cat: 3, dog: 3 },
  val: { cat: 1, dog: 1 },
  passedOver: {},
};

/** Checks what a tree is in every form. */
export async function isFound(
  tree: Tree,
  found: Partial<FoundSet> = {},
  options: SetOptions = {},
): Promise<void> {
  for (const form of FORMS) {
    assertEquals(
      await openTree(tree, form, options),
      { ...PETS_FOUND, ...found },
      form,
    );
  }
}

/** Checks that a function throws an error for the user with a text. */
export async function isRefused(
  open: () => Promise<unknown>,
  message: string,
): Promise<void> {
  let found: unknown;
  try {
    found = await open();
  } catch (error) {
    const known = error instanceof RangeError || error instanceof SyntaxError;
    if (!known) throw error;
    assertStringIncludes(error.message, message);
    return;
  }
  throw new Error(`Expected ${message} but found ${JSON.stringify(found)}`);
}

/** Checks that a tree is refused in every form. */
export async function isRefusedTree(
  tree: Tree,
  message: string,
  options: SetOptions = {},
): Promise<void> {
  for (const form of FORMS) {
    await isRefused(() => openTree(tree, form, options), message);
  }
}
