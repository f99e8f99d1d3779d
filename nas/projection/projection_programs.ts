import * as tf from "@tensorflow/tfjs-core";
import { firstOrderStep } from "../search/alpha_step.ts";
import type { Layout } from "../layers/layout.ts";
import {
  searchForward,
  type SearchOptimisers,
} from "../search/search_forward.ts";
import { type SearchSteps, searchSteps } from "../search/search_programs.ts";
import { momentumOf } from "../layers/statistics.ts";
import type { Programs, Step } from "../training/programs.ts";
import type { SupernetConfig } from "../network/supernet.ts";

/** The steps of a search in which some mixture weights are decided. */
export interface ProjectionSteps extends SearchSteps {
  /**
   * As in a search, with a pair of factors and summands of each matrix behind the corrections:
   * (.., corrections, factors.., summands.., x, y, seed)
   */
  readonly alpha: Step;
}

/** Factors, then summands, one tensor of each matrix. */
type Masks = readonly tf.Tensor[];

type Call = (...args: tf.Tensor[]) => tf.Tensor[];

function project(
  mixtures: readonly tf.Tensor[],
  masks: Masks,
): tf.Tensor[] {
  return mixtures.map((m, i) =>
    tf.add(tf.mul(m, masks[i]!), masks[mixtures.length + i]!)
  );
}

/** Builds the steps for one batch size. */
export function projectionSteps(
  config: SupernetConfig,
  layout: Layout,
  { batch, optimisers }: { batch: number; optimisers: SearchOptimisers },
): ProjectionSteps {
  const { specs, forward } = searchForward(config, layout, batch);
  const { matrices } = specs;
  return {
    ...searchSteps(config, layout, { batch, optimisers }),
    alpha: firstOrderStep({
      specs,
      forward,
      momentum: momentumOf(layout),
      adam: optimisers.adam,
    }, { specs: [...matrices, ...matrices], apply: project }),
  };
}

/**
 * Programs of a search that see decided mixture weights wherever a search has soft-maxes: in the soft-max itself, after
 * each perturbation, and in the alpha step.
 */
export function projectedPrograms(
  programs: Programs<keyof ProjectionSteps>,
  masks: Masks,
): Programs<keyof SearchSteps> {
  const count = masks.length / 2;
  const projected = (results: tf.Tensor[], from: number): tf.Tensor[] => {
    const mixtures = results.slice(from);
    const changed = tf.tidy(() => project(mixtures, masks));
    tf.dispose(mixtures);
    return [...results.slice(0, from), ...changed];
  };
  const behind = 3 + 3 * count + 1;
  const calls: Partial<Record<keyof SearchSteps, Call>> = {
    softmax: (...args) => projected(programs.softmax(...args), 0),
    perturb: (...args) => projected(programs.perturb(...args), 0),
    attack: (...args) => projected(programs.attack(...args), 1),
    alpha: (...args) =>
      programs.alpha(
        ...args.slice(0, behind),
        ...masks,
        ...args.slice(behind),
      ),
  };
  // the others are inherited, so that each is compiled when it is first used
  return Object.create(
    programs,
    Object.fromEntries(
      Object.entries(calls).map(([name, value]) => [name, { value }]),
    ),
  );
}
