import type { AnySpace } from "../../nas/space/any_space.ts";
import { EARLY_STOP } from "../../nas/curvature/early_stop.ts";
import { STOPPING_REGULARISERS } from "../../nas/regularisers/built_in_regularisers.ts";
import type { Regulariser } from "../../nas/regularisers/regulariser.ts";
import type { Composition } from "../../nas/search/composition.ts";
import type { SpacePart } from "../../nas/operations/space_part.ts";
import { ownSpace } from "../../nas/space/own_space.ts";
import { withOutputs } from "../../nas/space/edge_space.ts";
import { namedSpace } from "../../nas/space/named_space.ts";
import { CHANNEL_SHARE } from "../../nas/network/partial_channels.ts";
import { mixedSpace } from "../../nas/search/mixed_space.ts";
import {
  type AugmentationChoices,
  augmentationChoices,
} from "../_declare/augmentation_param.ts";
import { methodOfParam } from "../_declare/method_param.ts";
import {
  DRAWN_SAMPLINGS,
  ONE_PATH,
} from "../../nas/samplings/built_in_samplings.ts";
import type { Sampling } from "../../nas/samplings/sampling.ts";
import type { LoadedParts } from "../../pipeline/stage.ts";
import type { SearchParams } from "./params.ts";
import {
  plannedAugmentation,
  plannedDropPath,
} from "./planned_augmentation.ts";
import {
  type CandidateOptions,
  PUBLISHED_CANDIDATES,
  WARMUPS,
} from "../../nas/search/published_settings.ts";

/** Parameters with the published values of the method filled in. */
export interface SearchPlan extends AugmentationChoices {
  /** Name of the method in results. */
  readonly method: string;
  /** Parts of the method. */
  readonly composition: Composition;
  /** Search space, relaxed as the method demands. */
  readonly space: AnySpace;
  /** First epochs, in which only the weights are trained. */
  readonly warmup: number;
  /** How an architecture is chosen after an epoch; undefined where the sampling draws none. */
  readonly candidates?: CandidateOptions;
  /** Epochs between two Hessians; undefined without them. */
  readonly every?: number | undefined;
  readonly weightDecay: number;
  /** Probability of dropping an edge that the ramp ends at; undefined where no edge may be dropped. */
  readonly dropPath?: number | undefined;
  /** Side of the cutout hole in pixels; 0 for none. */
  readonly cutout: number;
}

/** The space of a user's module, else the one of that name. */
function spaceOf(
  { space, ...options }: Pick<
    SearchParams,
    "space" | "own" | "nodes" | "outputs"
  >,
  loaded: LoadedParts,
): AnySpace {
  return loaded.space === undefined
    ? namedSpace(space, options)
    : withOutputs(ownSpace(loaded.space as SpacePart), options.outputs);
}

/** True for a sampling that draws architectures, as a module of the user or by name. */
function drawsArchitectures(
  sampling: string,
  loaded: LoadedParts = {},
): boolean {
  const own = loaded.sampling as Sampling | undefined;
  return own === undefined
    ? DRAWN_SAMPLINGS.includes(sampling)
    : own.architecture !== undefined;
}

/** True for a sampling that draws an operation for each edge, which steps alone compute. */
export function drawsOperations(
  sampling: string,
  loaded: LoadedParts = {},
): boolean {
  const own = loaded.sampling as Sampling | undefined;
  return own === undefined
    ? ONE_PATH.includes(sampling)
    : own.undrawn !== undefined;
}

/** True for a sampling whose steps compute drawn operations alone: one for each edge, or those of an architecture. */
export function computesDrawnAlone(
  sampling: string,
  loaded: LoadedParts = {},
): boolean {
  return drawsArchitectures(sampling, loaded) ||
    drawsOperations(sampling, loaded);
}

/** One of how many channels goes through the candidates in the last phase of a search, where edges have no weights. */
export function lastShare(
  { channelShare = 1, phases = [] }: Pick<
    SearchParams,
    "channelShare" | "phases"
  >,
): number {
  return Math.min(
    channelShare,
    ...phases.map((phase) => phase.channelShare ?? channelShare),
  );
}

/** True where most of the channels bypass the candidates in all phases of a search, by its method or its parameters. */
export function bypassesMost(
  params: Pick<SearchParams, "method" | "channelShare" | "phases">,
): boolean {
  return methodOfParam(params.method).mixture === "partial" ||
    lastShare(params) >= CHANNEL_SHARE;
}

/** True for a regulariser that stops the training of operations. */
export function stopsOperations(
  regulariser: string,
  loaded: LoadedParts = {},
): boolean {
  const own = loaded.regulariser as Regulariser | undefined;
  return own === undefined
    ? STOPPING_REGULARISERS.includes(regulariser)
    : own.stops !== undefined;
}

/** Weight decay of the published searches that do not vary it. */
const WEIGHT_DECAY = 3e-4;

/** Built-in regularisers that look at the curvature. */
const WATCHING: readonly string[] = ["early-stop", "adaptive"];

/**
 * Fills the published values of the method into the parameters.
 *
 * @param loaded What users' modules export.
 * @throws {RangeError} If the method has no such space.
 */
export function searchPlan(
  params: Pick<
    SearchParams,
    | "method"
    | "space"
    | "own"
    | "nodes"
    | "outputs"
    | "warmup"
    | "candidates"
    | "candidateBatches"
    | "curvatureEvery"
    | "weightDecay"
    | "dropPath"
    | "cutout"
    | "augmentation"
    | "crop"
    | "flip"
  >,
  loaded: LoadedParts = {},
): SearchPlan {
  const { name: method, ...composition } = methodOfParam(params.method);
  const { regulariser, mixture } = composition;
  const augmentation = plannedAugmentation(params);
  return {
    method,
    composition,
    space: mixedSpace(spaceOf(params, loaded), mixture),
    warmup: params.warmup ?? WARMUPS[mixture],
    ...(drawsArchitectures(composition.sampling, loaded)
      ? {
        candidates: {
          count: params.candidates ?? PUBLISHED_CANDIDATES.count,
          batches: params.candidateBatches ?? PUBLISHED_CANDIDATES.batches,
        },
      }
      : {}),
    every: params.curvatureEvery ??
      (loaded.regulariser as Regulariser | undefined)?.watch?.every ??
      (WATCHING.includes(regulariser) ? EARLY_STOP.every : undefined),
    weightDecay: params.weightDecay ?? WEIGHT_DECAY,
    dropPath: plannedDropPath(params),
    cutout: augmentation.cutout,
    ...augmentationChoices(augmentation),
  };
}
