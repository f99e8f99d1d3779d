import { join } from "node:path";
import {
  CIFAR10_META_FILE,
  CIFAR10_TEST_FILE,
  CIFAR10_TRAIN_FILES,
} from "../catalogue/cifar10.ts";
import { CIFAR100_CLASSES, CIFAR100_COARSE } from "../catalogue/cifar100.ts";
import type { ImageSource, ImageSources } from "./image_source.ts";
import { CIFAR100_RECORDS, CIFAR10_RECORDS } from "../formats/records.ts";
import { DATASETS } from "../catalogue/registry.ts";
import type { SourceNote } from "./source_note.ts";
import type { DatasetSpec } from "../catalogue/spec.ts";
import { SVHN_EXTRA, SVHN_TEST, SVHN_TRAIN } from "../catalogue/svhn.ts";
import { refuseCopies, refuseLostClass } from "./check_own_files.ts";
import { openImageArchives } from "./image_archive.ts";
import { addPassedOver, type PassedOver } from "./passed_over.ts";
import { openRecords, readClassNames } from "./record_source.ts";
import { openSvhn } from "./svhn_source.ts";
import { PASSED } from "./unwanted.ts";

async function archivesOf(folder: string): Promise<string[]> {
  const names = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
  return names.filter((name) => !name.endsWith(".json")).sort()
    .map((name) => join(folder, name));
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Files of each part, for data sets whose files have known names. */
function partPaths(
  folder: string,
  { format }: DatasetSpec,
  { extra }: { readonly extra: boolean },
): { readonly train: readonly string[]; readonly test: readonly string[] } {
  const paths = (names: readonly string[]) =>
    names.map((name) => join(folder, name));
  switch (format) {
    case "cifar10":
      return {
        train: paths(CIFAR10_TRAIN_FILES.map(({ name }) => name)),
        test: paths([CIFAR10_TEST_FILE.name]),
      };
    case "cifar100":
      return { train: paths(["train.bin"]), test: paths(["test.bin"]) };
    case "svhn":
      return {
        train: paths([SVHN_TRAIN, ...(extra ? [SVHN_EXTRA] : [])]),
        test: paths([SVHN_TEST]),
      };
    case "image-archive":
      return { train: [], test: [] };
  }
}

async function openParts(
  folder: string,
  spec: DatasetSpec,
  options: {
    readonly extra: boolean;
    readonly official: boolean;
    readonly classes?: readonly string[];
  },
): Promise<ImageSources> {
  const path = (name: string) => join(folder, name);
  const paths = partPaths(folder, spec, options);
  switch (spec.format) {
    case "cifar10": {
      const names = path(CIFAR10_META_FILE);
      const rest = {
        layout: CIFAR10_RECORDS,
        // The user's files may have classes of their own.
        ...(options.official || !await exists(names)
          ? {}
          : { classNames: await readClassNames(names, spec.classes) }),
      };
      return {
        train: await openRecords(paths.train, rest),
        test: await openRecords(paths.test, rest),
      };
    }
    case "cifar100": {
      const classNames = await readClassNames(
        path("fine_label_names.txt"),
        spec.classes,
        options.official ? CIFAR100_CLASSES : undefined,
      );
      const rest = {
        layout: CIFAR100_RECORDS,
        classNames,
        ...(options.official ? { coarse: CIFAR100_COARSE } : {}),
      };
      return {
        train: await openRecords(paths.train, rest),
        test: await openRecords(paths.test, rest),
      };
    }
    case "svhn": {
      const train = await openSvhn(paths.train);
      const test = await openSvhn(paths.test);
      const beside = train.beside + test.beside;
      return { train, test, passedOver: { [PASSED.arrays]: beside } };
    }
    case "image-archive":
      return await openImageArchives(await archivesOf(folder), {
        count: spec.classes,
        firstOnly: spec.name === "imagenet16-120",
        ...(options.classes === undefined ? {} : { classes: options.classes }),
      });
  }
}

/**
 * Opens the files that the stage `download` has fetched, without reading images.
 *
 * @throws {SyntaxError} or {RangeError} With the file, what was expected and what was found.
 */
export async function openFiles(
  folder: string,
  note: SourceNote,
  options: { readonly extra: boolean },
): Promise<{
  readonly train: ImageSource;
  readonly test: ImageSource;
  /** Class names in the order of the labels. */
  readonly classes: readonly string[];
  /** Number of things that were passed over, by kind. */
  readonly passedOver: PassedOver;
}> {
  const spec = DATASETS[note.dataset];
  if (options.extra && spec.format !== "svhn") {
    throw new RangeError(
      `Expected extra: false but found true: ${spec.name} has no extra images`,
    );
  }
  const { train, test, passedOver = {} } = await openParts(folder, spec, {
    ...options,
    official: note.official,
    ...(note.classes === undefined ? {} : { classes: note.classes }),
  });
  const classes = train.classNames ?? spec.classNames ?? [];
  // The bytes of official files are known, and archives are checked folder by folder.
  if (!note.official && spec.format !== "image-archive") {
    const paths = partPaths(folder, spec, options);
    refuseCopies([...paths.train, ...paths.test]);
    refuseLostClass(train, { classes, paths: paths.train });
    refuseLostClass(test, { classes, paths: paths.test });
  }
  return {
    train,
    test,
    classes,
    passedOver: addPassedOver(note.passedOver ?? {}, passedOver),
  };
}
