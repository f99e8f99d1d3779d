import type { AnySpace } from "../../nas/space/any_space.ts";
import { narrowedSpace } from "../../nas/space/narrowed_space.ts";
import { readAlphasFile } from "../_artifacts/alphas_file.ts";

/**
 * Narrows a space to the operations that the search before preferred; without such a search returns it as it is.
 *
 * @param before Alphas of the search before.
 * @throws {RangeError} If there is no such search, it was in another space, or nothing says how many operations to keep.
 */
export async function narrowedBy(
  before: string | undefined,
  { space, keep }: {
    readonly space: AnySpace;
    readonly keep?: number | undefined;
  },
): Promise<AnySpace> {
  if (before === undefined && keep === undefined) return space;
  if (before === undefined) {
    throw new RangeError(
      "`keep` needs a search at the input `before`",
    );
  }
  if (keep === undefined) {
    throw new RangeError(
      "a search at the input `before` needs the parameter `keep`",
    );
  }
  const found = await readAlphasFile(before);
  if (found.space.name !== space.name) {
    throw new RangeError(
      `Expected a search in ${space.name} at the input before but found one in ${found.space.name}`,
    );
  }
  return {
    ...narrowedSpace(found.space, found.epochs.at(-1)!, keep),
    ...("mixture" in space ? { mixture: space.mixture } : {}),
  };
}
