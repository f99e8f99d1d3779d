import * as tf from "@tensorflow/tfjs-core";
import {
  firstOrderPart,
  maskedMixtures,
  type MixtureMasks,
} from "../search/alpha_step.ts";
import type { Layout } from "../layers/layout.ts";
import { searchForward, withMethod } from "../search/search_forward.ts";
import {
  type SearchParts,
  searchParts,
  type SearchPartsOptions,
} from "../search/search_programs.ts";
import { momentumOf } from "../layers/statistics.ts";
import type { Programs } from "../training/programs.ts";
import { disposeTensors } from "../training/tensor_tree.ts";
import type { SupernetConfig } from "../network/supernet.ts";

/** Builds the parts of a search whose alpha step takes masks of the mixture weights, for one batch size. */
export function projectionParts(
  config: SupernetConfig,
  layout: Layout,
  options: SearchPartsOptions,
): SearchParts {
  const { batch, optimisers, alphaLoss, relaxation, sampling } = options;
  const { specs, forward } = searchForward(config, layout, batch);
  return {
    ...searchParts(config, layout, options),
    alpha: firstOrderPart({
      specs: withMethod(specs, { sampling, alphaLoss }),
      forward,
      momentum: momentumOf(layout),
      adam: optimisers.adam,
      alphaLoss,
      relaxation,
      sampling,
    }, true),
  };
}

/** Mixture weights with decided rows as decided, in the place of others, which are disposed. */
export function projectedMixtures(
  mixtures: readonly tf.Tensor[],
  masks: MixtureMasks,
): tf.Tensor[] {
  const changed = tf.tidy(() => maskedMixtures(mixtures, masks));
  disposeTensors(mixtures);
  return changed;
}

/**
 * Programs of a search that see decided mixture weights wherever a search relaxes alphas: in validation, and in weight
 * and alpha steps.
 *
 * @param programs Compiled from {@linkcode projectionParts}.
 * @param masks Masks of the decisions.
 */
export function projectedPrograms(
  programs: Programs<SearchParts>,
  masks: MixtureMasks,
): Programs<SearchParts> {
  const calls: Partial<Programs<SearchParts>> = {
    relax: (inputs) => projectedMixtures(programs.relax(inputs), masks),
    sample: (inputs) => projectedMixtures(programs.sample(inputs), masks),
    alpha: (inputs) => programs.alpha({ ...inputs, masks }),
  };
  // the others are inherited, so that each is compiled when it is first used
  return Object.create(
    programs,
    Object.fromEntries(
      Object.entries(calls).map(([name, value]) => [name, { value }]),
    ),
  );
}
