import { assertEquals } from "@std/assert";
import { drawnComplaints } from "./drawn_complaints.ts";
import { searchParams } from "./params.ts";
import { searchPlan } from "./search_plan.ts";

function complaints(
  params: object,
  loaded: Record<string, unknown> = {},
): string[] {
  const parsed = searchParams.parse({ space: "s2", ...params });
  return drawnComplaints(parsed, searchPlan(parsed, loaded))
    .map(({ message }) => message);
}

Deno.test("a search that draws architectures takes no part that acts on alphas", () => {
  assertEquals(complaints({ method: "rsps", candidates: 7 }), []);
  assertEquals(complaints({ method: "rsps", space: "nasbench201" }), []);
  assertEquals(complaints({ method: "rsps", space: "nasbench1shot1-1" }), []);
  assertEquals(
    complaints({
      method: {
        sampling: "uniform",
        perturbation: "random",
        alphaLoss: "beta-decay",
        regulariser: "early-stop",
      },
      unrolled: "exact",
      warmup: 3,
    }),
    [
      ["perturbation", "random"],
      ["alphaLoss", "beta-decay"],
      ["regulariser", "early-stop"],
      ["warmup", "3"],
      ["unrolled", "exact"],
    ].map(([part, found]) =>
      `Expected no ${part} for random+early-stop+beta-decay+uniform, which trains no alphas, but found ${found}`
    ),
  );
});

Deno.test("a search that draws architectures takes no space whose edges all keep a skip", () => {
  assertEquals(complaints({ method: "rsps", space: "darts8" }), []);
  assertEquals(complaints({ method: "rsps", space: "darts8-all-skip" }), [
    "Expected a space without auxiliary skips for rsps, whose architectures leave edges out, but found darts8-all-skip",
  ]);
});

Deno.test("a search takes candidates only where its sampling draws architectures, also one of the user", () => {
  const own = { method: { sampling: "./own.ts" }, candidates: 3 };
  const sampling = { name: "own", architecture: () => ({}) };
  assertEquals(complaints(own, { sampling }), []);
  const parsed = searchParams.parse({ space: "s2", ...own });
  assertEquals(searchPlan(parsed, { sampling }).candidates, {
    count: 3,
    batches: 1,
  });
  assertEquals(
    complaints(own, { sampling: { name: "own", weights: () => 0 } }),
    ["./own.ts takes no candidates: it belongs to rsps"],
  );
  assertEquals(complaints({ method: "darts", candidateBatches: 2 }), [
    "darts takes no candidateBatches: it belongs to rsps",
  ]);
});
