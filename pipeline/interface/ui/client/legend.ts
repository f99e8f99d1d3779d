import { type ComponentChild, h } from "preact";
import { colourOf, shownGroups } from "./chart.ts";
import type { SeriesGroup } from "./groups.ts";

/** The groups of a view with their colours and numbers of series. */
export function Legend(
  { groups }: { readonly groups: readonly SeriesGroup[] },
): ComponentChild {
  const shown = shownGroups(groups);
  return h(
    "p",
    { class: "legend" },
    shown.map(({ name, members, colour }) =>
      h("span", { key: name, class: `c${colourOf(colour)}` }, [
        h("i", { class: "key" }),
        name,
        members.length > 1 ? h("small", {}, ` n = ${members.length}`) : null,
        members.some(({ running }) => running)
          ? h("small", {}, " running")
          : null,
      ])
    ),
    shown.length < groups.length
      ? h("small", {}, `${groups.length - shown.length} more are not drawn`)
      : null,
  );
}
