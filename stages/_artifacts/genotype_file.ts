import { z } from "zod";
import type { AnyGenotype } from "../../nas/genotype/any_genotype.ts";
import { storedArchitecture } from "../../nas/genotype/stored_architecture.ts";
import { readArtifact, writeJsonFile } from "./json_file.ts";

/** Content of an artifact of kind `genotype`. */
export interface GenotypeFile {
  /** Name of the search space; `own` for a genotype of no known one. */
  readonly space: string;
  readonly genotype: AnyGenotype;
  /** Text for the published training scripts: Python, or the string of a graph cell. */
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
    genotype: storedArchitecture(genotype, `${path} at genotype`),
  };
}

/** Reads the architecture alone of an artifact of kind `genotype`; the file may lack the rest. */
export async function readArchitectureFile(
  path: string,
): Promise<AnyGenotype> {
  const { genotype } = await readArtifact(
    path,
    schema.pick({ genotype: true }),
  );
  return storedArchitecture(genotype, `${path} at genotype`);
}

/** Writes an artifact of kind `genotype`; `project` indents it by 2, other stages by 1. */
export function writeGenotypeFile(
  path: string,
  { space, genotype, python }: GenotypeFile,
  indentation = 1,
): Promise<void> {
  return writeJsonFile(path, { space, genotype, python }, indentation);
}
