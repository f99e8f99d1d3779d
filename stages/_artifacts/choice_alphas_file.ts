import { z } from "zod";
import {
  checkChoiceAlphas,
  type ChoiceAlphas,
} from "../../nas/space/choice_alphas.ts";
import {
  CHOICE_SPACE_NAMES,
  type ChoiceSpace,
  isChoiceSpace,
} from "../../nas/space/choice_space.ts";
import { checkArtifact, readJsonFile } from "./json_file.ts";

const named = z.object({ space: z.looseObject({ name: z.string() }) });
const rows = z.array(z.array(z.number()));
const alphasFile = z.object({
  space: z.object({
    name: z.string(),
    parents: z.array(z.int().positive()).min(2),
  }),
  method: z.string(),
  seed: z.int(),
  epochs: z.array(
    z.object({
      epoch: z.int().nonnegative(),
      mixtures: z.record(z.string(), rows).optional(),
    }).catchall(rows),
  ).nonempty(),
});

/** Alphas of a search in a NAS-Bench-1Shot1 space, before training (epoch 0) and after every epoch. */
export interface ChoiceTrajectory {
  readonly space: ChoiceSpace;
  readonly method: string;
  readonly seed: number;
  readonly epochs: readonly {
    readonly epoch: number;
    readonly alphas: ChoiceAlphas;
  }[];
}

/**
 * Reads an artifact of kind `alphas` of a search in a NAS-Bench-1Shot1 space and checks all of it.
 *
 * @throws {TypeError} If the file has another form or is of another space; the message names file and place.
 * @throws {RangeError} If alphas do not fit the space or are not finite.
 */
export async function readChoiceAlphasFile(
  path: string,
): Promise<ChoiceTrajectory> {
  const content = await readJsonFile(path);
  const { space: found } = checkArtifact(content, named, path);
  if (!isChoiceSpace(found)) {
    throw new TypeError(
      `Expected a search in ${
        CHOICE_SPACE_NAMES.join(", ")
      } but found one in ${found.name} in ${path}`,
    );
  }
  const { epochs, ...rest } = checkArtifact(content, alphasFile, path);
  return {
    ...rest,
    epochs: epochs.map(({ epoch, ...alphas }, index) => {
      checkChoiceAlphas(rest.space, alphas, `${path} at epochs[${index}]`);
      return { epoch, alphas };
    }),
  };
}
