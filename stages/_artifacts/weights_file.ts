import { join } from "node:path";
import { NonFiniteError, nonFiniteValues } from "../../common/non_finite.ts";
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

/**
 * Writes weights and running statistics, with `more` tensors after them, into `weights.safetensors` of a folder.
 *
 * @throws {NonFiniteError} If one of them is not finite, or a variance is negative.
 */
export async function writeWeights(
  folder: string,
  { layout, flat, more = {} }: {
    readonly layout: Layout;
    readonly flat: FlatNetwork;
    readonly more?: Readonly<Record<string, StoredTensor>>;
  },
): Promise<void> {
  const path = join(folder, NAME);
  const tensors = { ...nameWeights(layout, flat), ...more };
  refuseNonFinite(tensors, path);
  await Deno.writeFile(path, encodeSafetensors(tensors));
}

/**
 * Reads `weights.safetensors` of a folder.
 *
 * @throws {Error} If the file has another form or lacks a tensor of the layout.
 * @throws {NonFiniteError} If a number is not finite, or a variance is negative: nothing measured by it would mean
 * anything.
 */
export async function readWeights(folder: string, layout: Layout) {
  const path = join(folder, NAME);
  const { tensors } = decodeSafetensors(await Deno.readFile(path), path);
  const flat = flattenWeights(layout, tensors, path);
  refuseNonFinite(tensors, path);
  return { path, tensors, flat };
}

function refuseNonFinite(
  tensors: Readonly<Record<string, StoredTensor>>,
  path: string,
): void {
  const found = nonFiniteValues(
    Object.entries(tensors).map(([name, { data }]) => [name, data]),
  );
  if (found !== undefined) throw new NonFiniteError(`${found} of ${path}`);
}
