import { assertEquals, assertStringIncludes } from "@std/assert";
import { inventedRun } from "../../../test/support/stages/invented_run.ts";
import { percent } from "../html/format.ts";
import { groupRuns } from "../runs/group_runs.ts";
import { metricMaps } from "./metric_maps.ts";

/** Groups over two axes of numbers and two methods, without the value of one place. */
function groupsOver(widths: readonly number[]) {
  const points = ["darts", "sdarts-rs"].flatMap((method, m) =>
    [0.01, 0.1, 1].flatMap((rate, r) =>
      widths.map((width, w) => ({
        point: { method, rate, width },
        error: (1 + m + 2 * r + 10 * w) / 100,
      }))
    )
  );
  return groupRuns(
    points.slice(0, -1).map(({ point, error }) =>
      inventedRun(point, { top1Error: error })
    ),
  );
}

const METRIC = {
  metric: "test_error",
  title: "Test error",
  caption: "",
  format: percent(0),
} as const;

Deno.test("metricMaps() draws the means over two axes of numbers, a map a method, on one scale", () => {
  const maps = metricMaps(METRIC, groupsOver([8, 16, 24]))
    .map((map) => map!.text);
  assertEquals(
    maps.map((map) => /<strong>([^<]*)/.exec(map)![1]),
    ["Test error, DARTS.", "Test error, SDARTS-RS."],
  );
  for (const map of maps) {
    assertStringIncludes(map, 'text-anchor="start">1 %<');
    assertStringIncludes(map, 'text-anchor="start">25 %<');
  }
  assertStringIncludes(maps[0]!, "<title>24, 0.01: 21 %</title>");
  // 9 places and the steps of the scale; one place has no value.
  assertEquals(
    maps.map((map) => map.match(/<title>\d+, [\d.]+: /g)!.length),
    [9, 8],
  );
});

Deno.test("metricMaps() are for two axes of three or more numbers", () => {
  assertEquals(metricMaps(METRIC, groupsOver([8, 16])), []);
});
