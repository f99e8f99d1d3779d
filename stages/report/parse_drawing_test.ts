import { assertEquals, assertThrows } from "@std/assert";
import { lineChart } from "./charts/line_chart.ts";
import { figuresOf } from "./figures.ts";
import { parseDrawing } from "./parse_drawing.ts";

Deno.test("parseDrawing() gives each shape the colours of its group and the strength of the groups around it", () => {
  const chart = lineChart({
    title: "a",
    caption: "b",
    x: "x",
    y: "y < z",
    format: String,
    groups: [0, 1].map((shade) => ({
      label: `group ${shade}`,
      colour: 1,
      shade,
      runs: [{ label: "run", samples: [[0, shade], [1, 2]] as const }],
    })),
  })!;
  const { width, height, shapes } = parseDrawing(figuresOf(chart.text)[0]!.svg);
  assertEquals([width, height], [500, 290]);
  const means = shapes.filter(({ attributes }) =>
    attributes["class"] === "mean"
  );
  assertEquals(
    means.map(({ kind, style, opacity }) => [
      kind,
      style["fill"],
      style["stroke"],
      style["stroke-dasharray"],
      opacity,
    ]),
    [
      ["path", "none", "#c2500a", "7 4", 0.3],
      ["path", "none", "#c2500a", "7 4", 1],
    ],
  );
  const texts = shapes.filter(({ kind }) => kind === "text");
  assertEquals(
    texts.filter(({ text }) => /group|</.test(text))
      .map(({ text, style }) => [text, style["fill"], style["font-weight"]]),
    [
      ["y < z", "#5b6775", undefined],
      ["group 0", "#c2500a", "600"],
      ["group 1", "#c2500a", "600"],
    ],
  );
  assertThrows(() => parseDrawing("<p>"), SyntaxError, "Expected a chart");
});
