import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { heatMap } from "./heat_map.ts";

const map = {
  title: "Map",
  caption: "A test.",
  x: "along",
  y: "across",
  format: (value: number) => value.toFixed(1),
  colour: 1,
  columns: ["a", "<b>"],
  rows: ["one", "two"],
};

Deno.test("heatMap() draws each value with its strength and its text, and leaves gaps empty", () => {
  const { text } = heatMap({ ...map, values: [[0, 1], [null, 0.5]] })!;
  const places = text.match(/<rect[^>]*><title>[^<]*<\/title>/g)!;
  assertEquals(places.length, 3);
  assertEquals(
    places.map((place) => /fill-opacity="([^"]*)"/.exec(place)![1]),
    ["0.06", "1", "0.53"],
  );
  assertStringIncludes(text, "one, &#60;b&#62;: 1.0");
  assertMatch(text, /<g class="c1">/);
  assertStringIncludes(text, ">along<");
});

Deno.test("heatMap() of equal values, of a common scale and of nothing", () => {
  const equal = heatMap({ ...map, values: [[2, 2], [2, 2]] })!.text;
  assertEquals(equal.match(/fill-opacity="1"><title>/g)!.length, 4);
  const common = heatMap({
    ...map,
    values: [[2, 2], [2, 2]],
    range: [0, 4],
  })!.text;
  assertEquals(common.match(/fill-opacity="0.53"><title>/g)!.length, 4);
  assertEquals(
    heatMap({ ...map, values: [[null, null], [null, null]] }),
    undefined,
  );
});

Deno.test("heatMap() names what has room along its axes, the ends always", () => {
  const names = Array.from({ length: 51 }, (_, i) => `epoch ${i}`);
  const { text } = heatMap({
    ...map,
    columns: names,
    rows: ["one"],
    values: [names.map((_, i) => i)],
  })!;
  const shown = [...text.matchAll(/text-anchor="middle">(epoch \d+)</g)]
    .map(([, name]) => name);
  assertEquals([shown[0], shown.at(-1)], ["epoch 0", "epoch 50"]);
  assertEquals(shown.length <= 12, true);
});
