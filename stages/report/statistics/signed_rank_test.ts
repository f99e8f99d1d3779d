import { assertAlmostEquals, assertEquals } from "@std/assert";
import { signedRank } from "./signed_rank.ts";

Deno.test("signedRank() agrees with SciPy where nothing ties", () => {
  // scipy.stats.wilcoxon([.5, -1.2, 2.1, 3.3, 0.7, -0.1], method="exact")
  const differences = [.5, -1.2, 2.1, 3.3, 0.7, -0.1];
  assertAlmostEquals(signedRank(differences.map((d) => [d, 0])), 0.3125, 1e-12);
});

Deno.test("signedRank() counts signs where differences tie", () => {
  // Ranks 2, 2, 2 and 4: sums 0, 2 (3 times), 8 (3 times) and 10 of 16 are as far from 5 as 8 is.
  assertEquals(signedRank([[1, 0], [1, 0], [0, 1], [3, 0]]), 8 / 16);
});

Deno.test("signedRank() leaves pairs without a difference out", () => {
  assertEquals(signedRank([[2, 2], [7, 7]]), 1);
  assertEquals(signedRank([[2, 2], [7, 8], [3, 3]]), 1);
  assertEquals(signedRank([[1, 0], [5, 4], [9, 8], [3, 3]]), 0.25);
});

Deno.test("signedRank() falls back to the normal approximation beyond 18 ties", () => {
  const pairs = Array.from({ length: 30 }, (_, i) => [i % 3, 0] as const);
  const p = signedRank(pairs);
  // 20 differences of one sign.
  assertEquals(p < 1e-3, true);
});
