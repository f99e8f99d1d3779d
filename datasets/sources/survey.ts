import { IMAGE_NAME } from "../formats/decode_image.ts";
import { addPassedOver, type PassedOver } from "./passed_over.ts";
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
  readonly type: "file" | "folder" | "link" | "device";
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

interface Placed {
  readonly at: number;
  readonly listed: Listed;
  readonly steps: readonly string[];
  /** Index of the step `train` or `val`. */
  readonly partAt: number;
  /** True for an image. */
  readonly image: boolean;
}

const isPart = (step: string | undefined): step is Part =>
  step === "train" || step === "val";

const FLAT = "images";

/** True for images directly in a part, as Tiny ImageNet has them in `val/images/`. */
const isFlat = (below: readonly string[]) =>
  below.length === 1 || (below.length === 2 && below[0] === FLAT);

function place(at: number, listed: Listed): Placed {
  const steps = listed.name.split("/");
  const folders = listed.type === "file" ? steps.slice(0, -1) : steps;
  const partAt = folders.findIndex(isPart);
  const image = listed.type === "file" && partAt >= 0 &&
    IMAGE_NAME.test(listed.name);
  return { at, listed, steps, partAt, image };
}

/** Throws at what may not be in a part. */
function check({ listed, image }: Placed, where: string): void {
  const { name, size, type } = listed;
  const reject = (expected: string, found: string) => {
    throw new RangeError(`Expected ${expected} but found ${found} in ${where}`);
  };
  const shown = JSON.stringify(name);
  if (type === "link" || type === "device") {
    reject(
      "files and folders",
      `a ${type === "link" ? "symbolic link" : type} at ${name}`,
    );
  }
  if (name.includes("\ufffd")) reject("names in UTF-8", shown);
  // an archive refuses them too
  // deno-lint-ignore no-control-regex
  if (/[\\\x00-\x1f\x7f]/.test(name)) {
    reject("names without backslashes and control characters", shown);
  }
  if (image && size === 0) reject("an image", `an empty file at ${name}`);
}

/**
 * Folders `train` and `val` of the images: of several, those of the fewest steps, so that a copy below another folder
 * is none.
 */
function rootsOf(images: readonly Placed[], where: string): Roots {
  const roots: Record<Part, string | undefined> = {
    train: undefined,
    val: undefined,
  };
  for (const own of ["train", "val"] as const) {
    const paths = new Set(
      images.filter(({ steps, partAt }) => steps[partAt] === own)
        .map(({ steps, partAt }) => steps.slice(0, partAt + 1).join("/")),
    );
    const depth = (path: string) => path.split("/").length;
    const least = Math.min(...[...paths].map(depth));
    const [root, other] = [...paths].filter((path) => depth(path) === least);
    if (other !== undefined) {
      throw new RangeError(
        `Expected one folder ${own}/ but found ${root}/ and ${other}/ in ${where}`,
      );
    }
    roots[own] = root;
  }
  return roots;
}

/**
 * Says which of the files of a folder or an archive are images of a data set, by their names alone:
 * `train/<class>/` and `val/<class>/`, at any depth below these and below any folder. It is the one rule for both.
 *
 * @throws {RangeError} If there is something that would change the data set if it were passed over.
 */
export function survey(list: readonly Listed[], where: string): Survey {
  const passed: Record<string, number> = {};
  const pass = (kind: string) => passed[kind] = (passed[kind] ?? 0) + 1;
  let placed: Placed[] = [];
  list.forEach((listed, at) => {
    const own = place(at, listed);
    const kind = unwanted(own.steps);
    if (kind === undefined) placed.push(own);
    else if (listed.type !== "folder") pass(kind);
  });
  // a folder that is named like a part may hold both
  const nested = placed.some(({ image }) => image) &&
    placed.every(({ image, steps, partAt }) =>
      !image || (isPart(steps[partAt + 1]) && steps.length > partAt + 3)
    );
  if (nested) {
    placed = placed.map((own) => ({ ...own, partAt: own.partAt + 1 }));
  }
  const roots = rootsOf(placed.filter(({ image }) => image), where);
  const images: Surveyed[] = [];
  const annotations: number[] = [];
  const folders = { train: new Set<string>(), val: new Set<string>() };
  for (const own of placed) {
    const { at, listed: { name, type }, steps, partAt, image } = own;
    const part = steps[partAt];
    if (!isPart(part) || !inRoot(name, roots[part] ?? name)) {
      if (type !== "folder") pass(PASSED.outside);
      continue;
    }
    check(own, where);
    const below = steps.slice(partAt + 1);
    const flat = image && isFlat(below);
    const folder = type === "file" && below.length < 2 ? undefined : below[0];
    if (folder !== undefined && !flat) folders[part].add(folder);
    if (image) {
      images.push({ at, name, part, folder: flat ? undefined : folder });
    } else if (type === "file") {
      if (below.at(-1) === ANNOTATIONS) annotations.push(at);
      else pass(PASSED.format);
    }
  }
  const flatParts = new Set(
    images.filter(({ folder }) => folder === undefined).map(({ part }) => part),
  );
  for (const part of flatParts) folders[part].delete(FLAT);
  return {
    images,
    folders,
    roots,
    annotations,
    passedOver: addPassedOver(passed),
  };
}

const inRoot = (name: string, root: string) =>
  name === root || name.startsWith(`${root}/`);
