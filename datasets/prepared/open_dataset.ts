import { join } from "node:path";
import { normalisationTable } from "../pixels/augment.ts";
import type { DatasetManifest, DatasetSplit } from "./manifest.ts";
import { type DatasetPart, openShards } from "./open_shards.ts";

/** Common to both parts of a prepared data set. */
export interface DatasetBase {
  readonly manifest: DatasetManifest;
  /** Normalised value of every byte, by channel. */
  readonly table: Float32Array;
}

/** The training images of a prepared data set: the only ones that a search or a training may see. */
export interface Dataset extends DatasetBase, Disposable {
  readonly train: DatasetPart;
  /** Positions of the images that train weights and architecture. */
  readonly split: DatasetSplit;
}

/** The test images of a prepared data set, for evaluation alone. */
export interface TestSet extends DatasetBase, Disposable {
  readonly test: DatasetPart;
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
    layout,
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
  expect(
    layout === "square" || layout === "free",
    "the layout square or free",
    layout,
    path,
  );
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
    layout,
    mean,
    std,
    pad,
    train,
    test,
    statement,
  };
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
  const own = new Set(weights);
  const shared = alpha.find((at) => own.has(at));
  expect(
    shared === undefined,
    "weights and alpha without a common image",
    shared,
    path,
  );
  return { weights, alpha };
}

/**
 * Opens the training images of a data set that the stage `split` has prepared.
 *
 * @throws {SyntaxError} With the file, what was expected and what was found.
 */
export async function openDataset(folder: string): Promise<Dataset> {
  const manifest = await readManifest(join(folder, "dataset.json"));
  const split = await readSplit(join(folder, "split.json"), manifest);
  const train = openShards(folder, { part: "train", manifest });
  return {
    manifest,
    train,
    split,
    table: normalisationTable(manifest.mean, manifest.std),
    [Symbol.dispose]: () => train.images[Symbol.dispose](),
  };
}

/**
 * Opens the test images of a data set that the stage `split` has prepared.
 *
 * @throws {SyntaxError} With the file, what was expected and what was found.
 */
export async function openTestSet(folder: string): Promise<TestSet> {
  const manifest = await readManifest(join(folder, "dataset.json"));
  const test = openShards(folder, { part: "test", manifest });
  return {
    manifest,
    test,
    table: normalisationTable(manifest.mean, manifest.std),
    [Symbol.dispose]: () => test.images[Symbol.dispose](),
  };
}
