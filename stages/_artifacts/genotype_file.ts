import { z } from "zod";
import type { Genotype } from "../../nas/genotype/genotype.ts";
import { storedGenotype } from "../../nas/genotype/stored_genotype.ts";
import { readArtifact, writeJsonFile } from "./json_file.ts";

/** Content of an artifact of kind `genotype`. */
export interface GenotypeFile {
  /** Name of the search space; `own` for a genotype of no known one. */
  readonly space: string;
  readonly genotype: Genotype;
  /** Text for the published training scripts. */
  readonly python: string;
}

const schema = z.object({
  space: z.string(),
  genotype: z.unknown(),
  python: z.string(),
});

/** Reads an artifact of kind `genotype`. */
export async function readFullGenotypeFile(
  path: string,
): Promise<GenotypeFile> {
  const { genotype, ...rest } = await readArtifact(path, schema);
  return {
    ...rest,
    genotype: storedGenotype(genotype, `${path} at genotype`),
  };
}

/** Reads the architecture alone of an artifact of kind `genotype`; the file may lack the rest. */
export async function readGenotypeFile(path: string): Promise<Genotype> {
  const { genotype } = await readArtifact(
    path,
    schema.pick({ genotype: true }),
  );
  return storedGenotype(genotype, `${path} at genotype`);
}

/** Writes an artifact of kind `genotype`; `project` indents it by 2, other stages by 1. */
export function writeGenotypeFile(
  path: string,
  { space, genotype, python }: GenotypeFile,
  indentation = 1,
): Promise<void> {
  return writeJsonFile(path, { space, genotype, python }, indentation);
}
