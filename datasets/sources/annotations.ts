import type { PassedOver } from "./passed_over.ts";
import { ANNOTATIONS, type Part, type Surveyed } from "./survey.ts";
import { PASSED } from "./unwanted.ts";

/** Reads `val_annotations.txt`: the name of an image and its class a line, separated by tabs. */
export function readAnnotations(
  bytes: Uint8Array,
  place: string,
): Map<string, string> {
  const classes = new Map<string, string>();
  const lines = new TextDecoder().decode(bytes).split("\n");
  lines.forEach((line, index) => {
    if (line.trim() === "") return;
    const [file, folder] = line.trimEnd().split("\t");
    if (file === undefined || folder === undefined || folder === "") {
      throw new SyntaxError(
        `Expected a file and its class but found ${
          JSON.stringify(line.slice(0, 60))
        } in line ${index + 1} of ${place}`,
      );
    }
    const other = classes.get(file) ?? folder;
    if (other !== folder) {
      throw new SyntaxError(
        `Expected one class of ${file} but found ${other} and ${folder} in line ${
          index + 1
        } of ${place}`,
      );
    }
    classes.set(file, folder);
  });
  return classes;
}

/** Counts the lines of annotations whose images are not there. */
export function idleAnnotations(
  images: readonly Surveyed[],
  annotations: ReadonlyMap<string, string>,
): PassedOver {
  const names = new Set(images.map(({ name }) => fileOf(name)));
  const idle = [...annotations.keys()].filter((name) => !names.has(name));
  return { [PASSED.annotations]: idle.length };
}

/** Name of a file without its folders. */
function fileOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** An image with its class. */
export type Annotated = Surveyed & { readonly folder: string };

/** Class folders of the images of each part. */
export function foldersByPart(
  images: readonly Annotated[],
): Record<Part, Set<string>> {
  const found = { train: new Set<string>(), val: new Set<string>() };
  for (const { part, folder } of images) found[part].add(folder);
  return found;
}

const hasFolder = (image: Surveyed): image is Annotated =>
  image.folder !== undefined;

/**
 * Gives images in flat folders the classes of the annotations.
 *
 * @throws {SyntaxError} If one has none.
 */
export function annotate(
  images: readonly Surveyed[],
  annotations: ReadonlyMap<string, string>,
  place: string,
): Annotated[] {
  return images.map((image) => {
    if (hasFolder(image)) return image;
    const folder = annotations.get(fileOf(image.name));
    if (folder === undefined) {
      throw new SyntaxError(
        `Expected ${image.part}/<class>/<image>, or the class in ${ANNOTATIONS}, but found ${image.name} in ${place}`,
      );
    }
    return { ...image, folder };
  });
}

/**
 * The only file of annotations in a list.
 *
 * @throws {RangeError} If there are several.
 */
export function onlyAnnotations(
  positions: readonly number[],
  place: string,
): number | undefined {
  if (positions.length > 1) {
    throw new RangeError(
      `Expected one ${ANNOTATIONS} but found ${positions.length} in ${place}`,
    );
  }
  return positions[0];
}
