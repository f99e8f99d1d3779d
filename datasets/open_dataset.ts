import { join } from "node:path";
import { decodeSafetensors } from "../engine/safetensors.ts";
import { normalisationTable } from "./augment.ts";
import type { DatasetManifest, DatasetSplit } from "./manifest.ts";

/** Images of one part of a data set. */
export interface DatasetPart {
  /** Number of images. */
  readonly count: number;
  /** Bytes, [count, size, size, 3]. */
  readonly images: Uint8Array;
  /** Class of each image, [count]. */
  readonly labels: Int32Array;
  /** Index of each image in the official files, [count]. */
  readonly ids: Int32Array;
}

/** A prepared data set in memory. */
export interface Dataset {
  /** What it is. */
  readonly manifest: DatasetManifest;
  /** Training images. */
  readonly train: DatasetPart;
  /** Test images. */
  readonly test: DatasetPart;
  /** Positions by use. */
  readonly split: DatasetSplit;
  /** Normalised value of every byte, by channel. */
  readonly table: Float32Array;
}

function expect(
  condition: boolean,
  expected: string,
  found: unknown,
  place: string,
): asserts condition {
  if (!condition) {
    throw new SyntaxError(
      `Expected ${expected} but found ${JSON.stringify(found)} in ${place}`,
    );
  }
}

async function readJson(path: string): Promise<Record<string, unknown>> {
  const text = await Deno.readTextFile(path);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new SyntaxError(`Expected JSON but found other text in ${path}`, {
      cause,
    });
  }
  expect(
    typeof value === "object" && value !== null && !Array.isArray(value),
    "an object",
    value,
    path,
  );
  return value as Record<string, unknown>;
}

const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) > 0;
const isTriple = (value: unknown): value is [number, number, number] =>
  Array.isArray(value) && value.length === 3 &&
  value.every((part) => Number.isFinite(part));

async function readManifest(path: string): Promise<DatasetManifest> {
  const {
    name,
    classes,
    size,
    channels,
    mean,
    std,
    pad,
    train,
    test,
    statement,
  } = await readJson(path);
  expect(typeof name === "string", "a name", name, path);
  expect(
    Array.isArray(classes) && classes.length > 1 &&
      classes.every((own) => typeof own === "string"),
    "two or more classes",
    classes,
    path,
  );
  expect(isCount(size), "a size in pixels", size, path);
  expect(channels === 3, "3 channels", channels, path);
  expect(isTriple(mean), "a mean of 3 numbers", mean, path);
  expect(
    isTriple(std) && std.every((part) => part > 0),
    "a std of 3 positive numbers",
    std,
    path,
  );
  expect(pad === 0 || isCount(pad), "a padding in pixels", pad, path);
  expect(isCount(train), "a number of training images", train, path);
  expect(isCount(test), "a number of test images", test, path);
  expect(typeof statement === "string", "a statement", statement, path);
  return {
    name,
    classes,
    size,
    channels,
    mean,
    std,
    pad,
    train,
    test,
    statement,
  };
}

async function readPart(
  path: string,
  count: number,
  manifest: DatasetManifest,
): Promise<DatasetPart> {
  const { tensors } = decodeSafetensors(await Deno.readFile(path), path);
  const { size, classes } = manifest;
  const take = <T extends Uint8Array | Int32Array>(
    name: string,
    type: new () => T,
    shape: number[],
  ): T => {
    const tensor = tensors[name];
    expect(
      tensor !== undefined && tensor.data instanceof type,
      `${type.name} ${name}`,
      tensor?.dtype ?? null,
      path,
    );
    expect(
      tensor.shape.join() === shape.join(),
      `${name} of shape [${shape}]`,
      tensor.shape,
      path,
    );
    return tensor.data as T;
  };
  const images = take("images", Uint8Array, [count, size, size, 3]);
  const labels = take("labels", Int32Array, [count]);
  const ids = take("ids", Int32Array, [count]);
  const wrong = labels.findIndex((label) =>
    label < 0 || label >= classes.length
  );
  expect(
    wrong < 0,
    `labels from 0 to ${classes.length - 1}`,
    labels[wrong],
    `image ${wrong} of ${path}`,
  );
  return { count, images, labels, ids };
}

async function readSplit(
  path: string,
  manifest: DatasetManifest,
): Promise<DatasetSplit> {
  const value = await readJson(path);
  const take = (name: string, count: number): number[] => {
    const positions = value[name];
    expect(
      Array.isArray(positions) && positions.length > 0,
      `positions of ${name}`,
      positions ?? null,
      path,
    );
    const wrong = positions.find((at) =>
      !Number.isSafeInteger(at) || at < 0 || at >= count
    );
    expect(
      wrong === undefined,
      `positions from 0 to ${count - 1}`,
      wrong,
      `${name} of ${path}`,
    );
    expect(
      new Set(positions).size === positions.length,
      "each position once",
      "repeated ones",
      `${name} of ${path}`,
    );
    return positions;
  };
  const weights = take("weights", manifest.train);
  const alpha = take("alpha", manifest.train);
  const test = take("test", manifest.test);
  const own = new Set(weights);
  const shared = alpha.find((at) => own.has(at));
  expect(
    shared === undefined,
    "weights and alpha without a common image",
    shared,
    path,
  );
  return { weights, alpha, test };
}

/**
 * Opens a data set that the stage `split` has prepared.
 *
 * @throws {SyntaxError} With the file, what was expected and what was found.
 */
export async function openDataset(folder: string): Promise<Dataset> {
  const manifest = await readManifest(join(folder, "dataset.json"));
  return {
    manifest,
    train: await readPart(
      join(folder, "train.safetensors"),
      manifest.train,
      manifest,
    ),
    test: await readPart(
      join(folder, "test.safetensors"),
      manifest.test,
      manifest,
    ),
    split: await readSplit(join(folder, "split.json"), manifest),
    table: normalisationTable(manifest.mean, manifest.std),
  };
}
