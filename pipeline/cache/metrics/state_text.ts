import type { WideRow } from "./wide_table.ts";

/** `done`, or how many instances of a row are in which state: `2 done, 1 failed`. */
export function stateText({ instances }: Pick<WideRow, "instances">): string {
  const counts = [...Map.groupBy(instances, ({ state }) => state)];
  const [only] = counts;
  return counts.length === 1 && only !== undefined
    ? only[0]
    : counts.map(([state, all]) => `${all.length} ${state}`).join(", ");
}
