import { join } from "node:path";
import { z } from "zod";
import type { StoredTensor } from "../../engine/safetensors.ts";
import {
  alphaMatrices,
  type AlphaMatrix,
} from "../../nas/space/alpha_matrices.ts";
import type { Layout } from "../../nas/layers/layout.ts";
import type { FlatNetwork } from "../../nas/network/named_weights.ts";
import { storedSizes } from "../../nas/network/stored_sizes.ts";
import { type LoadCode, spaceCode } from "../../nas/network/load_code.ts";
import {
  type SupernetConfig,
  supernetLayout,
} from "../../nas/network/supernet.ts";
import { PRUNED_TROUBLE } from "../../nas/space/kept_candidates.ts";
import type { Composition } from "../../nas/search/composition.ts";
import { composition } from "./composition.ts";
import { edgeSpace, graphCells } from "./edge_space.ts";
import { readArtifact, writeJsonFile } from "./json_file.ts";
import { readWeights, writeWeights } from "./weights_file.ts";
import {
  checkOwner,
  ownerFields,
  supernetDigest,
  type WeightsOwner,
} from "./weights_owner.ts";

/** A searched supernet. */
export interface StoredSupernet {
  readonly method: string;
  /** Parts of the method; undefined in a file that does not tell. */
  readonly composition?: Composition | undefined;
  readonly seed: number;
  /** Statement on the data set. */
  readonly dataset: string;
  readonly config: SupernetConfig;
  readonly layout: Layout;
  readonly flat: FlatNetwork;
  /** Raw alphas of each matrix (see `alphaMatrices`), row-major. */
  readonly alphas: readonly Float32Array[];
}

const schema = z.object({
  ...ownerFields,
  method: z.string(),
  composition: composition.optional(),
  seed: z.int(),
  dataset: z.string(),
  config: z.object({
    space: z.union([
      edgeSpace,
      z.object({
        name: z.string(),
        parents: z.array(z.int().positive()).min(2),
      }),
      graphCells,
    ]),
    channels: z.int().positive(),
    cells: z.int().positive(),
    classes: z.int().min(2),
    size: z.int().positive(),
    stem: z.string().default("cifar"),
    /** Factor of auxiliary skips in the last epoch. */
    auxiliarySkip: z.number().optional(),
    /** One of how many channels goes through the candidates in the last epoch, where edges have no weights. */
    channelShare: z.int().optional(),
    /** Candidates that are left, where the search pruned some. */
    kept: z.unknown().optional(),
  }),
});

/** What weights of such a supernet belong to. */
export function supernetOwner(
  { config, layout }: Pick<StoredSupernet, "config" | "layout">,
): WeightsOwner {
  return { kind: "supernet", digest: supernetDigest(config.space, layout) };
}

/**
 * Reads the folder `supernet/` of a search.
 *
 * @throws {RangeError} If the search pruned candidates.
 * @throws {Error} If a file has another form or belongs to another space or layout.
 */
export async function readSupernetFolder(
  folder: string,
  { log = () => {}, ...load }: LoadCode & {
    /** Gets a line where a file does not say whose weights it holds. */
    readonly log?: (line: string) => void;
  },
): Promise<StoredSupernet> {
  const path = join(folder, "supernet.json");
  const { kind, digest, ...stored } = await readArtifact(path, schema);
  const { kept, ...sizes } = stored.config;
  if (kept !== undefined) throw new RangeError(`${PRUNED_TROUBLE}, in ${path}`);
  const config = {
    ...sizes,
    ...await spaceCode(load, stored.config.space, {
      stem: stored.config.stem,
      file: path,
    }),
  };
  const layout = supernetLayout(config);
  const owner = supernetOwner({ config, layout });
  checkOwner(owner, { kind, digest }, path);
  const weights = await readWeights(folder, { owner, layout, log });
  const alphas = ({ name, rows, columns }: AlphaMatrix): Float32Array => {
    const found = weights.tensors[`alphas.${name}`];
    const shape = [rows, columns];
    if (found?.dtype !== "F32" || `${found.shape}` !== `${shape}`) {
      throw new Error(
        `Expected alphas.${name} as F32 [${shape}] but found ${
          found === undefined ? "nothing" : `${found.dtype} [${found.shape}]`
        } in ${weights.path}`,
      );
    }
    return found.data as Float32Array;
  };
  return {
    ...stored,
    config,
    layout,
    flat: weights.flat,
    alphas: alphaMatrices(config.space).map(alphas),
  };
}

/** The search that a supernet is of, and its data, as artifacts name them. */
export function searchOf(
  { method, config, seed, dataset }: StoredSupernet,
) {
  return { method, space: config.space.name, seed, dataset };
}

/** Writes `supernet.json` and `weights.safetensors` into a folder. */
export async function writeSupernetFolder(
  folder: string,
  { method, composition, seed, dataset, config, layout, flat, alphas }:
    StoredSupernet,
): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  const owner = supernetOwner({ config, layout });
  await writeJsonFile(join(folder, "supernet.json"), {
    ...owner,
    method,
    composition,
    seed,
    dataset,
    config: storedSizes(config),
  });
  const matrices = alphaMatrices(config.space).map((
    { name, rows, columns },
    i,
  ): [string, StoredTensor] => [
    `alphas.${name}`,
    { dtype: "F32", shape: [rows, columns], data: alphas[i]! },
  ]);
  await writeWeights(folder, {
    owner,
    layout,
    flat,
    more: Object.fromEntries(matrices),
  });
}
