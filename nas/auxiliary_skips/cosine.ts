import type { AuxiliarySkip } from "./auxiliary_skip.ts";
import { fallingSkip } from "./falling_skip.ts";

/** Falls along half a period of a cosine from 1: the second published form of DARTS-. */
export const auxiliarySkip: AuxiliarySkip = fallingSkip({
  name: "cosine",
  curve: "cosine",
});
