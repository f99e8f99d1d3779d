import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { dotChart } from "./dot_chart.ts";

const text = {
  title: "Error",
  caption: "Dots.",
  y: "error",
  format: (value: number) => value.toFixed(1),
};

Deno.test("dotChart() draws dots, their mean and how many there are", () => {
  const { text: svg } = dotChart({
    ...text,
    include: 0,
    groups: [
      {
        label: "darts",
        colour: 0,
        dots: [{ label: "seed 0", value: 1 }, { label: "seed 1", value: 3 }],
        details: [{ label: "batch 1", value: 4 }],
      },
      { label: "empty", colour: 1, dots: [] },
    ],
  })!;
  assertEquals(svg.match(/class="dot"/g)!.length, 2);
  assertEquals(svg.match(/class="detail"/g)!.length, 1);
  assertStringIncludes(svg, "<title>darts, mean: 2.0</title>");
  assertStringIncludes(svg, "<title>darts, seed 1: 3.0</title>");
  assertStringIncludes(svg, "n = 2");
  assertEquals(svg.includes("empty"), false);
});

Deno.test("dotChart() puts larger values higher", () => {
  const { text: svg } = dotChart({
    ...text,
    groups: [{
      label: "a",
      colour: 0,
      dots: [{ label: "low", value: 1 }, { label: "high", value: 2 }],
    }],
  })!;
  const [low, high] = [
    ...svg.matchAll(/class="dot" cx="[\d.]+" cy="([\d.]+)"/g),
  ]
    .map((match) => Number(match[1]));
  assertEquals(low! > high!, true);
});

Deno.test("dotChart() is left out without dots", () => {
  assertEquals(dotChart({ ...text, groups: [] }), undefined);
});

Deno.test("dotChart() gives many groups a row of their own and splits long names", () => {
  const groups = Array.from({ length: 6 }, (_, colour) => ({
    label: `s${colour} · DARTS`,
    colour,
    dots: [{ label: "seed 0", value: colour }],
  }));
  const { text: svg } = dotChart({ ...text, groups })!;
  assertStringIncludes(svg, 'class="chart wide"');
  assertStringIncludes(svg, ">s5</text>");
  assertEquals(svg.match(/>DARTS<\/text>/g)!.length, 6);
});

Deno.test("dotChart() gives many groups room for their names, in a chart that is scrolled", () => {
  const groups = Array.from({ length: 20 }, (_, i) => ({
    label: `group ${i}`,
    colour: i,
    dots: [{ label: "seed 0", value: i }],
  }));
  const { text } = dotChart({
    title: "a",
    caption: "b",
    y: "c",
    format: String,
    groups,
  })!;
  assertStringIncludes(
    text,
    '<svg viewBox="0 0 1680 290" style="min-width:1680px"',
  );
  const names = [...text.matchAll(/class="name" x="([\d.]+)"/g)]
    .map(([, x]) => Number(x));
  assertEquals(names.length, 20);
  assert(names.slice(1).every((x, i) => x - names[i]! > 70));
});
