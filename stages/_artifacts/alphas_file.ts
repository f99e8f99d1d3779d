import { z } from "zod";
import { checkAlphas } from "../../nas/space/alphas.ts";
import {
  edgeCount,
  PRIMITIVES,
  RELAXATIONS,
} from "../../nas/space/edge_space.ts";
import { checkedAlphas, readJsonFile } from "./_checked_json.ts";

const edges = z.array(
  z.array(z.enum(PRIMITIVES)).refine(
    (candidates) => candidates.some((operation) => operation !== "none"),
    "Expected an operation other than none",
  ),
);
const rows = z.array(z.array(z.number()));

const alphasFile = z.object({
  space: z.object({
    name: z.string(),
    nodes: z.int().positive(),
    normal: edges,
    reduce: edges,
    relaxation: z.enum(RELAXATIONS).optional(),
  }),
  method: z.string(),
  seed: z.int(),
  epochs: z.array(
    z.object({ epoch: z.int().nonnegative(), normal: rows, reduce: rows })
      .catchall(rows),
  ).nonempty(),
});

/** Content of an artifact of kind `alphas`: raw alphas before training (epoch 0) and after every epoch. */
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
      `Expected a space of edges but found ${named.name} in ${path}: the stage benchmark looks up what its searches give`,
    );
  }
  const file = checkedAlphas(alphasFile, content, path);
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
