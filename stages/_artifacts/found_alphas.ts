import { z } from "zod";
import { checkGraphAlphas } from "../../nas/space/graph_alphas.ts";
import { type AlphasFile, readAlphasFile } from "./alphas_file.ts";
import { readChoiceAlphasFile } from "./choice_alphas_file.ts";
import { composition } from "./composition.ts";
import { graphCells } from "./edge_space.ts";
import { checkArtifact, readArtifact, readJsonFile } from "./json_file.ts";

const rows = z.array(z.array(z.number()));

const graphAlphasFile = z.object({
  space: graphCells,
  method: z.string(),
  composition: composition.optional(),
  seed: z.int(),
  epochs: z.array(z.object({
    epoch: z.int().nonnegative(),
    edges: rows,
    mixtures: z.object({ edges: rows }).optional(),
  })).nonempty(),
});

/** Content of an artifact of kind `alphas` of a search in a space of graph cells. */
export type GraphAlphasFile = z.infer<typeof graphAlphasFile>;

/** Content of an artifact of kind `alphas`: of choice blocks where it has `space.parents`, of graph cells where it has `space.edges`. */
export type FoundAlphas =
  | AlphasFile
  | GraphAlphasFile
  | Awaited<ReturnType<typeof readChoiceAlphasFile>>;

/**
 * Reads an artifact of kind `alphas` of a search in a space of graph cells and checks all of it.
 *
 * @throws {TypeError} If the file has another form or is of another space; the message names file and place.
 * @throws {RangeError} If alphas do not fit the space or are not finite.
 */
export async function readGraphAlphasFile(
  path: string,
): Promise<GraphAlphasFile> {
  const file = await readArtifact(path, graphAlphasFile);
  file.epochs.forEach((alphas, index) => {
    checkGraphAlphas(file.space, alphas, `${path} at epochs[${index}]`);
  });
  return file;
}

/** Reads an artifact of kind `alphas`, whatever its space; throws what the reader of that kind throws. */
export async function readFoundAlphas(path: string): Promise<FoundAlphas> {
  const { space } = checkArtifact(
    await readJsonFile(path),
    z.object({ space: z.looseObject({}) }),
    path,
  );
  if ("parents" in space) return readChoiceAlphasFile(path);
  return "edges" in space ? readGraphAlphasFile(path) : readAlphasFile(path);
}
