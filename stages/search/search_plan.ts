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

/** Parameters with the published values of the method filled in. */
export interface SearchPlan {
  /** Search space, relaxed as the method demands. */
  readonly space: SearchSpace | ChoiceSpace;
  /** First epochs, in which only the weights are trained. */
  readonly warmup: number;
  /** Epochs between two Hessians; undefined without them. */
  readonly every: number | undefined;
  readonly weightDecay: number;
  /** Probability of dropping an edge that the ramp ends at; undefined where no edge may be dropped. */
  readonly dropPath: number | undefined;
  /** Side of the cutout hole in pixels; 0 for none. */
  readonly cutout: number;
}

/** Weight decay of the published searches that do not vary it. */
const WEIGHT_DECAY = 3e-4;

/** Side of the cutout hole in published searches with drop path (docs/method.md section 4). */
const DROP_PATH_CUTOUT = 16;

/**
 * Narrows a space to the operations that the search before preferred; without such a search returns it as it is.
 *
 * @param before Alphas of the search before.
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
      "`keep` needs a search at the input `before`",
    );
  }
  if (keep === undefined) {
    throw new RangeError(
      "a search at the input `before` needs the parameter `keep`",
    );
  }
  const found = await readAlphasFile(before);
  if (found.space.name !== space.name) {
    throw new RangeError(
      `Expected a search in ${space.name} at the input before but found one in ${found.space.name}`,
    );
  }
  return {
    ...narrowedSpace(found.space, found.epochs.at(-1)!, keep),
    ...("relaxation" in space ? { relaxation: space.relaxation } : {}),
  };
}

/**
 * Fills the published values of the method into the parameters.
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
