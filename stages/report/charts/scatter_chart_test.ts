import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { scatterChart } from "./scatter_chart.ts";

const text = {
  title: "Error",
  caption: "Invented.",
  x: "rate",
  y: "error",
  format: String,
  log: true,
};
const column = (x: number, ...values: number[]) => ({
  x,
  dots: values.map((value, i) => ({ label: `seed ${i}`, value })),
});
const series = {
  label: "a",
  colour: 1,
  shade: null,
  columns: [column(0.001, 1), column(0.1, 2, 4), column(10, 5)],
};

Deno.test("scatterChart() places numbers by their logarithm, with a dot a run and a line through means", () => {
  const chart = scatterChart({ ...text, series: [series], levels: [] })!.text;
  const places = [...chart.matchAll(/<circle class="dot" cx="([\d.]+)"/g)]
    .map(([, x]) => Number(x));
  assertEquals(places.length, 4);
  assertEquals(places[1], places[2]);
  // Equal ratios are equal distances.
  assertEquals(places[1]! - places[0]!, places[3]! - places[1]!);
  assertEquals(
    [...chart.matchAll(/y="264" text-anchor="middle">([^<]*)/g)]
      .map(([, tick]) => tick),
    ["0.001", "0.01", "0.1", "1", "10"],
  );
  assertStringIncludes(chart, "rate (logarithmic)");
  // One series needs no name.
  assertEquals(chart.includes('class="name"'), false);
});

Deno.test("scatterChart() draws level lines, and names the ends of a scale alone", () => {
  const shades = [0, 0.5, 1].map((shade) => ({
    ...series,
    label: `width ${shade}`,
    shade,
  }));
  const chart = scatterChart({
    ...text,
    log: false,
    series: [...shades, { ...series, columns: [] }],
    levels: [{ label: "random", colour: 2, dots: column(0, 3, 5).dots }],
  })!.text;
  assertEquals(
    [...chart.matchAll(/class="name"[^>]*>([^<]*)/g)].map(([, name]) => name),
    ["width 0", "width 1", "random"],
  );
  assertMatch(chart, /<path class="mean" [^>]*><title>random, mean: 4</);
  assertEquals(scatterChart({ ...text, series: [], levels: [] }), undefined);
});
