import type { AnyAlphas } from "../../nas/space/any_alphas.ts";
import type { AnySpace } from "../../nas/space/any_space.ts";
import { z } from "zod";
import { checkAlphas } from "../../nas/space/alphas.ts";
import { edgeCount } from "../../nas/space/edge_space.ts";
import type { Composition } from "../../nas/search/composition.ts";
import { composition } from "./composition.ts";
import { edgeSpace } from "./edge_space.ts";
import { checkArtifact, readJsonFile, writeJsonFile } from "./json_file.ts";

const rows = z.array(z.array(z.number()));

const alphasFile = z.object({
  space: edgeSpace,
  method: z.string(),
  composition: composition.optional(),
  seed: z.int(),
  epochs: z.array(
    z.object({
      epoch: z.int().nonnegative(),
      normal: rows,
      reduce: rows,
      mixtures: z.record(z.string(), rows).optional(),
    }).catchall(rows),
  ).nonempty(),
});

/**
 * Content of an artifact of kind `alphas`: raw alphas before training (epoch 0) and after every epoch, with their mixture
 * weights where these are not the soft-max.
 */
export type AlphasFile = z.infer<typeof alphasFile>;

/**
 * Reads an artifact of kind `alphas` and checks all of it.
 *
 * @throws {TypeError} If the file has another form; the message names the file and the place in it.
 * @throws {RangeError} If alphas do not fit the space or are not finite.
 */
export async function readAlphasFile(path: string): Promise<AlphasFile> {
  const content = await readJsonFile(path);
  const named =
    (content as { space?: { name?: unknown; parents?: unknown } } | null)
      ?.space;
  if (named?.parents !== undefined) {
    throw new TypeError(
      `${named.name} in ${path} is a NAS-Bench-1Shot1 space: use the stage benchmark`,
    );
  }
  const file = checkArtifact(content, alphasFile, path);
  const { space, epochs } = file;
  const count = edgeCount(space.nodes);
  for (const kind of ["normal", "reduce"] as const) {
    if (space[kind].length !== count) {
      throw new RangeError(
        `Expected ${count} edges for ${space.nodes} nodes but found ${
          space[kind].length
        } in ${path} at space.${kind}`,
      );
    }
  }
  epochs.forEach((alphas, index) => {
    checkAlphas(space, alphas, `${path} at epochs[${index}]`);
    const before = epochs[index - 1]?.epoch ?? -1;
    if (alphas.epoch <= before) {
      throw new RangeError(
        `Expected an epoch after ${before} but found ${alphas.epoch} in ${path} at epochs[${index}]`,
      );
    }
  });
  return file;
}

/**
 * Writes an artifact of kind `alphas`: those of a space of edges for {@linkcode readAlphasFile}, those of a space of
 * choice blocks for `readChoiceAlphasFile`.
 */
export function writeAlphasFile(
  path: string,
  { space, method, composition, seed, epochs }: {
    readonly space: AnySpace;
    readonly method: string;
    /** Parts of the method. */
    readonly composition?: Composition;
    readonly seed: number;
    /** Before training (epoch 0) and after every epoch. */
    readonly epochs: readonly (AnyAlphas & {
      readonly epoch: number;
    })[];
  },
): Promise<void> {
  return writeJsonFile(path, {
    space,
    method,
    composition,
    seed,
    epochs,
  });
}
