import type { Perturbation } from "./perturbation.ts";
import { uniformNoise } from "./uniform_noise.ts";

/** Uniform noise in a box: SDARTS-RS. */
export const perturbation: Perturbation = {
  name: "random",
  prepare: (network) => {
    const perturbed = uniformNoise(network);
    return ({ mixtures }, at) => ({ mixtures: perturbed(mixtures, at) });
  },
};
