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

import { checkOwner, hasNoOwner, type WeightsOwner } from "./weights_owner.ts";

const NAME = "weights.safetensors";

/**
 * Writes weights and running statistics, with `more` tensors after them, into `weights.safetensors` of a folder. The
 * metadata of the file name the owner.
 *
 * @throws {NonFiniteError} If one of them is not finite, or a variance is negative.
 */
export async function writeWeights(
  folder: string,
  { owner, layout, flat, more = {} }: {
    readonly owner: WeightsOwner;
    readonly layout: Layout;
    readonly flat: FlatNetwork;
    readonly more?: Readonly<Record<string, StoredTensor>>;
  },
): Promise<void> {
  const path = join(folder, NAME);
  const tensors = { ...nameWeights(layout, flat), ...more };
  refuseNonFinite(tensors, path);
  await Deno.writeFile(path, encodeSafetensors(tensors, { ...owner }));
}

/**
 * Reads `weights.safetensors` of a folder. A file that does not name its owner, as another program writes it, is taken
 * where its tensors fit, and the log says so.
 *
 * @throws {Error} If the file is of another owner, has another form or lacks a tensor of the layout.
 * @throws {NonFiniteError} If a number is not finite, or a variance is negative: nothing measured by it would mean
 * anything.
 */
export async function readWeights(
  folder: string,
  { owner, layout, log }: {
    readonly owner: WeightsOwner;
    readonly layout: Layout;
    readonly log: (line: string) => void;
  },
) {
  const path = join(folder, NAME);
  const { tensors, metadata } = decodeSafetensors(
    await Deno.readFile(path),
    path,
  );
  checkOwner(owner, metadata, path);
  const flat = flattenWeights(layout, tensors, path);
  refuseNonFinite(tensors, path);
  if (hasNoOwner(metadata)) {
    log(
      `${path} does not say whose weights it holds: taken as those of the ${owner.kind} ${owner.digest}, whose shapes they have`,
    );
  }
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
