import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { readGolden } from "../../test/numerics/golden.ts";
import {
  cosineRate,
  dropPathAt,
  epsilonAt,
  linearRate,
  searchRamp,
  skipDropOutAt,
} from "./schedule.ts";

type Table = Record<string, number[]>;
const golden = readGolden<
  Table & { "drop_path_retrain_E600_p0.2_at": Record<string, number> }
>("schedules");

/** Compares a table of all epochs, or of the first and last five. */
function check(
  name: string,
  epochs: number,
  at: (epoch: number) => number,
): void {
  const expected = golden[name]!;
  const covered = expected.length === epochs
    ? expected.map((_, epoch) => epoch)
    : expected.map((_, i) => i < 5 ? i : epochs - 10 + i);
  assertEquals(expected.length === epochs || expected.length === 10, true);
  covered.forEach((epoch, i) =>
    assertAlmostEquals(at(epoch), expected[i]!, 1e-15)
  );
}

Deno.test("cosineRate() gives the intended rates of search and retraining", () => {
  const search = { epochs: 50, start: 0.025, end: 0.001 };
  check("search_cosine_intended_T50", 50, (epoch) => cosineRate(epoch, search));
  check(
    "retrain_cosine_intended_T600_first_last5",
    600,
    (e) => cosineRate(e, { epochs: 600, start: 0.025, end: 0 }),
  );
  check(
    "nas_bench_cosine_intended_T100_first_last5",
    100,
    (e) => cosineRate(e, { ...search, epochs: 100 }),
  );
});

Deno.test("cosineRate() gives the rates of the published code as run", () => {
  check(
    "search_cosine_torch>=1.1_as_run_T50",
    50,
    (epoch) =>
      cosineRate(epoch, {
        epochs: 50,
        start: 0.025,
        end: 0.001,
        variant: "as-run",
      }),
  );
});

Deno.test("epsilonAt() ramps from 0.03 and stays below its maximum", () => {
  check(
    "epsilon_T50_max0.3",
    50,
    (epoch) => epsilonAt(epoch, { epochs: 50, max: 0.3 }),
  );
  check(
    "epsilon_T100_max0.3",
    100,
    (epoch) => epsilonAt(epoch, { epochs: 100, max: 0.3 }),
  );
  assertAlmostEquals(
    epsilonAt(1, { epochs: 2, min: 0, max: 0.5 }),
    0.25,
    1e-15,
  );
});

Deno.test("linearRate() warms up, decays and flattens as the reference does", () => {
  check(
    "imagenet_linear_warmup_E250",
    250,
    (epoch) => linearRate(epoch, { epochs: 250, start: 0.5 }),
  );
  assertEquals(linearRate(0, { epochs: 10, start: 1, warmup: 0 }), 1);
});

Deno.test("dropPathAt() rises linearly", () => {
  for (
    const [epoch, expected] of Object.entries(
      golden["drop_path_retrain_E600_p0.2_at"],
    )
  ) {
    assertAlmostEquals(
      dropPathAt(Number(epoch), { epochs: 600, probability: 0.2 }),
      expected,
      1e-15,
    );
  }
});

Deno.test("schedules refuse epochs out of range", () => {
  const cosine = (epoch: number, epochs: number) =>
    cosineRate(epoch, { epochs, start: 1, end: 0 });
  assertThrows(
    () => cosine(50, 50),
    RangeError,
    "Expected an epoch from 0 to 49 but found 50",
  );
  assertThrows(() => cosine(-1, 50), RangeError, "found -1");
  assertThrows(() => cosine(0.5, 50), RangeError, "found 0.5");
  assertThrows(
    () => cosine(0, 0),
    RangeError,
    "Expected a positive number of epochs but found 0",
  );
  assertThrows(
    () => epsilonAt(2, { epochs: 2, max: 1 }),
    RangeError,
    "from 0 to 1",
  );
  assertThrows(
    () => dropPathAt(2, { epochs: 2, probability: 1 }),
    RangeError,
    "from 0 to 1",
  );
  assertThrows(
    () => linearRate(0, { epochs: 5, start: 1 }),
    RangeError,
    "Expected more than 5 epochs but found 5",
  );
});

Deno.test("searchRamp() rises from 0 in the first epoch to 1 in the last", () => {
  assertEquals(
    [0, 1, 2, 3, 4].map((epoch) => searchRamp(epoch, { epochs: 5 })),
    [0, 0.25, 0.5, 0.75, 1],
  );
  assertEquals(searchRamp(0, { epochs: 1 }), 0);
  assertThrows(() => searchRamp(5, { epochs: 5 }), RangeError);
});

Deno.test("skipDropOutAt() falls in the warm-up, starts again and falls faster", () => {
  const options = { epochs: 25, warmup: 10, rate: 0.5 };
  const at = (epoch: number) => skipDropOutAt(epoch, options);
  assertAlmostEquals(at(0), 0.48);
  assertAlmostEquals(at(9), 0.3);
  assertAlmostEquals(at(10), 0.5);
  assertAlmostEquals(at(15), 0.5 * Math.exp(-1));
  assertThrows(() => at(25), RangeError);
});
