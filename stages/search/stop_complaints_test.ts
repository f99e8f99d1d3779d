import { assertEquals } from "@std/assert";
import { searchParams } from "./params.ts";
import { searchPlan } from "./search_plan.ts";
import { stopComplaints } from "./stop_complaints.ts";

function complaints(
  params: object,
  loaded: Record<string, unknown> = {},
): string[] {
  const parsed = searchParams.parse({ space: "s2", ...params });
  return stopComplaints(parsed, searchPlan(parsed, loaded), loaded)
    .map(({ message }) => message);
}

Deno.test("operations are stopped by gradients of first order, of all operations", () => {
  for (
    const method of [
      "oles",
      { perturbation: "random", regulariser: "operation-stop" },
      { perturbation: "adversarial", regulariser: "operation-stop-as-run" },
      { sampling: "dirichlet", regulariser: "operation-stop" },
    ]
  ) assertEquals(complaints({ method }), []);
  assertEquals(complaints({ method: "darts", unrolled: "exact" }), []);
  assertEquals(complaints({ method: "oles", unrolled: "exact" }), [
    "Expected steps of first order for oles, which compares their gradients, but found exact",
  ]);
  assertEquals(
    complaints({
      method: { sampling: "gumbel", regulariser: "operation-stop" },
    }),
    [
      "Expected a sampling with gradients of all operations for operation-stop+gumbel but found gumbel",
    ],
  );
  const drawing = {
    method: { sampling: "./draws.ts", regulariser: "operation-stop" },
  };
  assertEquals(
    [undefined, "none"].map((undrawn) =>
      complaints(drawing, { sampling: { name: "draws", undrawn } }).length
    ),
    [0, 1],
  );
  const own = { method: { regulariser: "./own.ts" }, unrolled: "exact" };
  assertEquals(complaints(own, { regulariser: { name: "own" } }), []);
  assertEquals(
    complaints(own, { regulariser: { name: "own", stops: {} } }).length,
    1,
  );
});
