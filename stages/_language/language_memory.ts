import type { Resources } from "../../pipeline/stage.ts";
import type { LanguageWork } from "./language_cost.ts";

/** Words of the vocabulary that memory is asked for: those of the Penn Treebank. */
const WORDS = 10_000;

/**
 * Resources of a training of a language model.
 *
 * Measured with 35 words a step and 8 nodes, MiB: a derived cell 521 for 1,000 words, 64 units and a batch of 32, 726 for
 * 10,000 words, 732 for 1,000, 256 and 64; a cell that is searched 723, 934, and 1,027 for 1,000, 128 and 64. A training
 * keeps the programs of 16 lengths of steps, each of 1.4 for a word.
 */
export function languageResources(
  { units, nodes, batch, length, searched, threads }:
    & Pick<
      LanguageWork,
      "units" | "nodes" | "batch" | "length" | "searched"
    >
    & { readonly threads: number },
): Resources {
  const sources = searched ? 3.6e-5 * nodes * (nodes + 1) / 2 : 4.7e-5 * nodes;
  const ofPosition = 1.9e-5 * WORDS + sources * units;
  const weights = 2.3e-5 * units * (WORDS + 4 * units + 2 * nodes * units);
  const programs = searched ? 0 : 15 * 1.4 * length * nodes / 8;
  return {
    cpus: threads,
    memory: Math.ceil(650 + ofPosition * batch * length + weights + programs),
    advice:
      `a smaller batch (${batch}), fewer units (${units}) or shorter steps (${length}) need less memory`,
  };
}
