import { assertEquals, assertStringIncludes } from "@std/assert";
import { reportFixture } from "../../../test/support/stages/report_fixture.ts";
import { reportGroups } from "../../../test/support/stages/report_groups.ts";
import { aggregateOf } from "../runs/metrics.ts";
import { overview } from "./overview.ts";
import { hessianNote } from "./spectrum_chart.ts";

Deno.test("an eigenvalue that did not converge is named and left out of every number", async () => {
  const { searches, curvature } = reportFixture([0]);
  const open = await reportGroups({
    searches: searches!.map((search, i) => ({
      ...search,
      value: {
        ...search.value as object,
        ...(i === 0 ? { undecidedStops: [5, 7] } : {}),
      },
    })),
    curvature: curvature!.map((hessian, i) => ({
      ...hessian,
      value: {
        ...hessian.value as object,
        convergence: {
          top: i === 0 ? "unconverged" : "converged",
          spectral: "converged",
        },
      },
    })),
  });
  assertStringIncludes(
    hessianNote(open)!,
    "The largest eigenvalue did not converge in 1 search and is left out: DARTS, seed 0.",
  );
  // a training of the selected cell has the Hessian of its search too
  const [darts] = open;
  assertEquals(
    hessianNote([...open, { ...darts!, label: "DARTS, selected" }]),
    hessianNote(open),
  );
  assertStringIncludes(
    overview("x", open).text,
    "DARTS, seed 0: not decided after epochs 5, 7, as an eigenvalue had not converged.",
  );
  const tops = open.map((group) => aggregateOf(group, "hessian_top").n);
  assertEquals(tops, [0, 1, 1]);
  const spectral = open.map((g) => aggregateOf(g, "hessian_spectral").n);
  assertEquals(spectral, [1, 1, 1]);
});
