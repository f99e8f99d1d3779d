import * as tf from "@tensorflow/tfjs-core";
import { assert, assertEquals, assertLess } from "@std/assert";
import { compileSteps } from "../nas/steps.ts";
import { testEngine, withoutLeaks } from "./engine.ts";
import {
  eagerPrograms,
  goldenNet,
  runGoldenSearch,
  type SearchDeviation,
} from "./golden_search.ts";

/** Absolute deviations from the reference's float64 numbers that are allowed. */
const ALLOWED: SearchDeviation = {
  archGradient: 2e-6,
  alphas: 1e-6,
  used: 1e-6,
  attackLoss: 2e-6,
  loss: 1e-5,
  logits: 2e-5,
  gradientNorm: 3e-5,
  weightNorm: 2e-6,
  // sums over thousands of values
  statistics: 1e-3,
};

function assertWithin(deviation: SearchDeviation, name: string): void {
  for (const key of Object.keys(ALLOWED) as (keyof SearchDeviation)[]) {
    assertLess(deviation[key], ALLOWED[key], `${name}: ${key}`);
  }
}

for (const space of ["s1", "s5", "nb1"] as const) {
  Deno.test(`the supernet of ${space} has the reference's parameters in its order`, async () => {
    await testEngine();
    const { golden, layout } = goldenNet(space);
    const names = layout.parameters.map((p) => p.name);
    // PyTorch lists a choice cell's blocks before their projections, which are computed first
    const inOrder = space === "nb1"
      ? (list: string[]) => list.toSorted()
      : (list: string[]) => list;
    assertEquals(inOrder(names), inOrder([...golden.param_order]));
  });

  for (const method of ["darts1", "rs", "adv"] as const) {
    // see the test of the kink below
    const kink = space === "s5" && method === "rs";
    Deno.test(`three steps of ${method} on ${space} match the reference, eager and compiled`, async () => {
      const engine = await testEngine();
      const net = goldenNet(space);
      const scale = kink ? 1 + 6e-8 : 1;
      await withoutLeaks(engine, () => {
        const eager = runGoldenSearch(net, method, {
          programs: eagerPrograms(net.steps),
          scale,
        });
        assertWithin(eager, "eager");
        const programs = compileSteps(engine, { ...net.steps });
        const compiled = runGoldenSearch(net, method, { programs, scale });
        programs.disposeAll();
        assertWithin(compiled, "compiled");
      });
    });
  }
}

Deno.test("the first weight step of rs on s5 sits on a kink, and the reference is one of its two sides", async () => {
  // Scaling all weights by a few units in the last place moves the loss by rounding only, but the gradient's norm jumps
  // between two values 1.35e-3 apart: one ReLU or pool input is zero to float32 precision. The unscaled weights fall
  // on the other side than float64 does; hence the scale in the test above.
  const engine = await testEngine();
  const net = goldenNet("s5");
  const programs = compileSteps(engine, { weight: net.steps.weight });
  const { readGolden } = await import("./golden.ts");
  const { steps_f64: [step] } = readGolden<{
    steps_f64: [
      {
        alphas_used_for_weight_step: number[][][];
        train_loss: number;
        grad_norm_before_clip: number;
      },
    ];
  }>("search_darts_s5_rs");
  const { referenceMap } = await import("./reference.ts");
  const norms = Array.from({ length: 17 }, (_, i) =>
    tf.tidy(() => {
      const { golden, layout, weights } = net;
      const batch = golden.batches[0]!;
      const results = programs.weight(
        tf.tensor1d(weights.map((w) => w * (1 + (i - 8) * 6e-8))),
        tf.zeros([layout.parameterCount]),
        tf.zeros([layout.statisticsCount]),
        tf.ones([layout.statisticsCount]),
        ...step.alphas_used_for_weight_step.map((a) => tf.tensor2d(a)),
        referenceMap(batch.train_x),
        tf.tensor1d(batch.train_y, "int32"),
        tf.tensor1d([0, 0], "int32"),
        tf.scalar(0.025),
      );
      assertLess(
        Math.abs(results[0]!.dataSync()[0]! - step.train_loss),
        1e-6,
      );
      return results[6]!.dataSync()[0]!;
    }));
  programs.disposeAll();
  const gap = (norm: number) => norm - step.grad_norm_before_clip;
  const near = norms.filter((n) => Math.abs(gap(n)) < 3e-6);
  const far = norms.filter((n) => Math.abs(gap(n) + 1.35e-3) < 3e-6);
  assertEquals(near.length + far.length, norms.length);
  assert(near.length > 0 && far.length > 0);
});
