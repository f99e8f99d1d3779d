import { assertEquals } from "@std/assert";
import { inventedRun } from "../../../test/support/stages/invented_run.ts";
import type { Point } from "../../../pipeline/stage.ts";
import { groupRuns } from "./group_runs.ts";
import { looksOf, sweptAxes } from "./swept_axes.ts";

/** Groups of searches at some points, and of a random architecture without coordinates. */
function groupsAt(points: readonly Point[]) {
  return groupRuns([
    ...points.map((point) => inventedRun(point)),
    inventedRun({}, { source: "random" }),
  ]);
}

const RATES = [1, 0.001, 0.01, 0.1, 0.0001];

Deno.test("sweptAxes() tells scales from kinds, and scales of ratios from those of differences", () => {
  const groups = groupsAt(RATES.flatMap((rate, i) =>
    [0, 4].map((cutout) => ({
      method: "darts",
      rate,
      width: 8 * (i + 1),
      cutout,
      space: "s3",
      seed: i,
    }))
  ));
  assertEquals(
    sweptAxes(groups).map(({ name, values, scale }) => [name, values, scale]),
    [
      ["rate", [0.0001, 0.001, 0.01, 0.1, 1], "log"],
      ["width", [8, 16, 24, 32, 40], "linear"],
      ["cutout", [0, 4], null],
    ],
  );
});

Deno.test("looksOf() gives groups along a scale one colour in several strengths", () => {
  const groups = groupsAt(
    RATES.flatMap((rate) =>
      ["darts", "sdarts-rs"].map((method) => ({ rate, method }))
    ),
  );
  const looks = looksOf(groups);
  assertEquals(
    groups.map(({ name }, i) => [name, looks[i]!.colour, looks[i]!.shade]),
    [
      ...[0, 0.25, 0.5, 0.75, 1].flatMap((shade) => [
        ["DARTS", 0, shade],
        ["SDARTS-RS", 1, shade],
      ]),
      ["random baseline", 2, null],
    ],
  );
});
