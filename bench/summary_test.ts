import { assertEquals, assertThrows } from "@std/assert";
import { edgesOf } from "../nas/space/edges_of.ts";
import { figuresOf, summarise, tableOf } from "./summary.ts";
import { type Measurement, repeatsOf, SPACES, supernetOf } from "./workload.ts";

const round = (seconds: Measurement["seconds"]): Measurement => ({
  engine: "x",
  seconds,
  first: {},
  parameters: 1,
  peak: 1,
});

Deno.test("figuresOf() gives the middle of odd and even counts", () => {
  assertEquals(figuresOf([3, 1, 2]), { median: 2, min: 1, count: 3 });
  assertEquals(figuresOf([4, 1, 2, 10]), { median: 3, min: 1, count: 4 });
  assertThrows(
    () => figuresOf([]),
    RangeError,
    "A summary needs at least one measured value",
  );
});

Deno.test("summarise() joins rounds and divides by the yardstick where it ran", () => {
  const engine = [
    round({ weight: [0.1, 0.3], adv: [1] }),
    round({ weight: [0.2] }),
  ];
  const [weight, adv] = summarise(engine, [round({ weight: [0.5, 0.4, 0.4] })]);
  assertEquals(weight!.engine, { median: 0.2, min: 0.1, count: 3 });
  assertEquals(weight!.ratio, { median: 0.5, min: 0.25 });
  assertEquals([adv!.step, adv!.yardstick, adv!.ratio], ["adv", null, null]);
});

Deno.test("tableOf() lines up its columns", () => {
  const summary = summarise([round({ weight: [0.1], adv: [12.5] })], [
    round({ weight: [0.2] }),
  ]);
  assertEquals(tableOf(summary).split("\n"), [
    "step            sdarts ms     PyTorch ms        ratio",
    "weight      100.0 (100.0)  200.0 (200.0)  0.50 (0.50)",
    "adv     12500.0 (12500.0)              -            -",
  ]);
});

Deno.test("the timed spaces have the yardstick's number of candidates", () => {
  const counts = Object.keys(SPACES).map((space) =>
    edgesOf(
      supernetOf({ size: "small", space: space as keyof typeof SPACES }).config
        .space,
    ).map((edge) => edge.length)
  );
  assertEquals(counts.map((edges) => [edges.length, ...new Set(edges)]), [
    [14, 8],
    [14, 7],
    [14, 3],
    [14, 2],
    [6, 5],
  ]);
  assertEquals([repeatsOf("adv", 7), repeatsOf("adv", 2), repeatsOf("rs", 7)], [
    2,
    1,
    7,
  ]);
});
