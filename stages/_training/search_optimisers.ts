import type { SearchOptimisers } from "../../nas/search/search_forward.ts";

/** Optimisers of weights and alphas; the betas of Adam are published. */
export function searchOptimisers(
  params: {
    readonly momentum: number;
    readonly clip: number;
    readonly alphaLearningRate: number;
    readonly alphaWeightDecay: number;
    readonly alphaMomentum?: number | undefined;
  },
  weightDecay: number,
): SearchOptimisers {
  return {
    sgd: { momentum: params.momentum, weightDecay, clip: params.clip },
    adam: {
      rate: params.alphaLearningRate,
      betas: [params.alphaMomentum ?? 0.5, 0.999],
      epsilon: 1e-8,
      weightDecay: params.alphaWeightDecay,
    },
  };
}
