import { type ComponentChild, h } from "preact";
import type { MetricsView } from "../api.ts";

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

/** A line about each damaged output, whose numbers are not shown. */
export function damageLines(all: MetricsView | undefined): ComponentChild[] {
  return (all?.damaged ?? []).map(plainLine);
}

/** A line of plain text. */
export function plainLine(text: string): ComponentChild {
  return h("p", { class: "plain" }, text);
}
