import type { AuxiliarySkip } from "./auxiliary_skip.ts";

/** No auxiliary skip: an edge is the sum of its candidates. */
export const auxiliarySkip: AuxiliarySkip = { name: "none" };
