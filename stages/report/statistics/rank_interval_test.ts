import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { randomStream } from "../../../engine/philox.ts";
import { rankInterval } from "./rank_interval.ts";

Deno.test("rankInterval() is Fisher's with the error of Bonett and Wright", () => {
  const first = [106, 100, 86, 101, 99, 103, 97, 113, 112, 110];
  const second = [7, 27, 2, 50, 28, 29, 20, 12, 6, 17];
  const { n, rho, interval } = rankInterval(
    first.map((value, i) => [value, second[i]!] as const),
  )!;
  // The squared differences of the ranks add up to 194: 1 - 6 * 194 / (10³ - 10).
  assertEquals(n, 10);
  assertAlmostEquals(rho, -29 / 165, 1e-12);
  // atanh(-29 / 165) = -0.177602 and 1.959964 sqrt((1 + 0.0154454) / 7) = 0.746496
  assertAlmostEquals(interval[0], Math.tanh(-0.177602 - 0.746496), 1e-5);
  assertAlmostEquals(interval[1], Math.tanh(-0.177602 + 0.746496), 1e-5);
});

Deno.test("rankInterval() says nothing of few pairs or of a side that does not vary", () => {
  assertEquals(rankInterval([[1, 2], [2, 3], [3, 4], [4, 5]]), null);
  assertEquals(
    rankInterval([[1, 2], [1, 3], [1, 4], [1, 5], [1, 6]]),
    null,
  );
});

Deno.test("rankInterval() of independent values holds 0 about as often as it says", () => {
  const random = randomStream({ seed: 3, stream: "test" });
  let held = 0;
  for (let i = 0; i < 400; i++) {
    const pairs = Array.from(
      { length: 10 },
      () => [random.normal(), random.normal()] as const,
    );
    const [low, high] = rankInterval(pairs)!.interval;
    if (low <= 0 && 0 <= high) held++;
  }
  // 95 %; the standard error of 400 is 1.1 %.
  assert(held >= 366 && held <= 394, `held ${held} of 400`);
});
