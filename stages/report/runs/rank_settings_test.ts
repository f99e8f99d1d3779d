import { assertEquals } from "@std/assert";
import { inventedRun } from "../../../test/support/stages/invented_run.ts";
import type { Point } from "../../../pipeline/stage.ts";
import { groupRuns } from "./group_runs.ts";
import { rankSettings } from "./rank_settings.ts";
import type { Run } from "./report_run.ts";

type Search = NonNullable<Run["found"]["search"]>;

/** Trainings of one search by a method at a place, with the error of each learning rate; of two seeds. */
function trainings(
  place: Point,
  method: string,
  errors: Readonly<Record<number, number>>,
): Run[] {
  return [0, 1].flatMap((seed) =>
    Object.entries(errors).map(([rate, error]) => {
      const searched = { ...place, method, seed };
      const run = inventedRun(
        { ...searched, learningRate: Number(rate) },
        // seeds are averaged
        { top1Error: error + (seed === 0 ? 0.01 : -0.01), stages: ["test"] },
      );
      const value = {} as Search["value"];
      const search = { point: searched, instance: "", value, sha256: "" };
      return { ...run, found: { ...run.found, search } };
    })
  );
}

Deno.test("methods are ranked in each setting of their trainings, at each place and over all of them", () => {
  const found = rankSettings(groupRuns([
    ...trainings({ cells: 4 }, "darts", { 0.1: 0.3, 0.2: 0.2, 0.3: 0.5 }),
    ...trainings({ cells: 4 }, "drnas", { 0.1: 0.2, 0.2: 0.3, 0.3: 0.4 }),
    ...trainings({ cells: 18 }, "darts", { 0.1: 0.3, 0.2: 0.3, 0.3: 0.3 }),
    ...trainings({ cells: 18 }, "drnas", { 0.1: 0.1, 0.2: 0.1, 0.3: 0.1 }),
  ]));
  const rounded = (value: number) => Math.round(value * 1e6) / 1e6;
  const rows = found.map(({ place, n, methods }) => [
    place,
    n,
    ...methods.map(({ name, mean, best, rank }) =>
      [name, ...[mean, best, rank].map(rounded)] as const
    ),
  ]);
  assertEquals<unknown>(rows, [
    [{}, 2, ["DARTS", 0.316667, 0.25, 2], ["DrNAS", 0.2, 0.15, 1]],
    [
      { cells: 4 },
      3,
      ["DARTS", 0.333333, 0.2, 1.666667],
      ["DrNAS", 0.3, 0.2, 1.333333],
    ],
    [{ cells: 18 }, 3, ["DARTS", 0.3, 0.3, 2], ["DrNAS", 0.1, 0.1, 1]],
  ]);
  assertEquals(found[2]!.methods.map(({ interval }) => interval), [
    [2, 2],
    [1, 1],
  ]);
  assertEquals(found[0]!.axes, ["learningRate"]);
});

Deno.test("axes along which something else was measured, such as a curvature, are no settings", () => {
  const measured = ["darts", "drnas"].flatMap((method) =>
    trainings({}, method, { 0.1: 0.3 }).flatMap((run) =>
      [1, 2].map((batches) => ({
        ...run,
        point: { ...run.point, batches },
      }))
    )
  );
  assertEquals(rankSettings(groupRuns(measured)), []);
});

Deno.test("only settings in which all methods were tested count, and names are no settings", () => {
  const two = trainings({}, "drnas", { 0.1: 0.2, 0.2: 0.3 });
  const [ranks] = rankSettings(groupRuns([
    ...trainings({}, "darts", { 0.1: 0.3, 0.2: 0.2, 0.3: 0.5 }),
    ...two,
  ]));
  assertEquals([ranks!.n, ranks!.methods[0]!.mean], [2, 0.25]);
  assertEquals(rankSettings(groupRuns(two)), []);
  const named = [...two, ...trainings({}, "darts", { 0.1: 0.3, 0.2: 0.2 })]
    .map((run) => ({
      ...run,
      point: { ...run.point, learningRate: `${run.point["learningRate"]}` },
    }));
  assertEquals(rankSettings(groupRuns(named)), []);
});
