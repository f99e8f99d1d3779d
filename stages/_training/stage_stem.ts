import type { LoadStem } from "../../nas/stems/stem.ts";
import type { StageContext } from "../../pipeline/stage.ts";
import { namedPart } from "./named_part.ts";

/** Gives the stem from the parts of a stage. */
export function stageStem(
  context: Pick<StageContext<unknown>, "part">,
): LoadStem {
  return (name) =>
    namedPart(context, "stem", {
      name,
      wire: "the search or the retraining that has it",
    });
}
