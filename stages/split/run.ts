import { join } from "node:path";
import type { StoredImage } from "../../datasets/pixels/stored_image.ts";
import type { ImageSource } from "../../datasets/sources/image_source.ts";
import { passedOverText } from "../../datasets/sources/passed_over.ts";
import { positionsByClass } from "../../datasets/subset/subset.ts";
import type {
  DatasetDescription,
  DatasetManifest,
  DatasetSplit,
} from "../../datasets/prepared/manifest.ts";
import type { DatasetDefinition } from "../../datasets/sources/dataset_definition.ts";
import type { DatasetSpec } from "../../datasets/catalogue/spec.ts";
import { readSourceNote } from "../../datasets/sources/source_note.ts";
import { openFiles } from "../../datasets/sources/open_files.ts";
import { datasetStatement } from "../../datasets/subset/statement.ts";
import { countShards } from "../../datasets/prepared/open_shards.ts";
import {
  createShards,
  shardName,
} from "../../datasets/prepared/write_shards.ts";
import type { StageContext } from "../../pipeline/stage.ts";
import { writeJsonFile } from "../_artifacts/json_file.ts";
import { splitIdsFile } from "../_artifacts/split_ids.ts";
import { chooseTest, chooseTrain } from "./choose_images.ts";
import { chooseFit, type Fit } from "./fit_image.ts";
import type { SplitParams } from "./params.ts";

/** Streams the chosen images of a part from the files into shards; resumes after the shards that are already stored. */
async function storePart(
  source: ImageSource,
  { checkpoint, part, positions, fit, afterImages }: {
    /** Folder of the shards until all are complete. */
    readonly checkpoint: string;
    readonly part: "train" | "test";
    readonly positions: readonly number[];
    readonly fit: Fit;
    readonly afterImages: (count: number) => void;
  },
): Promise<void> {
  const before = await countShards(checkpoint, part);
  const left = positions.slice(before.images);
  const shards = createShards(checkpoint, {
    part,
    ...fit,
    first: before.shards,
  });
  afterImages(before.images);
  let stored = 0;
  for await (const image of source.images(left)) {
    if (image.at !== stored) {
      throw new RangeError(
        `Expected the chosen image ${stored} of ${part} but found ${image.at}`,
      );
    }
    const id = left[stored]!;
    const place = source.names?.[id] ?? `image ${id} of ${part}`;
    refuseOtherLength(image, place);
    await shards.add(fit.apply(image, place), {
      label: source.labels[id]!,
      id,
    });
    stored++;
    afterImages(1);
  }
  if (stored !== left.length) {
    throw new SyntaxError(
      `Expected ${left.length} images of ${part} but found ${stored}`,
    );
  }
  await shards.close();
}

function refuseOtherLength(
  { height, width, pixels }: StoredImage,
  place: string,
): void {
  if (pixels.length !== 3 * height * width) {
    throw new RangeError(
      `Expected ${
        3 * height * width
      } bytes of ${width} x ${height} pixels but found ${pixels.length} in ${place}`,
    );
  }
}

/** Moves the shards of a part to the output. */
async function moveShards(
  part: "train" | "test",
  paths: { readonly from: string; readonly to: string },
): Promise<void> {
  const { shards } = await countShards(paths.from, part);
  for (let index = 0; index < shards; index++) {
    const name = shardName(part, index);
    await Deno.rename(join(paths.from, name), join(paths.to, name));
  }
}

/** Names of images, or their numbers in the files. */
function namesOf(
  { names }: ImageSource,
  positions: readonly number[],
): readonly (string | number)[] {
  return names === undefined ? positions : positions.map((at) => names[at]!);
}

/** Chooses images by their labels alone, then streams them into the outputs. */
export async function run(
  context: StageContext<SplitParams>,
): Promise<void> {
  const { params, signal } = context;
  const files = context.input("files");
  const note = await readSourceNote(files);
  const { dataset: spec } = await context.part<{ dataset: DatasetDefinition }>(
    "dataset",
  );
  const fit = chooseFit(spec, params);
  context.progress({
    done: 0,
    total: 1,
    unit: "image",
    note: "looking through the files",
  });
  const { train, test, classes, passedOver } = await openFiles(files, note, {
    dataset: spec,
    extra: params.extra,
  });
  const chosen = chooseTrain(train, params, classes.length);
  const testPositions = chooseTest(test, params, classes.length);
  const total = chosen.positions.length + testPositions.length;
  const folders = {
    train: context.output("dataset"),
    test: context.output("test"),
  };
  let done = 0;
  const afterImages = (count: number) => {
    signal.throwIfAborted();
    done += count;
    context.progress({ done, total, unit: "image" });
  };
  for (const part of ["train", "test"] as const) {
    await storePart(part === "train" ? train : test, {
      checkpoint: context.checkpoint,
      part,
      positions: part === "train" ? chosen.positions : testPositions,
      fit,
      afterImages,
    });
  }
  for (const part of ["train", "test"] as const) {
    await Deno.mkdir(folders[part], { recursive: true });
    await moveShards(part, { from: context.checkpoint, to: folders[part] });
  }
  const manifest = manifestOf(spec, {
    classes,
    fit,
    params,
    official: note.official,
    train: { count: chosen.positions.length, of: train.labels.length },
    test: { count: testPositions.length, of: test.labels.length },
  });
  const count = ({ labels }: ImageSource) =>
    positionsByClass(labels, classes.length).map(({ length }) => length);
  const description: DatasetDescription = {
    ...manifest,
    files: { train: count(train), test: count(test), passedOver },
  };
  for (const folder of Object.values(folders)) {
    await writeJsonFile(join(folder, "dataset.json"), description);
  }
  const split: DatasetSplit = chosen.split;
  await writeJsonFile(join(folders.train, "split.json"), split, 0);
  const among = (positions: readonly number[]) =>
    positions.map((at) => chosen.positions[at]!);
  await splitIdsFile.write(context.output("ids"), {
    dataset: spec.name,
    seed: params.seed,
    weights: namesOf(train, among(split.weights)),
    alpha: namesOf(train, among(split.alpha)),
    test: namesOf(test, testPositions),
  });
  context.log(manifest.statement);
  const passed = passedOverText(passedOver);
  if (passed !== "") context.log(passed);
}

/** Content of `dataset.json`. */
function manifestOf(
  spec: DatasetSpec,
  { classes, fit, params, official, train, test }: {
    readonly classes: readonly string[];
    readonly fit: Fit;
    readonly params: SplitParams;
    readonly official: boolean;
    readonly train: Share;
    readonly test: Share;
  },
): DatasetManifest {
  return {
    name: spec.name,
    classes,
    size: fit.size,
    channels: spec.channels,
    layout: fit.layout,
    steps: fit.steps,
    mean: spec.mean,
    std: spec.std,
    // Four pixels at the published size; the same share of the side at others.
    pad: fit.layout === "square" ? Math.floor(fit.size / 8) : 0,
    train: train.count,
    test: test.count,
    statement: datasetStatement({
      name: spec.name,
      train,
      test,
      stratified: params.stratified,
      seed: params.seed,
      half: params.half,
      pixels: fit.text,
      official,
    }),
  };
}

/** Chosen images of a part. */
interface Share {
  readonly count: number;
  /** Images of the part in the official files. */
  readonly of: number;
}
