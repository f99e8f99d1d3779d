import { join } from "node:path";
import { z } from "zod";
import type { Layout } from "../../nas/layers/layout.ts";
import type { FlatNetwork } from "../../nas/network/named_weights.ts";
import {
  type NetworkConfig,
  networkLayout,
} from "../../nas/network/network.ts";
import { storedArchitecture } from "../../nas/genotype/stored_architecture.ts";
import { genotypeCode, type LoadCode } from "../../nas/network/load_code.ts";
import { storedSizes } from "../../nas/network/stored_sizes.ts";
import { readArtifact, writeJsonFile } from "./json_file.ts";
import { readWeights, writeWeights } from "./weights_file.ts";
import {
  checkOwner,
  genotypeDigest,
  ownerFields,
  type WeightsOwner,
} from "./weights_owner.ts";

/** A trained network and its training data. */
export interface StoredNetwork {
  readonly config: NetworkConfig;
  readonly flat: FlatNetwork;
  /** Statement on the data set. */
  readonly dataset: string;
  /** Training images: all, or those that train the weights in a search. */
  readonly images: "all" | "weights";
  /** How image files become inputs (`Preprocessing`); missing in networks of other programs. */
  readonly preprocessing?: object | undefined;
}

const schema = z.object({
  ...ownerFields,
  dataset: z.string(),
  images: z.enum(["all", "weights"]),
  preprocessing: z.record(z.string(), z.unknown()).optional(),
  config: z.object({
    genotype: z.unknown(),
    stem: z.string().default("cifar"),
    channels: z.int().positive(),
    cells: z.int().positive(),
    classes: z.int().min(2),
    size: z.int().positive(),
    auxiliary: z.boolean(),
  }),
});

/** What weights of such a network belong to. */
export function networkOwner({ genotype }: NetworkConfig): WeightsOwner {
  return { kind: "network", digest: genotypeDigest(genotype) };
}

/** Writes `network.json` and `weights.safetensors` into a folder. */
export async function writeNetworkFolder(
  folder: string,
  { config, flat, dataset, images, preprocessing }: StoredNetwork,
  layout: Layout,
): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  const owner = networkOwner(config);
  await writeJsonFile(join(folder, "network.json"), {
    ...owner,
    dataset,
    images,
    preprocessing,
    config: storedSizes(config),
  });
  await writeWeights(folder, { owner, layout, flat });
}

/** A stored network with the places of its weights. */
export interface FolderNetwork extends StoredNetwork {
  readonly layout: Layout;
}

/**
 * Reads a folder that {@linkcode writeNetworkFolder} wrote.
 *
 * @throws {Error} If a file has another form or belongs to another genotype.
 */
export async function readNetworkFolder(
  folder: string,
  { log = () => {}, ...load }: LoadCode & {
    /** Gets a line where a file does not say whose weights it holds. */
    readonly log?: (line: string) => void;
  },
): Promise<FolderNetwork> {
  const path = join(folder, "network.json");
  const { config: { genotype, ...sizes }, ...found } = await readArtifact(
    path,
    schema,
  );
  const { dataset, images, preprocessing } = found;
  const own = storedArchitecture(genotype, path);
  const config = {
    ...sizes,
    genotype: own,
    ...await genotypeCode(load, own, { stem: sizes.stem, file: path }),
  };
  const owner = networkOwner(config);
  checkOwner(owner, found, path);
  const layout = networkLayout(config);
  const { flat } = await readWeights(folder, { owner, layout, log });
  return { config, flat, dataset, images, preprocessing, layout };
}
