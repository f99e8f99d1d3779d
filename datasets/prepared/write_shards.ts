import { join } from "node:path";
import { encodeSafetensors } from "../../engine/safetensors.ts";
import type { StoredImage } from "../pixels/stored_image.ts";

/** Most bytes of images in a shard. */
export const SHARD_BYTES = 1 << 26;

/** Name of a shard of `train` or `test`. */
export function shardName(part: string, index: number): string {
  return `${part}-${String(index).padStart(5, "0")}.safetensors`;
}

/** Writes a file under another name and renames it. */
async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const aside = `${path}.new`;
  {
    using file = await Deno.open(aside, {
      write: true,
      create: true,
      truncate: true,
    });
    for (let at = 0; at < bytes.length;) {
      at += await file.write(bytes.subarray(at));
    }
    await file.sync();
  }
  await Deno.rename(aside, path);
}

/** Writes images; holds one shard in memory. */
export interface ShardWriter {
  /** Copies and adds an image. */
  add(
    image: StoredImage,
    note: { readonly label: number; readonly id: number },
  ): Promise<void>;
  /** Writes the last shard. */
  close(): Promise<void>;
}

/**
 * Starts the shards of a part. A shard is a safetensors file with `images` (uint8, [n, size, size, 3] for square
 * images, else [bytes] with `extents` [n, 2] = height and width), `labels` and `ids` (int32, [n]).
 */
export function createShards(
  folder: string,
  { part, size, layout, first = 0, shardBytes = SHARD_BYTES }: {
    readonly part: "train" | "test";
    readonly size: number;
    readonly layout: "square" | "free";
    /** Number of existing shards; default 0. */
    readonly first?: number;
    readonly shardBytes?: number;
  },
): ShardWriter {
  let pieces: Uint8Array[] = [];
  let bytes = 0;
  let extents: number[] = [];
  let labels: number[] = [];
  let ids: number[] = [];
  let index = first;
  const flush = async () => {
    const count = labels.length;
    const data = new Uint8Array(bytes);
    let at = 0;
    for (const piece of pieces) {
      data.set(piece, at);
      at += piece.length;
    }
    const ints = (values: readonly number[], shape: number[]) => ({
      dtype: "I32" as const,
      shape,
      data: Int32Array.from(values),
    });
    const square = layout === "square";
    await writeWhole(
      join(folder, shardName(part, index++)),
      encodeSafetensors({
        images: {
          dtype: "U8",
          shape: square ? [count, size, size, 3] : [bytes],
          data,
        },
        labels: ints(labels, [count]),
        ids: ints(ids, [count]),
        ...(square ? {} : { extents: ints(extents, [count, 2]) }),
      }),
    );
    pieces = [];
    bytes = 0;
    extents = [];
    labels = [];
    ids = [];
  };
  return {
    async add({ height, width, pixels }, { label, id }) {
      if (layout === "square" && (height !== size || width !== size)) {
        throw new RangeError(
          `Expected an image of ${size} x ${size} pixels but found ${width} x ${height}`,
        );
      }
      if (labels.length > 0 && bytes + pixels.length > shardBytes) {
        await flush();
      }
      pieces.push(pixels.slice());
      bytes += pixels.length;
      extents.push(height, width);
      labels.push(label);
      ids.push(id);
    },
    close: async () => {
      if (labels.length > 0 || index === 0) await flush();
    },
  };
}
