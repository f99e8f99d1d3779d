import { countBy } from "../../../../common/moments.ts";
import type { InstanceState, InstanceView } from "../api.ts";

/** Colours of states; what needs attention comes first. */
export const SHADES = [
  "failed",
  "running",
  "waiting",
  "done",
  "cached",
] as const;

/** Colour of a state. */
export type Shade = typeof SHADES[number];

/** Order of the colours in a bar: what is finished comes first. */
export const BAR: readonly Shade[] = [
  "cached",
  "done",
  "failed",
  "running",
  "waiting",
];

/** Colour of a state: everything that has yet to run is waiting. */
export function shadeOf(state: InstanceState): Shade {
  switch (state) {
    case "failed":
    case "running":
    case "done":
    case "cached":
      return state;
    default:
      return "waiting";
  }
}

/** Number of instances of each colour. */
export function countsOf(
  instances: readonly Pick<InstanceView, "state">[],
): ReadonlyMap<Shade, number> {
  return countBy(instances, ({ state }) => shadeOf(state));
}

/** Colour of a stage: that of the instance that needs attention most. */
export function stageShade(counts: ReadonlyMap<Shade, number>): Shade {
  return SHADES.find((shade) => counts.has(shade)) ?? "waiting";
}
