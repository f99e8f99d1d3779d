import type { AuxiliarySkip } from "./auxiliary_skip.ts";
import { fallingSkip } from "./falling_skip.ts";

/** Falls in a straight line from 1: DARTS-. */
export const auxiliarySkip: AuxiliarySkip = fallingSkip({
  name: "linear",
  curve: "linear",
});
