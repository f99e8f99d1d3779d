import type { ChoiceSpace } from "../../nas/space/choice_space.ts";
import { EARLY_STOP } from "../../nas/curvature/early_stop.ts";
import { METHODS, watchesCurvature } from "../../nas/search/method.ts";
import { namedSpace } from "../../nas/space/named_space.ts";
import { narrowedSpace } from "../../nas/space/narrowed_space.ts";
import { relaxedSpace } from "../../nas/search/relaxed_space.ts";
import type { SearchSpace } from "../../nas/space/edge_space.ts";
import { readAlphasFile } from "../_artifacts/alphas_file.ts";
import type { SearchParams } from "./params.ts";
import { WARMUPS } from "../../nas/search/published_settings.ts";

/** What a method makes of the parameters. */
export interface SearchPlan {
  /** The space as the method relaxes it. */
  readonly space: SearchSpace | ChoiceSpace;
  /** Epochs in which only the weights are trained. */
  readonly warmup: number;
  /** Epochs between two Hessians, if any. */
  readonly every: number | undefined;
  /** Weight decay of the weights. */
  readonly weightDecay: number;
  /** Probability of dropping an edge at the end; undefined where no edge may be dropped. */
  readonly dropPath: number | undefined;
  /** Side of the cutout hole; 0 for none. */
  readonly cutout: number;
}

/** Weight decay of all published searches that do not vary it. */
const WEIGHT_DECAY = 3e-4;

/** Side of the hole that goes along with drop path in the published searches (method.md section 4). */
const DROP_PATH_CUTOUT = 16;

/**
 * The space that the strongest operations of a search before leave, or the space itself without one.
 *
 * @param before The file of its alphas.
 * @throws {RangeError} If there is no such search, it was in another space, or nothing says how many operations to keep.
 */
export async function narrowedBy(
  before: string | undefined,
  { space, keep }: {
    readonly space: SearchSpace | ChoiceSpace;
    readonly keep?: number | undefined;
  },
): Promise<SearchSpace | ChoiceSpace> {
  if (before === undefined && keep === undefined) return space;
  if (before === undefined) {
    throw new RangeError(
      `Expected a search at the input before, of which edges keep ${keep} operations, but found none`,
    );
  }
  if (keep === undefined) {
    throw new RangeError(
      "Expected keep, the operations that edges keep of the search before, but found none",
    );
  }
  const found = await readAlphasFile(before);
  if (found.space.name !== space.name) {
    throw new RangeError(
      `Expected a search before in ${space.name} but found one in ${found.space.name}`,
    );
  }
  return {
    ...narrowedSpace(found.space, found.epochs.at(-1)!, keep),
    ...("relaxation" in space ? { relaxation: space.relaxation } : {}),
  };
}

/**
 * Joins a method's published values to the parameters.
 *
 * @throws {RangeError} If the method has no such space.
 */
export function searchPlan(
  params: Pick<
    SearchParams,
    | "method"
    | "space"
    | "own"
    | "nodes"
    | "warmup"
    | "curvatureEvery"
    | "weightDecay"
    | "dropPath"
    | "cutout"
  >,
): SearchPlan {
  const method = METHODS[params.method];
  const { regulariser, relaxation } = method;
  const dropPath = regulariser === "drop-path"
    ? params.dropPath ?? 0
    : undefined;
  return {
    space: relaxedSpace(namedSpace(params.space, params), relaxation),
    warmup: params.warmup ?? WARMUPS[relaxation],
    every: params.curvatureEvery ??
      (watchesCurvature(method) ? EARLY_STOP.every : undefined),
    weightDecay: params.weightDecay ?? WEIGHT_DECAY,
    dropPath,
    cutout: params.cutout ?? (dropPath ? DROP_PATH_CUTOUT : 0),
  };
}
