import { IMAGE_NAME } from "../formats/decode_image.ts";
import type { PassedOver } from "./passed_over.ts";
import { PASSED, unwanted } from "./unwanted.ts";

/** A part of a data set in folders by class. */
export type Part = "train" | "val";

/** File with the classes of images in a flat folder. */
export const ANNOTATIONS = "val_annotations.txt";

/** A file, folder or link of a folder or an archive. */
export interface Listed {
  /** Path with `/` between its steps. */
  readonly name: string;
  /** In bytes; 0 for others than files. */
  readonly size: number;
  /** Default: a file. */
  readonly type?: "file" | "folder" | "link" | "device";
}

/** An image that a survey has found. */
export interface Surveyed {
  /** Its position in the list. */
  readonly at: number;
  readonly name: string;
  readonly part: Part;
  /** Class folder; undefined for an image directly in the part or in `images/` there. */
  readonly folder: string | undefined;
}

/** What a folder or an archive holds. */
export interface Survey {
  /** Images in the order of the list. */
  readonly images: readonly Surveyed[];
  /** Class folders of each part, those without an image too. */
  readonly folders: Readonly<Record<Part, ReadonlySet<string>>>;
  /** Path of each part. */
  readonly roots: Roots;
  /** Positions of the annotations. */
  readonly annotations: readonly number[];
  readonly passedOver: PassedOver;
}

type Roots = Readonly<Record<Part, string | undefined>>;

/** A folder's path, looked at once: a list may have a million files in it. */
interface Folder {
  readonly steps: readonly string[];
  /** Index of the step `train` or `val`; -1 without one. */
  readonly partAt: number;
  /** Kind of what is passed over wherever it is. */
  readonly unwanted: string | undefined;
  /** True once an image has been found directly in it. */
  hasImage: boolean;
}

/** A file, folder or link and where it lies. */
interface Placed {
  readonly name: string;
  readonly size: number;
  readonly type: "file" | "folder" | "link" | "device";
  /** That of a file, or the folder or link itself. */
  readonly folder: Folder;
  readonly unwanted: string | undefined;
  readonly image: boolean;
}

const isPart = (step: string | undefined): step is Part =>
  step === "train" || step === "val";

const FLAT = "images";

/** Makes a function that finds the place of what is listed, and the folders that it has looked at. */
function placing(): {
  readonly place: (listed: Listed) => Placed;
  readonly folders: ReadonlyMap<string, Folder>;
} {
  const folders = new Map<string, Folder>();
  const folderAt = (path: string): Folder => {
    const known = folders.get(path);
    if (known !== undefined) return known;
    const steps = path === "" ? [] : path.split("/");
    const kind = unwanted(steps);
    const own: Folder = {
      steps,
      partAt: steps.findIndex(isPart),
      unwanted: kind,
      hasImage: false,
    };
    folders.set(path, own);
    return own;
  };
  return {
    folders,
    place({ name, size, type = "file" }) {
      const cut = type === "file" ? name.lastIndexOf("/") : name.length;
      const folder = folderAt(name.slice(0, Math.max(0, cut)));
      const kind = folder.unwanted ??
        (type === "file" ? unwanted([name.slice(cut + 1)]) : undefined);
      const image = type === "file" && folder.partAt >= 0 &&
        kind === undefined && IMAGE_NAME.test(name);
      return { name, size, type, folder, unwanted: kind, image };
    },
  };
}

/** Throws at what may not be in a part. */
function check({ name, size, type, image }: Placed, where: string): void {
  const reject = (expected: string, found: string) => {
    throw new RangeError(`Expected ${expected} but found ${found} in ${where}`);
  };
  if (type === "link" || type === "device") {
    reject(
      "files and folders",
      `a ${type === "link" ? "symbolic link" : type} at ${name}`,
    );
  }
  const shown = () => JSON.stringify(name);
  if (name.includes("\ufffd")) reject("names in UTF-8", shown());
  // an archive refuses them too
  // deno-lint-ignore no-control-regex
  if (/[\\\x00-\x1f\x7f]/.test(name)) {
    reject("names without backslashes and control characters", shown());
  }
  if (image && size === 0) reject("an image", `an empty file at ${name}`);
}

/**
 * Folders `train` and `val` of the images: of several, those of the fewest steps, so that a copy below another folder
 * is none. A folder around both that is named like one of them does not count.
 */
function rootsOf(
  folders: Iterable<Folder>,
  where: string,
): { readonly roots: Roots; readonly nested: boolean } {
  const holders = [...folders].filter(({ hasImage }) => hasImage);
  const nested = holders.every(({ steps, partAt }) =>
    isPart(steps[partAt + 1]) && steps.length > partAt + 2
  );
  const paths = new Set(
    holders.map(({ steps, partAt }) =>
      steps.slice(0, partAt + (nested ? 2 : 1)).join("/")
    ),
  );
  const depth = (path: string) => path.split("/").length;
  const root = (own: Part): string | undefined => {
    const [first, second] = [...paths]
      .filter((path) => path.split("/").at(-1) === own)
      .sort((a, b) => depth(a) - depth(b));
    if (second !== undefined && depth(first!) === depth(second)) {
      throw new RangeError(
        `Expected one folder ${own}/ but found ${first}/ and ${second}/ in ${where}`,
      );
    }
    return first;
  };
  return { roots: { train: root("train"), val: root("val") }, nested };
}

const inRoot = (name: string, root: string) =>
  name === root || name.startsWith(`${root}/`);

/**
 * Says which of the files of a folder or an archive are images of a data set, by their names alone:
 * `train/<class>/` and `val/<class>/`, at any depth below these and below any folder. It is the one rule for both.
 *
 * @throws {RangeError} If there is something that would change the data set if it were passed over.
 */
export function survey(list: readonly Listed[], where: string): Survey {
  const { place, folders: known } = placing();
  for (const listed of list) {
    const { image, folder } = place(listed);
    if (image) folder.hasImage = true;
  }
  const { roots, nested } = rootsOf(known.values(), where);
  const passed: Record<string, number> = {};
  const images: Surveyed[] = [];
  const annotations: number[] = [];
  const folders = { train: new Set<string>(), val: new Set<string>() };
  list.forEach((listed, at) => {
    const own = place(listed);
    const { name, type, image, folder: { steps } } = own;
    const pass = (kind: string) => {
      if (type !== "folder") passed[kind] = (passed[kind] ?? 0) + 1;
    };
    const partAt = own.folder.partAt + (nested ? 1 : 0);
    const part = steps[partAt];
    if (own.unwanted !== undefined) return pass(own.unwanted);
    if (!isPart(part) || !inRoot(name, roots[part] ?? name)) {
      return pass(PASSED.outside);
    }
    check(own, where);
    const folder = steps[partAt + 1];
    const flat = folder === undefined ||
      (folder === FLAT && steps.length === partAt + 2);
    if (folder !== undefined && !(image && flat)) folders[part].add(folder);
    if (image) {
      images.push({ at, name, part, folder: flat ? undefined : folder });
    } else if (type === "file" && name.endsWith(`/${ANNOTATIONS}`)) {
      annotations.push(at);
    } else pass(PASSED.format);
  });
  for (const { folder, part } of images) {
    if (folder === undefined) folders[part].delete(FLAT);
  }
  return { images, folders, roots, annotations, passedOver: passed };
}
