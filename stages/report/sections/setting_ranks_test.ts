import { assertEquals, assertStringIncludes } from "@std/assert";
import { settingRanks } from "./setting_ranks.ts";

Deno.test("settingRanks() has a row for each method with mean, best, rank and interval, and the place once", () => {
  const methods = [
    { name: "DARTS", mean: 0.25, best: 0.2, rank: 1.5, interval: null },
    { name: "drnas", mean: 0.26, best: 0.1, rank: 1.5, interval: [1, 2] },
  ] as const;
  const axes = ["learningRate", "weightDecay"];
  const at = { axes, n: 9, methods };
  const { text } = settingRanks([
    { ...at, place: {} },
    { ...at, place: { supernet: "wide", nodes: 8 } },
  ])!;
  for (
    const part of [
      "The settings are the values of learningRate and weightDecay.",
      '<th scope="row">all</th><td>9</td>',
      '<th scope="row">wide · nodes 8</th><td>9</td>',
      '<th scope="row">drnas</th><td>26.00 %</td><td>10.00 %</td><td><b>1.50</b></td><td>1.00 to 2.00</td>',
      "<td><b>1.50</b></td><td>–</td>",
    ]
  ) assertStringIncludes(text, part);
  assertEquals(text.match(/wide/g)!.length, 1);
  assertEquals(settingRanks([]), undefined);
});
