import { parseJson } from "../../common/parse_json.ts";
import { join } from "node:path";
import { normalisationTable } from "../pixels/write_image.ts";
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
  const value = parseJson(await Deno.readTextFile(path), path);
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

const isSteps = (value: unknown) =>
  Array.isArray(value) && value.every((step) => isText(step?.step));

const isText = (value: unknown) => typeof value === "string";

/** Fields of a manifest: what is expected of each, and its check. */
const FIELDS: Readonly<
  Record<
    keyof DatasetManifest,
    readonly [expected: string, check: (value: unknown) => boolean]
  >
> = {
  name: ["a name", isText],
  classes: [
    "two or more classes",
    (value) => Array.isArray(value) && value.length > 1 && value.every(isText),
  ],
  size: ["a size in pixels", isCount],
  channels: ["3 channels", (value) => value === 3],
  layout: [
    "the layout square or free",
    (value) => value === "square" || value === "free",
  ],
  steps: ["a list of steps", (value) => value === undefined || isSteps(value)],
  mean: ["a mean of 3 numbers", isTriple],
  std: [
    "a std of 3 positive numbers",
    (value) => isTriple(value) && value.every((part) => part > 0),
  ],
  pad: ["a padding in pixels", (value) => value === 0 || isCount(value)],
  train: ["a number of training images", isCount],
  test: ["a number of test images", isCount],
  statement: ["a statement", isText],
};

async function readManifest(path: string): Promise<DatasetManifest> {
  const found = await readJson(path);
  const fields = Object.entries(FIELDS).map(([name, [expected, check]]) => {
    const value = found[name];
    expect(check(value), expected, value, path);
    return [name, value];
  });
  return Object.fromEntries(fields);
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
