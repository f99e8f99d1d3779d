import { type ComponentChild, h } from "preact";
import { colourOf } from "./chart.ts";
import type { Group } from "./groups.ts";

/** Groups of a view with their colours, and how many series each has. */
export function Legend(
  { groups }: { readonly groups: readonly Group[] },
): ComponentChild {
  return h(
    "p",
    { class: "legend" },
    groups.map(({ name, members, colour }) =>
      h("span", { key: name, class: `c${colourOf(colour)}` }, [
        h("i", { class: "key" }),
        name,
        members.length > 1 ? h("small", {}, ` n = ${members.length}`) : null,
        members.some(({ running }) => running)
          ? h("small", {}, " running")
          : null,
      ])
    ),
  );
}
