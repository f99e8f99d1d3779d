import type { LoadStem, Stem } from "../../nas/stems/stem.ts";
import type { StageContext } from "../../pipeline/stage.ts";

/** Gives the stem from the parts of a stage: role `stem/<name>` for a built-in one, and `stem` for a user's. */
export function stageStem(
  { part }: Pick<StageContext<unknown>, "part">,
): LoadStem {
  const exported = async (role: string) => {
    try {
      return (await part<{ readonly stem: Stem }>(role)).stem;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return undefined;
    }
  };
  return async (name) => {
    const found = await exported(`stem/${name}`) ?? await exported("stem");
    if (found?.name === name) return found;
    throw new RangeError(
      `Expected the module of the stem ${name} but found ${
        found === undefined ? "none" : `that of ${found.name}`
      }: wire the search or the retraining that has it`,
    );
  };
}
