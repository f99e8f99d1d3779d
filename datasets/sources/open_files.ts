import { join } from "node:path";
import {
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
import { openImageArchives } from "./image_archive.ts";
import { addPassedOver, type PassedOver } from "./passed_over.ts";
import { openRecords, readClassNames } from "./record_source.ts";
import { openSvhn } from "./svhn_source.ts";

async function archivesOf(folder: string): Promise<string[]> {
  const names = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
  return names.filter((name) => !name.endsWith(".json")).sort()
    .map((name) => join(folder, name));
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
  switch (spec.format) {
    case "cifar10":
      return {
        train: await openRecords(
          CIFAR10_TRAIN_FILES.map(({ name }) => path(name)),
          { layout: CIFAR10_RECORDS },
        ),
        test: await openRecords([path(CIFAR10_TEST_FILE.name)], {
          layout: CIFAR10_RECORDS,
        }),
      };
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
        train: await openRecords([path("train.bin")], rest),
        test: await openRecords([path("test.bin")], rest),
      };
    }
    case "svhn":
      return {
        train: await openSvhn([
          path(SVHN_TRAIN),
          ...(options.extra ? [path(SVHN_EXTRA)] : []),
        ]),
        test: await openSvhn([path(SVHN_TEST)]),
      };
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
  return {
    train,
    test,
    classes,
    passedOver: addPassedOver(note.passedOver ?? {}, passedOver),
  };
}
