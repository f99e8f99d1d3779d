import { basename } from "node:path";
import type { Archive } from "../archive/archive.ts";
import { openArchive } from "../archive/open_archive.ts";
import { decodeImage } from "../formats/decode_image.ts";
import type { StoredImage } from "../pixels/stored_image.ts";
import {
  annotate,
  type Annotated,
  foldersByPart,
  idleAnnotations,
  onlyAnnotations,
  readAnnotations,
} from "./annotations.ts";
import { chooseClasses } from "./choose_classes.ts";
import type { ImageSource, ImageSources } from "./image_source.ts";
import { addPassedOver } from "./passed_over.ts";
import { FOLDER_ARCHIVE } from "./pack_folder.ts";
import { type Listed, type Part, type Survey, survey } from "./survey.ts";
import { PASSED } from "./unwanted.ts";

/** An image of an archive; its `at` is the position among the members. */
interface Entry {
  readonly archive: Archive;
  readonly image: Annotated;
}

async function annotationsOf(
  archive: Archive,
  { annotations }: Survey,
): Promise<ReadonlyMap<string, string>> {
  const at = onlyAnnotations(annotations, archive.path);
  if (at !== undefined) {
    for await (const { name, bytes } of archive.read([at])) {
      return readAnnotations(bytes, `${name} in ${archive.path}`);
    }
  }
  return new Map();
}

/** Looks through an archive without reading images. */
async function surveyArchive(
  path: string,
): Promise<{ found: Survey; entries: readonly Entry[] }> {
  const archive = await openArchive(path);
  const list: Listed[] = [...archive.members];
  for (const name of archive.folders) {
    list.push({ name, size: 0, type: "folder" });
  }
  const found = survey(list, path);
  const annotations = await annotationsOf(archive, found);
  const entries = annotate(found.images, annotations, path)
    .map((image) => ({ image, archive }));
  // What was not packed has been counted already.
  const idle = basename(path) === FOLDER_ARCHIVE
    ? {}
    : idleAnnotations(found.images, annotations);
  const passedOver = addPassedOver(found.passedOver, idle);
  return { found: { ...found, passedOver }, entries };
}

/** Images that are decoded ahead. */
const AHEAD = 2;

/** Reads images, archive by archive. */
async function* filesOf(
  wanted: readonly Entry[],
): AsyncGenerator<{ bytes: Uint8Array; place: string }> {
  for (const archive of new Set(wanted.map((entry) => entry.archive))) {
    const places = wanted.filter((entry) => entry.archive === archive)
      .map(({ image }) => image.at);
    for await (const { name, bytes } of archive.read(places)) {
      yield { bytes, place: `${name} of ${archive.path}` };
    }
  }
}

function sourceOf(
  own: readonly Entry[],
  classes: readonly string[],
): ImageSource {
  const label = new Map(classes.map((name, at) => [name, at]));
  return {
    labels: own.map(({ image }) => label.get(image.folder)!),
    names: own.map(({ image }) => image.name),
    classNames: classes,
    sorted: true,
    async *images(positions) {
      const wanted = positions.map((at) => own[at]!);
      let at = 0;
      const ahead: Promise<StoredImage>[] = [];
      for await (const { bytes, place } of filesOf(wanted)) {
        const image = decodeImage(bytes, place);
        // a failure is handled when its turn comes
        image.catch(() => {});
        ahead.push(image);
        if (ahead.length > AHEAD) yield { at: at++, ...await ahead.shift()! };
      }
      for (const image of ahead) yield { at: at++, ...await image };
    },
  };
}

/**
 * Opens archives that hold `train/<class>/` and `val/<class>/` (or `val/images/` with `val_annotations.txt`, as Tiny
 * ImageNet does) below any folder. A class's label is its rank among the sorted names. Images of `val/` serve as test
 * images.
 *
 * @throws {SyntaxError} or {RangeError} If an archive is damaged, a class is missing, or one would be lost.
 */
export async function openImageArchives(
  paths: readonly string[],
  options: {
    readonly classes?: readonly string[];
    /** Number of classes of the data set; 0 for any. */
    readonly count: number;
    /** True to take the first classes if there are more. */
    readonly firstOnly: boolean;
  },
): Promise<Required<ImageSources>> {
  const surveys: Survey[] = [];
  const entries: Entry[] = [];
  for (const path of paths) {
    const own = await surveyArchive(path);
    surveys.push(own.found);
    for (const entry of own.entries) entries.push(entry);
  }
  const passedOver = addPassedOver(
    ...surveys.map((found) => found.passedOver),
  );
  const folders = (part: Part) =>
    new Set(surveys.flatMap((found) => [...found.folders[part]]));
  const classes = chooseClasses({
    images: foldersByPart(entries.map(({ image }) => image)),
    folders: { train: folders("train"), val: folders("val") },
    passedOver,
  }, { ...options, place: paths.map((path) => basename(path)).join(", ") });
  const chosen = new Set(classes);
  const taken = (part: Part) =>
    entries.filter(({ image }) =>
      image.part === part && chosen.has(image.folder)
    );
  const train = taken("train");
  const test = taken("val");
  return {
    train: sourceOf(train, classes),
    test: sourceOf(test, classes),
    passedOver: addPassedOver(passedOver, {
      [PASSED.classes]: entries.length - train.length - test.length,
    }),
  };
}
