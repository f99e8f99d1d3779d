// Source of SmoothDARTS, attacker/perturb.py: what is perturbed, how often, how far, and what is clipped.
import { assert, assertEquals, assertLess } from "@std/assert";
import { ATTACK_STEPS } from "../../nas/perturbations/adversarial.ts";
import { runSearch } from "../../nas/search/search.ts";
import { initialSearchState } from "../../nas/search/search_state.ts";
import { clipRows } from "../support/tensors/clip_rows.ts";
import { testEngine } from "../support/tensors/engine.ts";
import type { SearchEpoch } from "../../nas/search/search_state.ts";
import { readGolden } from "../numerics/golden.ts";
import { tinySearch } from "../support/tensors/tiny_search.ts";

Deno.test("rows are clipped to the simplex as the reference does, an empty row to its former maximum", () => {
  const { cases } = readGolden<
    { cases: { in: number[][]; out: number[][] }[] }
  >(
    "clip",
  );
  for (const { in: rows, out } of cases) {
    clipRows(rows).forEach((row, i) =>
      row.forEach((x, j) => assertLess(Math.abs(x - out[i]![j]!), 1e-7))
    );
  }
  assertEquals(clipRows([[-0.3, -0.1, -0.2]]), [[0, 1, 0]]);
  assertEquals(clipRows([[-1, -1]]), [[1, 0]]);
  assertEquals(
    clipRows([[2, 0.5, -3]]).map((row) => row.map((x) => Math.round(x * 1e6))),
    [
      [666667, 333333, 0],
    ],
  );
});

Deno.test("the attack takes seven steps, and one that lowers the loss is undone and counted", async () => {
  assertEquals(ATTACK_STEPS, 7);
  // The numbers of every step are compared in test/numerics/golden_search_test.ts.
  const options = tinySearch("sdarts-adv", { epsilon: { min: 0.2, max: 0.3 } });
  const { history } = await runSearch(
    await testEngine(),
    initialSearchState(options.config.space, options.layout, 1),
    options,
  );
  for (const { attackGain, attackFallbacks, ...epoch } of history) {
    assert(attackGain !== null && attackFallbacks !== null);
    assertReach(epoch, options.data.steps);
    // An attack that makes the loss smaller on the whole is none.
    assert(attackGain > 0, String(attackGain));
    assertLess(attackFallbacks, options.data.steps);
  }
});

Deno.test("random noise leaves its ball too", async () => {
  const options = tinySearch("sdarts-rs", {
    epochs: 1,
    epsilon: { min: 0.3, max: 0.3 },
  });
  const { history: [epoch] } = await runSearch(
    await testEngine(),
    initialSearchState(options.config.space, options.layout, 1),
    options,
  );
  assertReach(epoch!, options.data.steps);
});

/** Rows that are divided by their sum leave the ball around them (docs/method.md section 7.1). */
function assertReach(
  epoch: Pick<
    SearchEpoch,
    | "epsilon"
    | "perturbationNorm"
    | "perturbationRatio"
    | "perturbationsOutside"
  >,
  steps: number,
): void {
  const { epsilon, perturbationNorm, perturbationsOutside } = epoch;
  assert(perturbationNorm! > epsilon! && perturbationNorm! <= 1);
  assertEquals(epoch.perturbationRatio, perturbationNorm! / epsilon!);
  assert(perturbationsOutside! > 0 && perturbationsOutside! <= steps);
}
