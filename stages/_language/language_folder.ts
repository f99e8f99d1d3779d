import { join } from "node:path";
import { z } from "zod";
import {
  type DerivedNetwork,
  derivedNetwork,
} from "../../nas/recurrent/language_network.ts";
import type { RecurrentGenotype } from "../../nas/recurrent/recurrent_genotype.ts";
import { readArtifact, writeJsonFile } from "../_artifacts/json_file.ts";
import { recurrentGenotype } from "./recurrent_cell_schema.ts";
import { readWeights, writeWeights } from "../_artifacts/weights_file.ts";
import {
  checkOwner,
  jsonDigest,
  ownerFields,
  ownerOf,
  type WeightsOwner,
} from "../_artifacts/weights_owner.ts";

/** What a language model is made of. */
export interface StoredLanguage {
  readonly genotype: RecurrentGenotype;
  /** Numbers of an embedding, and of a hidden state. */
  readonly units: number;
  readonly words: number;
  /** Digest of its vocabulary: {@linkcode vocabularyDigest}. */
  readonly vocabulary: string;
  /** Statement on the text that trained it. */
  readonly dataset: string;
}

const schema = z.object({
  ...ownerFields,
  dataset: z.string(),
  genotype: recurrentGenotype,
  units: z.int().positive(),
  words: z.int().positive(),
  vocabulary: z.string(),
});

/** SHA-256 of the words of a vocabulary in their order. */
export function vocabularyDigest(words: readonly string[]): string {
  return jsonDigest(words);
}

/** What weights of such a model belong to. */
export function languageOwner(
  kind: "language-model" | "language-checkpoint",
  { genotype, vocabulary }: Pick<StoredLanguage, "genotype" | "vocabulary">,
): WeightsOwner {
  const { recurrent, concat } = genotype;
  return ownerOf(kind, [recurrent, concat, vocabulary]);
}

/** Writes `model.json` and `weights.safetensors` into a folder. */
export async function writeLanguageFolder(
  folder: string,
  model: StoredLanguage,
  weights: Float32Array,
): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  const owner = languageOwner("language-model", model);
  const { genotype, units, words, vocabulary, dataset } = model;
  await writeJsonFile(join(folder, "model.json"), {
    ...owner,
    dataset,
    genotype,
    units,
    words,
    vocabulary,
  });
  const { layout } = derivedNetwork(genotype, { units, words });
  const none = new Float32Array(0);
  await writeWeights(folder, {
    owner,
    layout,
    flat: { weights, mean: none, variance: none },
  });
}

/**
 * Reads a folder that {@linkcode writeLanguageFolder} wrote.
 *
 * @throws {Error} If a file has another form or belongs to another cell or vocabulary.
 */
export async function readLanguageFolder(
  folder: string,
  log: (line: string) => void,
): Promise<
  StoredLanguage & {
    readonly network: DerivedNetwork;
    readonly weights: Float32Array;
  }
> {
  const path = join(folder, "model.json");
  const { kind, digest, ...model } = await readArtifact(path, schema);
  const owner = languageOwner("language-model", model);
  checkOwner(owner, { kind, digest }, path);
  const network = derivedNetwork(model.genotype, model);
  const { layout } = network;
  const { flat } = await readWeights(folder, { owner, layout, log });
  return { ...model, network, weights: flat.weights };
}
