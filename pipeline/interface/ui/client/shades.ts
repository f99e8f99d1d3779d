import type { InstanceState, InstanceView } from "../api.ts";

/** States as they are coloured, what needs a look first. */
export const SHADES = [
  "failed",
  "running",
  "waiting",
  "done",
  "cached",
] as const;

/** One of them. */
export type Shade = typeof SHADES[number];

/** The same in the order of a bar, what is settled first. */
export const BAR: readonly Shade[] = [
  "cached",
  "done",
  "failed",
  "running",
  "waiting",
];

/** Colour of a state: what will still run is waiting, whatever the reason. */
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

/** How many instances have which colour. */
export function countsOf(
  instances: readonly Pick<InstanceView, "state">[],
): ReadonlyMap<Shade, number> {
  const counts = new Map<Shade, number>();
  for (const { state } of instances) {
    const shade = shadeOf(state);
    counts.set(shade, (counts.get(shade) ?? 0) + 1);
  }
  return counts;
}

/** Colour of a stage: that of the instance that needs a look most. */
export function stageShade(counts: ReadonlyMap<Shade, number>): Shade {
  return SHADES.find((shade) => counts.has(shade)) ?? "waiting";
}
