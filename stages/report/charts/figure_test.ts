import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  chartFigure,
  colourClass,
  coordinate,
  verticalAxis,
  verticalScale,
} from "./figure.ts";

const text = { title: "T", caption: "c.", y: "loss", format: String };

Deno.test("verticalScale() has round ends and points upwards", () => {
  const { at, ticks } = verticalScale([0.13, 0.87], [200, 0]);
  assertEquals([ticks[0], ticks.at(-1)], [0, 1]);
  assertEquals([at(0), at(1), at(0.5)], [200, 0, 100]);
});

Deno.test("verticalScale() gives room to a single value, zero too", () => {
  for (const value of [0, 5, -3]) {
    const { at, ticks } = verticalScale([value], [200, 0]);
    assertEquals(at(value) > 0 && at(value) < 200, true);
    assertEquals(ticks.length > 1, true);
  }
});

Deno.test("chartFigure() has a caption and a name for screen readers", () => {
  const scale = verticalScale([0, 1], [200, 0]);
  const { text: figure } = chartFigure(
    text,
    verticalAxis(scale, text, [50, 400]),
    { data: { head: ["x", "y"], rows: [[1, 2]] } },
  );
  assertStringIncludes(figure, 'role="img" aria-label="T. c."');
  assertStringIncludes(
    figure,
    "<figcaption><strong>T.</strong> c.</figcaption>",
  );
  assertStringIncludes(figure, "<summary>Data</summary>");
  assertEquals(figure.match(/class="grid"/g)!.length, scale.ticks.length);
});

Deno.test("coordinate() keeps two decimals, colourClass() repeats after six", () => {
  assertEquals([coordinate(1 / 3), colourClass(0), colourClass(7)], [
    0.33,
    "c0",
    "c1",
  ]);
});
