import { basename } from "node:path";
import type { Archive } from "../archive/archive.ts";
import { openArchive } from "../archive/open_archive.ts";
import { decodeImage } from "../formats/decode_image.ts";
import type { StoredImage } from "../pixels/stored_image.ts";
import type { ImageSource } from "./image_source.ts";

interface Entry {
  readonly archive: Archive;
  readonly position: number;
  readonly name: string;
  readonly folder: string;
}

const IMAGE =
  /(?:^|\/)(train|val)\/(?:([^/]+)\/)?(?:images\/)?([^/]+\.(?:jpe?g|png))$/i;
const ANNOTATIONS = "val_annotations.txt";

/** Reads the classes of images in a flat folder: a name and a class a line, separated by tabs. */
async function readAnnotations(archive: Archive): Promise<Map<string, string>> {
  const classes = new Map<string, string>();
  const at = archive.members.findIndex(({ name }) =>
    basename(name) === ANNOTATIONS
  );
  if (at < 0) return classes;
  for await (const { name, bytes } of archive.read([at])) {
    const lines = new TextDecoder().decode(bytes).split("\n");
    lines.forEach((line, index) => {
      if (line.trim() === "") return;
      const [file, folder] = line.split("\t");
      if (file === undefined || folder === undefined || folder === "") {
        throw new SyntaxError(
          `Expected a file and its class but found ${
            JSON.stringify(line.slice(0, 60))
          } in line ${index + 1} of ${name} in ${archive.path}`,
        );
      }
      classes.set(file, folder);
    });
  }
  return classes;
}

async function listImages(
  archive: Archive,
): Promise<Record<"train" | "val", Entry[]>> {
  const found: Record<"train" | "val", Entry[]> = { train: [], val: [] };
  const annotations = await readAnnotations(archive);
  archive.members.forEach(({ name }, position) => {
    const [, part, own, file] = IMAGE.exec(name) ?? [];
    if (part === undefined || file === undefined) return;
    const flat = own === undefined || own === "images";
    const folder = flat ? annotations.get(file) : own;
    if (folder === undefined) {
      throw new SyntaxError(
        `Expected ${part}/<class>/<image>, or the class in ${ANNOTATIONS}, but found ${name} in ${archive.path}`,
      );
    }
    found[part as "train" | "val"].push({ archive, position, name, folder });
  });
  return found;
}

/** Class folders in the order of their labels. */
function chooseClasses(
  found: readonly string[],
  { classes, count, firstOnly, place }: {
    readonly classes?: readonly string[];
    readonly count: number;
    readonly firstOnly: boolean;
    readonly place: string;
  },
): string[] {
  const sorted = [...new Set(found)].sort();
  for (const name of classes ?? []) {
    if (!sorted.includes(name)) {
      throw new RangeError(
        `Expected a class folder of train/ in ${place} but found ${name} in classes`,
      );
    }
  }
  const chosen = classes?.toSorted() ??
    (firstOnly ? sorted.slice(0, count) : sorted);
  if (chosen.length < 2 || (count > 0 && chosen.length !== count)) {
    throw new RangeError(
      `Expected ${
        count > 0 ? count : "two or more"
      } classes but found ${chosen.length} in train/ of ${place}`,
    );
  }
  return chosen;
}

/** Images that are decoded ahead. */
const AHEAD = 2;

/** Reads images, archive by archive. */
async function* filesOf(
  wanted: readonly Entry[],
): AsyncGenerator<{ bytes: Uint8Array; place: string }> {
  for (const archive of new Set(wanted.map((entry) => entry.archive))) {
    const places = wanted.filter((entry) => entry.archive === archive)
      .map(({ position }) => position);
    for await (const { name, bytes } of archive.read(places)) {
      yield { bytes, place: `${name} of ${archive.path}` };
    }
  }
}

function sourceOf(
  entries: readonly Entry[],
  options: { readonly classes: readonly string[]; readonly part: string },
): ImageSource {
  const { classes, part } = options;
  const label = new Map(classes.map((name, at) => [name, at]));
  const own = entries.filter(({ folder }) => label.has(folder));
  const labels = own.map(({ folder }) => label.get(folder)!);
  const held = new Set(labels);
  const empty = classes.findIndex((_, at) => !held.has(at));
  if (empty >= 0) {
    throw new RangeError(
      `No images of class ${classes[empty]} in ${part}/`,
    );
  }
  return {
    labels,
    names: own.map(({ name }) => name),
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
 * ImageNet does) below any folder. A class's label is its rank among the sorted names.
 *
 * @throws {SyntaxError} or {RangeError} If an archive is damaged or a class is missing.
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
): Promise<{
  readonly train: ImageSource;
  /** Images of `val/`, which serve as test images. */
  readonly test: ImageSource;
}> {
  const train: Entry[] = [];
  const test: Entry[] = [];
  for (const path of paths) {
    const found = await listImages(await openArchive(path));
    train.push(...found.train);
    test.push(...found.val);
  }
  const classes = chooseClasses(train.map(({ folder }) => folder), {
    ...options,
    place: paths.map((path) => basename(path)).join(", "),
  });
  return {
    train: sourceOf(train, { classes, part: "train" }),
    test: sourceOf(test, { classes, part: "val" }),
  };
}
