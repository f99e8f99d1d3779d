// One eager step of each golden search on s5, whose supernet computes eight candidates an edge. Later steps would add the
// state alone, which s1 and nb1 carry eagerly too; compiled, each space takes all steps.
import { eagerPrograms } from "../support/tensors/eager_programs.ts";
import { testEngine, withoutLeaks } from "../support/tensors/engine.ts";
import { FAIR, goldenNet } from "../numerics/golden_search.ts";
import {
  assertExactProduct,
  assertFirstOrder,
  assertSecondOrder,
  eagerOf,
  type GoldenSteps,
} from "../numerics/golden_steps.ts";

Deno.test("eager search steps on s5 match the reference", async (t) => {
  const engine = await testEngine();
  const net = goldenNet("s5");
  const eager: GoldenSteps = {
    name: "eager",
    programs: eagerPrograms(net.parts),
    network: eagerOf(net),
    steps: 1,
  };
  await withoutLeaks(engine, async () => {
    for (const method of ["darts1", "rs", "adv"] as const) {
      await t.step(
        `one step of ${method}`,
        () => assertFirstOrder(net, method, eager),
      );
    }
    await t.step("one step of fairdarts", () => {
      const fair = goldenNet("s5", FAIR);
      const programs = eagerPrograms(fair.parts);
      assertFirstOrder(fair, "fairdarts", { ...eager, programs });
    });
    await t.step("one second-order step", () => assertSecondOrder(net, eager));
    await t.step(
      "the exact mixed product",
      () => assertExactProduct(net, eager.programs, "s5"),
    );
  });
});
