import { join } from "node:path";
import type { DatasetDefinition } from "./dataset_definition.ts";
import type { ImageSource } from "./image_source.ts";
import { addPassedOver, type PassedOver } from "./passed_over.ts";
import type { SourceNote } from "./source_note.ts";

/**
 * Opens the files that the stage `download` has fetched, without reading images.
 *
 * @throws {SyntaxError} or {RangeError} With the file, what was expected and what was found.
 */
export async function openFiles(
  folder: string,
  note: SourceNote,
  { dataset, extra }: {
    readonly dataset: DatasetDefinition;
    readonly extra: boolean;
  },
): Promise<{
  readonly train: ImageSource;
  readonly test: ImageSource;
  /** Class names in the order of the labels. */
  readonly classes: readonly string[];
  /** Number of things that were passed over, by kind. */
  readonly passedOver: PassedOver;
}> {
  const { name } = dataset;
  if (note.dataset !== name) {
    throw new RangeError(
      `Expected the files of ${name} but found those of ${note.dataset}`,
    );
  }
  if (extra && !dataset.files.some(({ optional }) => optional)) {
    throw new RangeError(
      `Expected extra: false but found true: ${name} has no extra images`,
    );
  }
  const names = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
  const { train, test, passedOver = {} } = await dataset.open({
    names: names.filter((name) => name !== "source.json").sort(),
    path: (name) => join(folder, name),
    official: note.official,
    extra,
    ...(note.classes === undefined ? {} : { classes: note.classes }),
  });
  const classes = classNamesOf(dataset, train);
  refuseLabels(train, classes.length, `train of ${name}`);
  refuseLabels(test, classes.length, `test of ${name}`);
  return {
    train,
    test,
    classes,
    passedOver: addPassedOver(note.passedOver ?? {}, passedOver),
  };
}

/** Names of the classes: those of the files, of the data set, or else numbers. */
function classNamesOf(
  { name, classes: count, classNames }: DatasetDefinition,
  train: ImageSource,
): readonly string[] {
  const names = train.classNames ?? classNames ??
    Array.from({ length: count }, (_, label) => String(label));
  const distinct = new Set(names).size;
  if (distinct !== names.length || distinct !== (count || distinct)) {
    throw new RangeError(
      `Expected ${
        count || names.length
      } different class names but found ${distinct} in ${name}`,
    );
  }
  if (distinct < 2) {
    throw new RangeError(
      `Expected two or more classes but found ${distinct} in ${name}`,
    );
  }
  return names;
}

function refuseLabels(
  { labels }: ImageSource,
  classes: number,
  place: string,
): void {
  const known = (label: number) =>
    Number.isInteger(label) && label >= 0 && label < classes;
  const at = Array.prototype.findIndex.call(
    labels,
    (label: number) => !known(label),
  );
  if (at >= 0) {
    throw new RangeError(
      `Expected a label from 0 to ${classes - 1} but found ${
        labels[at]
      } of image ${at} in ${place}`,
    );
  }
}
