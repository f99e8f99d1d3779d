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

Deno.test("signedRank() is exact for many pairs", () => {
  // scipy.stats.wilcoxon(differences, method="exact")
  const differences = [
    [.526, .268, 1.04, .505, -.136, .762, 1.704, 1.347, -.304, -.865, -.223],
    [.441, -1.925, .181, -.846, -.332, -.144, .084, .812, 1.443, .271, 1.766],
    [-.265, .752, 1.303],
  ].flat();
  const p = signedRank(differences.map((d) => [d, 0]));
  assertAlmostEquals(p, 0.0709836483001709, 1e-12);
});

Deno.test("signedRank() is exact for many ties", () => {
  // All 20 differences have one sign: 2 of 2^20.
  const pairs = Array.from({ length: 30 }, (_, i) => [i % 3, 0] as const);
  assertAlmostEquals(signedRank(pairs), 2 ** -19, 1e-18);
});
