import { join } from "node:path";
import type { DatasetManifest } from "./manifest.ts";
import type { ImageReader } from "./image_reader.ts";
import { readInto } from "../../common/read_into.ts";
import type { TensorPlace } from "../../engine/safetensors.ts";
import { shardHead } from "./shard_head.ts";
import { shardName } from "./write_shards.ts";

/** Images of one part of a data set. */
export interface DatasetPart {
  readonly count: number;
  /** Pixels, read one image at a time. */
  readonly images: ImageReader;
  /** Class of each image, [count]. */
  readonly labels: Int32Array;
  /** Index of each image in the official files, [count]. */
  readonly ids: Int32Array;
}

interface Shard {
  readonly file: Deno.FsFile;
  readonly path: string;
  /** Position of its first image. */
  readonly first: number;
  /** Position of each image in the file, and the end of the last. */
  readonly starts: Float64Array;
  /** Height and width of each image. */
  readonly extents: Int32Array;
}

/**
 * Opens the shards of a part. Labels and ids are read now, images on demand.
 *
 * @throws {SyntaxError} If a file is missing or not what the manifest says.
 */
export function openShards(
  folder: string,
  { part, manifest }: {
    readonly part: "train" | "test";
    readonly manifest: DatasetManifest;
  },
): DatasetPart {
  const count = manifest[part];
  const labels = new Int32Array(count);
  const ids = new Int32Array(count);
  const shards: Shard[] = [];
  const close = () => {
    for (const { file } of shards.splice(0)) file.close();
  };
  try {
    for (let first = 0, index = 0; first < count; index++) {
      const path = join(folder, shardName(part, index));
      const { shard, ...found } = openShard(path, { first, manifest });
      shards.push(shard);
      const held = found.labels.length;
      if (first + held > count || held === 0) {
        throw new SyntaxError(
          `Expected 1 to ${count - first} images but found ${held} in ${path}`,
        );
      }
      labels.set(found.labels, first);
      ids.set(found.ids, first);
      first += held;
    }
  } catch (error) {
    close();
    throw error;
  }
  let pixels = new Uint8Array(3 * manifest.size ** 2);
  return {
    count,
    labels,
    ids,
    images: {
      count,
      at(position) {
        const shard = shardOf(shards, position);
        const own = position - shard.first;
        const start = shard.starts[own]!;
        const length = shard.starts[own + 1]! - start;
        if (length > pixels.length) pixels = new Uint8Array(length);
        const view = pixels.subarray(0, length);
        if (!readInto(shard.file, start, view)) {
          throw new SyntaxError(
            `Expected ${length} bytes of image ${position} but found fewer in ${shard.path}`,
          );
        }
        return {
          height: shard.extents[2 * own]!,
          width: shard.extents[2 * own + 1]!,
          pixels: view,
        };
      },
      [Symbol.dispose]: close,
    },
  };
}

/** Counts the complete shards of a part, up to the first gap, and the images in them. */
export async function countShards(
  folder: string,
  part: "train" | "test",
): Promise<{ shards: number; images: number }> {
  let images = 0;
  for (let shards = 0;; shards++) {
    try {
      using file = await Deno.open(join(folder, shardName(part, shards)));
      images += shardHead(file, shardName(part, shards)).labels!.shape[0]!;
    } catch (error) {
      const end = error instanceof Deno.errors.NotFound ||
        error instanceof SyntaxError;
      if (end) return { shards, images };
      throw error;
    }
  }
}

/** The last shard that starts at or before a position. */
function shardOf(shards: readonly Shard[], position: number): Shard {
  let low = 0;
  let high = shards.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (shards[middle]!.first <= position) low = middle;
    else high = middle - 1;
  }
  return shards[low]!;
}

function openShard(
  path: string,
  options: { readonly first: number; readonly manifest: DatasetManifest },
): { shard: Shard; labels: Int32Array; ids: Int32Array } {
  const { first, manifest: { size, layout, classes } } = options;
  let file: Deno.FsFile;
  try {
    file = Deno.openSync(path, { read: true });
  } catch (cause) {
    if (!(cause instanceof Deno.errors.NotFound)) throw cause;
    throw new SyntaxError(
      `Images from ${first} on not found: no file ${path}`,
      { cause },
    );
  }
  try {
    const head = shardHead(file, path);
    const fail = (expected: string, found: unknown): never => {
      throw new SyntaxError(
        `Expected ${expected} but found ${JSON.stringify(found)} in ${path}`,
      );
    };
    const tensor = (name: string, dtype: string): TensorPlace => {
      const found = head[name];
      return found?.dtype === dtype
        ? found
        : fail(`${dtype} ${name}`, found?.dtype ?? null);
    };
    const ints = (name: string, shape: (n: number) => number[]) => {
      const { shape: found, start, end } = tensor(name, "I32");
      const wanted = shape(found[0] ?? 0);
      const length = wanted.reduce((product, n) => product * n, 1);
      if (`${found}` !== `${wanted}` || end - start !== 4 * length) {
        fail(`${name} of shape [${wanted}]`, found);
      }
      const values = new Int32Array(length);
      readInto(file, start, new Uint8Array(values.buffer));
      return values;
    };
    const labels = ints("labels", (n) => [n]);
    const count = labels.length;
    const ids = ints("ids", () => [count]);
    const wrong = labels.findIndex((label) =>
      label < 0 || label >= classes.length
    );
    if (wrong >= 0) {
      throw new SyntaxError(
        `Expected labels from 0 to ${classes.length - 1} but found ${
          labels[wrong]
        } in image ${wrong} of ${path}`,
      );
    }
    const extents = layout === "square"
      ? new Int32Array(2 * count).fill(size)
      : ints("extents", () => [count, 2]);
    const images = tensor("images", "U8");
    const starts = new Float64Array(count + 1);
    starts[0] = images.start;
    for (let at = 0; at < count; at++) {
      const [height, width] = [extents[2 * at]!, extents[2 * at + 1]!];
      if (height < 1 || width < 1) {
        fail("images of one pixel or more", [height, width]);
      }
      starts[at + 1] = starts[at]! + 3 * height * width;
    }
    const shape = layout === "square"
      ? [count, size, size, 3]
      : [starts[count]! - images.start];
    if (`${images.shape}` !== `${shape}` || starts[count] !== images.end) {
      fail(`images of shape [${shape}]`, images.shape);
    }
    return { shard: { file, path, first, starts, extents }, labels, ids };
  } catch (error) {
    file.close();
    throw error;
  }
}
