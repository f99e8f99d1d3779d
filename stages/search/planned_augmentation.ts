import type { AugmentationParams } from "../_declare/augmentation_param.ts";
import { methodOfParam } from "../_declare/method_param.ts";

/** Side of the cutout hole in published searches with drop path (docs/method.md section 4). */
const DROP_PATH_CUTOUT = 16;

/** Parameters of a search that decide how training images are changed. */
export interface SearchChanges
  extends Pick<AugmentationParams, "augmentation" | "crop" | "flip"> {
  readonly method: Parameters<typeof methodOfParam>[0];
  readonly dropPath?: number | undefined;
  readonly cutout?: number | undefined;
}

/** Probability of dropping an edge that the ramp ends at; undefined where no edge may be dropped. */
export function plannedDropPath(
  { method, dropPath = 0 }: Pick<SearchChanges, "method" | "dropPath">,
): number | undefined {
  const { regulariser } = methodOfParam(method);
  return regulariser === "drop-path" ? dropPath : undefined;
}

/** The parameters with the hole that the method is published with. */
export function plannedAugmentation(params: SearchChanges): AugmentationParams {
  const { augmentation, crop, flip, cutout } = params;
  return {
    augmentation,
    crop,
    flip,
    cutout: cutout ?? (plannedDropPath(params) ? DROP_PATH_CUTOUT : 0),
  };
}
