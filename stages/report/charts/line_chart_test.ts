import { assertEquals, assertStringIncludes } from "@std/assert";
import { lineChart, meanLine, type Sample, spreadLine } from "./line_chart.ts";

const text = {
  title: "Accuracy",
  caption: "Of <b>.",
  x: "epoch",
  y: "share",
  format: (value: number) => value.toFixed(1),
};
const line = (label: string, samples: Sample[]) => ({ label, samples });

Deno.test("meanLine() averages where every run has a value", () => {
  assertEquals(
    meanLine([
      line("a", [[1, 2], [2, 4], [3, null]]),
      line("b", [[1, 4], [2, 6], [3, 9], [4, 1]]),
    ]),
    [[1, 3], [2, 5]],
  );
});

Deno.test("lineChart() draws a mean for each group and thin lines where there are several runs", () => {
  const { text: svg } = lineChart({
    ...text,
    groups: [
      {
        label: "two",
        colour: 0,
        runs: [
          line("seed 0", [[1, 0], [2, 1]]),
          line("seed 1", [[1, 1], [2, 1]]),
        ],
      },
      { label: "one", colour: 1, runs: [line("seed 0", [[1, 0], [2, 0]])] },
      { label: "none", colour: 2, runs: [line("seed 0", [[1, null]])] },
    ],
  })!;
  assertEquals(svg.match(/class="mean"/g)!.length, 2);
  assertEquals(svg.match(/class="run"/g)!.length, 2);
  assertStringIncludes(svg, "<title>two, seed 1</title>");
  assertStringIncludes(svg, ">one</text>");
  assertEquals(svg.includes("none"), false);
  assertStringIncludes(svg, "Of &#60;b&#62;.");
});

Deno.test("spreadLine() averages the runs that have a value", () => {
  assertEquals(
    spreadLine([
      line("a", [[1, 2], [2, 4], [3, null]]),
      line("b", [[1, 4], [2, null], [3, null]]),
    ]),
    [
      { x: 1, mean: 3, std: Math.SQRT2, n: 2 },
      { x: 2, mean: 4, std: null, n: 1 },
    ],
  );
});

Deno.test("lineChart() draws a band of the spread that ends at the least value", () => {
  const { text: svg } = lineChart({
    ...text,
    spread: { least: 0 },
    groups: [{
      label: "a",
      colour: 3,
      runs: [
        line("seed 0", [[1, 0], [2, 5]]),
        line("seed 1", [[1, 6], [2, 5]]),
      ],
    }],
  })!;
  assertEquals(svg.match(/class="band c3"/g)!.length, 1);
  // the band would start at 3 - 4.2
  assertEquals(svg.includes(">-"), false);
  assertStringIncludes(svg, ">0.0</text>");
});

Deno.test("lineChart() breaks a line at a gap", () => {
  const { text: svg } = lineChart({
    ...text,
    groups: [{
      label: "a",
      colour: 0,
      runs: [
        line("seed 0", [[1, 1], [2, 1], [3, null], [4, 1], [5, 1]]),
        line("seed 1", [[1, 1], [2, 1], [3, 1], [4, 1], [5, 1]]),
      ],
    }],
  })!;
  const broken = /class="run" d="([^"]+)"><title>a, seed 0/.exec(svg)![1]!;
  assertEquals(broken.match(/M/g)!.length, 2);
});

Deno.test("lineChart() takes a single sample and constant values", () => {
  const { text: svg } = lineChart({
    ...text,
    groups: [{ label: "a", colour: 0, runs: [line("seed 0", [[1, 0]])] }],
  })!;
  assertEquals(svg.includes("NaN"), false);
  assertStringIncludes(svg, '<circle class="end"');
});

Deno.test("lineChart() is left out without values", () => {
  assertEquals(lineChart({ ...text, groups: [] }), undefined);
});
