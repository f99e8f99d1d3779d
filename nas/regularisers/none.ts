import type { Regulariser } from "./regulariser.ts";

/** No limit on the curvature: DARTS. */
export const regulariser: Regulariser = { name: "none" };
