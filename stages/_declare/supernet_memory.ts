import { CHANNEL_SHARE } from "../../nas/network/partial_channels.ts";
import { edgesOf } from "../../nas/space/edges_of.ts";
import { isChoiceSpace } from "../../nas/space/choice_space.ts";
import type { SearchFacts } from "./facts.ts";

/** Memory that a stage needs for the supernet that it measures. */
export interface SupernetMemory {
  /** MiB. */
  readonly memory: number;
  readonly advice: string;
}

/**
 * MiB of a process, MiB for each candidate of the supernet, and float32 maps that live at once for each candidate. Peak
 * memory that was measured on Linux x86_64, in MiB, in `supernet_memory_test.ts`.
 */
const NEEDS = {
  hessian: { base: 430, candidate: 1.8, maps: 2.7 },
  landscape: { base: 470, candidate: 0.3, maps: 2.2 },
  discretise: { base: 470, candidate: 0.2, maps: 0.6 },
} as const;

/** Stage that measures a supernet. */
export type SupernetStage = keyof typeof NEEDS;

/**
 * Memory of a stage from the shapes of the supernet that it measures; undefined where its images are not known, and in
 * a space of choice blocks, whose supernets are small.
 *
 * @param batch Images a batch.
 */
export function supernetMemory(
  search: SearchFacts | undefined,
  stage: SupernetStage,
  batch: number,
): SupernetMemory | undefined {
  if (search?.data === undefined || isChoiceSpace(search.space)) {
    return undefined;
  }
  const { space, candidates, channels, cells, stem, data } = search;
  const isPartial = "mixture" in space && space.mixture === "partial";
  const { channelShare = isPartial ? CHANNEL_SHARE : 1 } = search;
  const { base, candidate, maps } = NEEDS[stage];
  const perCell = edgesOf(space).length * candidates;
  const image = perCell * elementsOfMaps({
    channels: channels / channelShare,
    cells,
    side: data.size / 2 ** stem.stem.halvings,
  }) * 4 / 2 ** 20;
  return {
    memory: Math.ceil(
      base + candidate * cells * perCell + maps * batch * image,
    ),
    advice: `a smaller batch (${batch}) needs less memory`,
  };
}

/** Elements of one map in each cell, for an image: from a third and from two thirds of the depth on, half as many each. */
function elementsOfMaps(
  { channels, cells, side }: {
    readonly channels: number;
    readonly cells: number;
    readonly side: number;
  },
): number {
  // a single cell halves the map once
  if (cells === 1) return channels * side ** 2 / 2;
  const first = Math.floor(cells / 3);
  const second = Math.floor(2 * cells / 3);
  const whole = first + (second - first) / 2 + (cells - second) / 4;
  return channels * side ** 2 * whole;
}
