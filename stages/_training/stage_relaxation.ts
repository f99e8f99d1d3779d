import {
  type Relaxation,
  USUAL_RELAXATION,
} from "../../nas/relaxations/relaxation.ts";
import type { Composition } from "../../nas/search/composition.ts";
import type { StageContext } from "../../pipeline/stage.ts";
import { namedPart } from "./named_part.ts";

/**
 * The relaxation of the search that a supernet is of, from the parts of a stage.
 *
 * @throws {RangeError} If the stage does not have its module.
 */
export function stageRelaxation(
  context: Pick<StageContext<unknown>, "part">,
  { composition }: { readonly composition?: Composition | undefined },
): Promise<Relaxation> {
  return namedPart(context, "relaxation", {
    name: composition?.relaxation ?? USUAL_RELAXATION,
    wire: "the search that has it",
  });
}
