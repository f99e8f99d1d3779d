import { type PassedOver, passedOverText } from "./passed_over.ts";
import type { Part } from "./survey.ts";

/** Class folders that were found. */
export interface FoundClasses {
  /** Class of each image, by part. */
  readonly images: Readonly<Record<Part, ReadonlySet<string>>>;
  /** Class folders of each part, those without an image too. */
  readonly folders: Readonly<Record<Part, ReadonlySet<string>>>;
  readonly passedOver: PassedOver;
}

/** What two names share that a file system or a person may take for the same. */
function likeness(name: string): string {
  return name.normalize("NFKC").toUpperCase().toLowerCase().normalize("NFKC")
    .trim();
}

/** Throws at two names that differ only by case, normal form or space around them. */
function refuseAlike(names: Iterable<string>, place: string): void {
  const known = new Map<string, string>();
  for (const name of names) {
    const other = known.get(likeness(name));
    if (other !== undefined && other !== name) {
      throw new RangeError(
        `Expected class folders whose names differ by more than case, normal form and space but found ${
          JSON.stringify(other)
        } and ${
          JSON.stringify(name)
        } in ${place}: set classes to say which to take`,
      );
    }
    known.set(likeness(name), name);
  }
}

/** Throws at a class that is not in both parts. */
function refuseHalf({ images, folders }: FoundClasses, place: string): void {
  const { train, val } = images;
  const halves = [["train", val, train], ["val", train, val]] as const;
  for (const [part, other, own] of halves) {
    for (const name of [...folders[part], ...other]) {
      if (own.has(name)) continue;
      const there = folders[part].has(name)
        ? `the folder has none of a format that is read`
        : `it is only in ${part === "val" ? "train" : "val"}/`;
      throw new RangeError(
        `No images of class ${name} in ${part}/ of ${place}: ${there}; set classes to leave it out`,
      );
    }
  }
}

/** The folder that a name of the parameter means: that name, or the only one of the same normal form. */
function folderOf(name: string, found: readonly string[]): string | undefined {
  const same = found.filter((own) =>
    own.normalize("NFC") === name.normalize("NFC")
  );
  return found.includes(name) || same.length !== 1
    ? found.find((own) => own === name)
    : same[0];
}

/**
 * Chooses class folders, in the order of their labels: a class's label is its rank among the sorted names.
 *
 * @throws {RangeError} If a class is missing, if one would be lost without `classes`, or if there are too few.
 */
export function chooseClasses(
  found: FoundClasses,
  { classes, count, firstOnly, place }: {
    /** Classes to take; undefined for all. */
    readonly classes?: readonly string[];
    /** Number of classes of the data set; 0 for any. */
    readonly count: number;
    /** True to take the first classes if there are more. */
    readonly firstOnly: boolean;
    readonly place: string;
  },
): string[] {
  const sorted = [...found.images.train].sort();
  const given = classes?.map((name) => {
    const folder = folderOf(name, sorted);
    if (folder !== undefined) return folder;
    throw new RangeError(
      `Expected a class folder of train/ in ${place} but found ${name} in classes`,
    );
  });
  const passed = passedOverText(found.passedOver);
  const told = passed === "" ? "" : ` (${passed})`;
  if (sorted.length > 0 && found.images.val.size === 0) {
    throw new RangeError(`No images in val/ of ${place}${told}`);
  }
  if (given === undefined && sorted.length > 0) {
    const { images, folders } = found;
    refuseAlike(
      [images.train, images.val, folders.train, folders.val]
        .flatMap((names) => [...names]),
      place,
    );
    refuseHalf(found, place);
  }
  const chosen = given === undefined
    ? firstOnly ? sorted.slice(0, count) : sorted
    : [...new Set(given)].sort();
  if (chosen.length < 2 || (count > 0 && chosen.length !== count)) {
    throw new RangeError(
      `Expected ${
        count > 0 ? count : "two or more"
      } classes but found ${chosen.length} in train/ of ${place}${told}`,
    );
  }
  const empty = chosen.find((name) => !found.images.val.has(name));
  if (empty !== undefined) {
    throw new RangeError(`No images of class ${empty} in val/ of ${place}`);
  }
  return chosen;
}
