import { assertAlmostEquals, assertEquals } from "@std/assert";
import type { SeriesView } from "../api.ts";
import { axesOf, bandOf, groupSeries, summaryOf } from "./groups.ts";

function series(
  run: string,
  point: SeriesView["point"],
  values: readonly (number | null)[] = [],
): SeriesView {
  const instance = `search@${Object.values(point).join(",")}`;
  const steps = values.map((_, index) => index);
  return { run, instance, point, running: false, steps, values };
}

const FOUR = [
  series("now", { method: "a", seed: 0 }, [1, 2]),
  series("now", { method: "a", seed: 1 }, [3, null]),
  series("now", { method: "b", seed: 0 }, [5, 6, 7]),
  series("now", { method: "b", seed: 1 }),
];

Deno.test("groupSeries() groups by some axes, and by run if there are several", () => {
  assertEquals(axesOf(FOUR), ["method", "seed"]);
  const names = (axes: string[], of: SeriesView[] = FOUR) =>
    groupSeries(of, axes).map(({ name, members }) => [name, members.length]);
  assertEquals(names(["method"]), [["a", 2], ["b", 2]]);
  assertEquals(names(["seed"]), [["seed 0", 2], ["seed 1", 2]]);
  assertEquals(names([]), [["all", 4]]);
  assertEquals(names(["method", "seed"]).length, 4);
  const runs = [...FOUR, ...FOUR.map((one) => ({ ...one, run: "old" }))];
  assertEquals(names(["method"], runs), [
    ["a · now", 2],
    ["b · now", 2],
    ["a · old", 2],
    ["b · old", 2],
  ]);
  // an instance that the pipeline does not have any more is in no group of others
  const gone = { ...series("now", {}), instance: "search@c,seed=0" };
  assertEquals(names(["method"], [...FOUR, gone]).at(-1), [
    "search@c,seed=0",
    1,
  ]);
});

Deno.test("groupSeries() gives a group the same colour whichever groups have a value", () => {
  const [, , ...some] = FOUR;
  assertEquals(
    groupSeries(some, ["method"], FOUR).map(({ colour }) => colour),
    [1],
  );
});

Deno.test("bandOf() averages the members that have a value at each step", () => {
  const { steps, mean, low, high } = bandOf(FOUR.slice(0, 3));
  assertEquals(steps, [0, 1, 2]);
  assertEquals(mean, [3, 4, 7]);
  assertAlmostEquals(low[0]!, 1);
  assertAlmostEquals(high[0]!, 5);
  // one value has no spread
  assertEquals([low[2], high[2]], [7, 7]);
  const empty = bandOf([{ steps: [0], values: [null] }]);
  assertEquals(empty, { steps: [0], mean: [null], low: [null], high: [null] });
});

Deno.test("summaryOf() takes the last finite value of each member", () => {
  assertEquals(summaryOf(FOUR), {
    n: 3,
    mean: 4,
    sd: Math.sqrt((4 + 1 + 9) / 2),
    least: 2,
    most: 7,
  });
  assertEquals(summaryOf(FOUR.slice(0, 1))?.sd, null);
  assertEquals(summaryOf(FOUR.slice(3)), undefined);
});
