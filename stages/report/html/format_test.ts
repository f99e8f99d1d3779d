import { assertEquals } from "@std/assert";
import { aggregate } from "../statistics/aggregate.ts";
import {
  count,
  enumerate,
  fixed,
  meanStd,
  percent,
  plural,
  spaceTitle,
  whole,
} from "./format.ts";

Deno.test("percent(), fixed() and count() write numbers and gaps", () => {
  assertEquals(percent(2)(0.12345), "12.35 %");
  assertEquals(percent(1)(0.5, { bare: true }), "50.0");
  assertEquals(fixed(3)(0.1), "0.100");
  assertEquals([percent()(null), fixed(1)(null), count(null)], ["–", "–", "–"]);
});

const COUNTS: [number, string][] = [
  [7, "7"],
  [999, "999"],
  [1234, "1.23 k"],
  [121_850, "121.8 k"],
  [3_344_806, "3.34 M"],
  [562_400_000, "562.4 M"],
  [2.5e9, "2.50 G"],
];
for (const [value, text] of COUNTS) {
  Deno.test(`count() writes ${value} as ${text}`, () =>
    assertEquals(count(value), text));
}

Deno.test("meanStd() writes both in the unit of the mean", () => {
  assertEquals(meanStd(aggregate([5e6, 5.2e6]), count), "5.10 ± 0.14 M");
  assertEquals(meanStd(aggregate([0.4, 0.42]), percent(1)), "41.0 ± 1.4 %");
  assertEquals(meanStd(aggregate([0.4]), percent(1)), "40.0 %");
  assertEquals(meanStd(aggregate([]), fixed(2)), "–");
});

Deno.test("whole(), plural() and enumerate() write words", () => {
  assertEquals([whole(999), whole(10000), whole(1234567)], [
    "999",
    "10,000",
    "1,234,567",
  ]);
  assertEquals([plural(1, "seed"), plural(2, "seed")], ["1 seed", "2 seeds"]);
  assertEquals(
    [enumerate([]), enumerate(["a"]), enumerate(["a", "b", "c"])],
    ["", "a", "a, b and c"],
  );
});

Deno.test("spaceTitle() writes the names of spaces as people do", () => {
  const titles = {
    "s3": "S3",
    "darts": "DARTS",
    "nasbench1shot1-2": "NAS-Bench-1Shot1 space 2",
    "nasbench201": "NAS-Bench-201",
    "darts8-no-skip": "darts8-no-skip",
    "my-space": "my-space",
  };
  assertEquals(Object.keys(titles).map(spaceTitle), Object.values(titles));
});
