import { type AlphasFile, readAlphasFile } from "./alphas_file.ts";
import { readChoiceAlphasFile } from "./choice_alphas_file.ts";
import { readJsonFile } from "./json_file.ts";

/** Content of an artifact of kind `alphas`, of a space of edges or of choice blocks, which has `space.parents`. */
export type FoundAlphas =
  | AlphasFile
  | Awaited<ReturnType<typeof readChoiceAlphasFile>>;

/** Reads an artifact of kind `alphas`, whatever its space; throws what the reader of that kind throws. */
export async function readFoundAlphas(path: string): Promise<FoundAlphas> {
  const { space } = await readJsonFile(path) as { space?: object };
  return space !== undefined && "parents" in space
    ? readChoiceAlphasFile(path)
    : readAlphasFile(path);
}
