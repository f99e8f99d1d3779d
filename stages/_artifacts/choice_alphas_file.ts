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
import { checkedAlphas, readJsonFile } from "./_checked_json.ts";

const alphasFile = z.object({
  space: z.looseObject({ name: z.string() }),
  method: z.string(),
  seed: z.int(),
  epochs: z.array(z.looseObject({ epoch: z.int().nonnegative() })).nonempty(),
});
const choice = z.object({
  name: z.string(),
  parents: z.array(z.int().positive()).min(2),
});
const matrices = z.record(z.string(), z.array(z.array(z.number())));

/** Alphas of a search in a space of choice blocks. */
export interface ChoiceAlphasFile {
  /** Search space. */
  readonly space: ChoiceSpace;
  /** Method that searched. */
  readonly method: string;
  /** Seed of the search. */
  readonly seed: number;
  /** Alphas before training (epoch 0) and after every epoch. */
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
): Promise<ChoiceAlphasFile> {
  const content = await readJsonFile(path);
  const { space, method, seed, epochs } = checkedAlphas(
    alphasFile,
    content,
    path,
  );
  if (!isChoiceSpace(space)) {
    throw new TypeError(
      `Expected a search in ${
        CHOICE_SPACE_NAMES.join(", ")
      } but found one in ${space.name} in ${path}`,
    );
  }
  const known = checkedAlphas(choice, space, path);
  return {
    space: known,
    method,
    seed,
    epochs: epochs.map(({ epoch, ...rest }, index) => {
      const alphas = checkedAlphas(matrices, rest, path);
      checkChoiceAlphas(known, alphas, `${path} at epochs[${index}]`);
      return { epoch, alphas };
    }),
  };
}
