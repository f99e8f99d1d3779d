import { type ComponentChild, h } from "preact";

/** What stands in a view that has nothing to show. */
export function Empty(
  { read, text }: {
    /** False while the numbers are being read. */
    readonly read: boolean;
    /** Why there is nothing. */
    readonly text: string;
  },
): ComponentChild {
  return h(
    "p",
    { class: "plain" },
    read ? text : "Reading the numbers of the cache …",
  );
}
