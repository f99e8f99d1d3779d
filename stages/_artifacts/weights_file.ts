import { join } from "node:path";
import {
  decodeSafetensors,
  encodeSafetensors,
  type StoredTensor,
} from "../../engine/safetensors.ts";
import type { Layout } from "../../nas/layers/layout.ts";
import {
  type FlatNetwork,
  flattenWeights,
  nameWeights,
} from "../../nas/network/named_weights.ts";

const NAME = "weights.safetensors";

/** Writes weights and running statistics, with `more` tensors after them, into `weights.safetensors` of a folder. */
export async function writeWeights(
  folder: string,
  { layout, flat, more = {} }: {
    readonly layout: Layout;
    readonly flat: FlatNetwork;
    readonly more?: Readonly<Record<string, StoredTensor>>;
  },
): Promise<void> {
  await Deno.writeFile(
    join(folder, NAME),
    encodeSafetensors({ ...nameWeights(layout, flat), ...more }),
  );
}

/**
 * Reads `weights.safetensors` of a folder.
 *
 * @throws {Error} If the file has another form or lacks a tensor of the layout.
 */
export async function readWeights(folder: string, layout: Layout) {
  const path = join(folder, NAME);
  const { tensors } = decodeSafetensors(await Deno.readFile(path), path);
  return { path, tensors, flat: flattenWeights(layout, tensors, path) };
}
