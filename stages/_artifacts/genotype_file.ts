import type { Genotype } from "../../nas/genotype/genotype.ts";
import { parseGenotype } from "../../nas/genotype/parse_genotype.ts";

/** Reads the genotype of a `genotype.json`. */
export async function readGenotypeFile(path: string): Promise<Genotype> {
  const text = await Deno.readTextFile(path);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new SyntaxError(`Expected JSON but found other text in ${path}`);
  }
  const genotype = (value as { genotype?: unknown } | null)?.genotype;
  return parseGenotype(genotype, `${path} genotype`);
}
