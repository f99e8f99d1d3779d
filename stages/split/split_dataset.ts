import { join } from "node:path";
import {
  CIFAR10_CLASSES,
  CIFAR10_MEAN,
  CIFAR10_RECORD,
  CIFAR10_STD,
  CIFAR10_TEST_FILE,
  CIFAR10_TRAIN_FILES,
} from "../../datasets/cifar10.ts";
import { recordImage, recordLabels } from "../../datasets/cifar10_records.ts";
import { halveImage } from "../../datasets/halve_image.ts";
import type { DatasetManifest, DatasetSplit } from "../../datasets/manifest.ts";
import { splitForSearch } from "../../datasets/split_for_search.ts";
import { datasetStatement } from "../../datasets/statement.ts";
import { chooseSubset } from "../../datasets/subset.ts";
import { encodeSafetensors } from "../../engine/safetensors.ts";
import type { StageContext } from "../../pipeline/stage.ts";
import type { SplitParams } from "./stage.ts";

/** Chosen images of one part. */
interface Part {
  readonly images: Uint8Array;
  readonly labels: Int32Array;
  readonly ids: Int32Array;
  /** Images that there were to choose from. */
  readonly of: number;
}

async function readAll(paths: readonly string[]): Promise<Uint8Array> {
  const contents = await Promise.all(paths.map((path) => Deno.readFile(path)));
  const whole = new Uint8Array(
    contents.reduce((sum, bytes) => sum + bytes.length, 0),
  );
  let at = 0;
  for (const [index, bytes] of contents.entries()) {
    if (bytes.length % CIFAR10_RECORD !== 0) {
      throw new RangeError(
        `Expected a multiple of ${CIFAR10_RECORD} bytes but found ${bytes.length} in ${
          paths[index]
        }`,
      );
    }
    whole.set(bytes, at);
    at += bytes.length;
  }
  return whole;
}

async function choosePart(
  name: "train" | "test",
  paths: readonly string[],
  params: SplitParams,
): Promise<Part> {
  const bytes = await readAll(paths);
  const all = recordLabels(bytes, `the ${name} files`);
  const chosen = chooseSubset(all, {
    count: params[name],
    classes: CIFAR10_CLASSES.length,
    stratified: params.stratified,
    seed: params.seed,
    name,
  });
  const length = 3 * params.size ** 2;
  const images = new Uint8Array(chosen.length * length);
  const full = new Uint8Array(3 * 32 * 32);
  chosen.forEach((record, at) => {
    recordImage(bytes, record, full);
    images.set(params.size === 32 ? full : halveImage(full, 32), at * length);
  });
  return {
    images,
    labels: Int32Array.from(chosen, (record) => all[record]!),
    ids: Int32Array.from(chosen),
    of: all.length,
  };
}

async function writePart(
  path: string,
  part: Part,
  size: number,
): Promise<void> {
  const count = part.labels.length;
  await Deno.writeFile(
    path,
    encodeSafetensors({
      images: { dtype: "U8", shape: [count, size, size, 3], data: part.images },
      labels: { dtype: "I32", shape: [count], data: part.labels },
      ids: { dtype: "I32", shape: [count], data: part.ids },
    }),
  );
}

/**
 * The work of the stage `split`.
 *
 * Images are chosen by `chooseSubset` and stay in file order. Where all training
 * images are taken, they are divided by position, which is the published split;
 * a stratified subset is divided within each class.
 */
export async function splitDataset(
  context: StageContext<SplitParams>,
): Promise<void> {
  const { params } = context;
  const files = context.input("files");
  const output = context.output("dataset");
  await Deno.mkdir(output, { recursive: true });
  const step = (done: number, note: string) =>
    context.progress({ done, total: 3, unit: "step", note });
  step(0, "choosing images");
  const train = await choosePart(
    "train",
    CIFAR10_TRAIN_FILES.map(({ name }) => join(files, name)),
    params,
  );
  await writePart(join(output, "train.safetensors"), train, params.size);
  step(1, "training images written");
  const test = await choosePart(
    "test",
    [join(files, CIFAR10_TEST_FILE.name)],
    params,
  );
  await writePart(join(output, "test.safetensors"), test, params.size);
  step(2, "test images written");
  const subset = train.labels.length < train.of;
  const split: DatasetSplit = {
    ...splitForSearch(train.labels, {
      portion: params.portion,
      ...(subset && params.stratified
        ? { classes: CIFAR10_CLASSES.length }
        : {}),
    }),
    test: Array.from(test.labels, (_, at) => at),
  };
  const manifest: DatasetManifest = {
    name: "cifar10",
    classes: CIFAR10_CLASSES,
    size: params.size,
    channels: 3,
    mean: CIFAR10_MEAN,
    std: CIFAR10_STD,
    // Four pixels at the published size; the same share of the side at others.
    pad: params.size / 8,
    train: train.labels.length,
    test: test.labels.length,
    statement: datasetStatement({
      name: "cifar10",
      train: { count: train.labels.length, of: train.of },
      test: { count: test.labels.length, of: test.of },
      stratified: params.stratified,
      seed: params.seed,
      size: params.size,
    }),
  };
  await Deno.writeTextFile(
    join(output, "dataset.json"),
    `${JSON.stringify(manifest, null, 2)}\n`,
  );
  await Deno.writeTextFile(
    join(output, "split.json"),
    `${JSON.stringify(split)}\n`,
  );
  step(3, manifest.statement);
}
