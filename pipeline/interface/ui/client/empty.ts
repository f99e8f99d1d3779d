import { type ComponentChild, h } from "preact";

/** Content of a view that has nothing to show. */
export function Empty(
  { read, text }: {
    /** False while the numbers are being read. */
    readonly read: boolean;
    readonly text: string;
  },
): ComponentChild {
  return plainLine(read ? text : "Reading the numbers in the cache …");
}

/** A line of plain text. */
export function plainLine(text: string): ComponentChild {
  return h("p", { class: "plain" }, text);
}
