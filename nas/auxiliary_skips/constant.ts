import type { AuxiliarySkip } from "./auxiliary_skip.ts";

/** Stays at 1 in the whole search. */
export const auxiliarySkip: AuxiliarySkip = {
  name: "constant",
  factor: () => 1,
};
