import type { Perturbation } from "./perturbation.ts";

/** No perturbation: DARTS. */
export const perturbation: Perturbation = {
  name: "none",
  prepare: () => () => undefined,
};
