import { type ComponentChild, h } from "preact";
import { numberText } from "../../../../common/quantities.ts";
import { plainLine } from "./empty.ts";
import type { Correlation } from "./sweep_rows.ts";

/** The rank correlation of each axis with the metric, as numbers and bars. */
export function Correlations(
  { found, by, choose }: {
    readonly found: readonly Correlation[];
    readonly by: string;
    readonly choose: (axis: string) => void;
  },
): ComponentChild {
  return h("figure", { class: "chart" }, [
    h("figcaption", {}, `Rank correlation with ${by}`),
    h("table", { class: "correlations" }, [
      h(
        "thead",
        {},
        h("tr", {}, ["axis", "ρ", "", "n"].map((head) => h("th", {}, head))),
      ),
      h(
        "tbody",
        {},
        found.map(({ axis, value, n, order }) =>
          h("tr", { key: axis }, [
            h("th", { scope: "row" }, [
              h("button", {
                type: "button",
                class: "link",
                onClick: () => choose(axis),
              }, axis),
              order === null ? null : h("small", {}, ` ${order.join(" → ")}`),
            ]),
            h(
              "td",
              {},
              value === null ? "–" : numberText(Number(value.toFixed(2))),
            ),
            h(
              "td",
              { class: "bar" },
              h("i", {
                style: value === null
                  ? "width: 0"
                  : `width: ${50 * Math.abs(value)}%; ${
                    value < 0 ? "right" : "left"
                  }: 50%`,
              }),
            ),
            h("td", {}, String(n)),
          ])
        ),
      ),
    ]),
    plainLine(
      "Spearman, over n rows; near 0 also where the best lies in the middle, – for names without an order.",
    ),
  ]);
}
