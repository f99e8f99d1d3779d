import {
  type Relaxation,
  USUAL_RELAXATION,
} from "../../nas/relaxations/relaxation.ts";
import type { Composition } from "../../nas/search/composition.ts";
import type { StageContext } from "../../pipeline/stage.ts";

/**
 * The relaxation of the search that a supernet is of, from the parts of a stage: role `relaxation/<name>` for a built-in
 * one, and `relaxation` for a user's.
 *
 * @throws {RangeError} If the stage does not have its module.
 */
export async function stageRelaxation(
  { part }: Pick<StageContext<unknown>, "part">,
  { composition }: { readonly composition?: Composition | undefined },
): Promise<Relaxation> {
  const name = composition?.relaxation ?? USUAL_RELAXATION;
  const exported = async (role: string) => {
    try {
      return (await part<{ readonly relaxation: Relaxation }>(role)).relaxation;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return undefined;
    }
  };
  const found = await exported(`relaxation/${name}`) ??
    await exported("relaxation");
  if (found?.name === name) return found;
  throw new RangeError(
    `Expected the module of the relaxation ${name} but found ${
      found === undefined ? "none" : `that of ${found.name}`
    }: wire the search that has it`,
  );
}
