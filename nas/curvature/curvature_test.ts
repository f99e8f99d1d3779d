import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import {
  tinyBatch,
  tinySearch,
  tinySpace,
  tinySupernet,
} from "../../test/support/tensors/tiny_search.ts";
import {
  alphaSpectrum,
  type SpectrumAccuracy,
  watchCurvature,
} from "./curvature.ts";
import { initialAlphas, initialWeights } from "../training/initialise.ts";

const { config, layout } = tinySearch("darts", {
  config: tinySupernet(
    tinySpace("skip_connect", "sep_conv_3x3", "avg_pool_3x3"),
  ),
});

Deno.test("alphaSpectrum() of many alphas has the ends of the dense spectrum, to their residuals", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, async () => {
    const options = {
      config,
      layout,
      weights: initialWeights(layout, 1),
      alphas: ["normal", "reduce"].map((matrix) =>
        initialAlphas(matrix, { rows: 2, columns: 3, seed: 1 })
          .map((a) => 500 * a)
      ),
      batch: tinyBatch(4, "hessian"),
      seed: 1,
      weightDecay: 1e-3,
    };
    const whole = await alphaSpectrum(engine, options);
    let columns = 0;
    const ends = await alphaSpectrum(engine, {
      ...options,
      dense: 11,
      afterColumn: () => void columns++,
    });
    assertEquals([whole.dimension, ends.dimension], [12, 12]);
    assertEquals([whole.residuals, ends.asymmetry], [null, null]);
    assertEquals(ends.loss, whole.loss);
    const [low, high] = ends.residuals!;
    const rounding = 1e-5 * whole.spectral;
    assertAlmostEquals(ends.top, whole.top, high + rounding);
    assertAlmostEquals(
      ends.eigenvalues[0]!,
      whole.eigenvalues[0]!,
      low + rounding,
    );
    assert(high <= 1e-3 * whole.spectral && columns <= 12, `${high}`);
    assertEquals(whole.convergence, {
      top: "exact",
      spectral: "exact",
      lanczos: null,
    });
    const { top, lanczos } = ends.convergence;
    assertEquals([top, lanczos!.tolerance], ["converged", 1e-3]);
    assertEquals(lanczos!.residuals.length, ends.eigenvalues.length);

    const short = await alphaSpectrum(engine, {
      ...options,
      dense: 0,
      most: 2,
    });
    assertEquals(
      [short.convergence.top, short.convergence.lanczos!.steps],
      ["unconverged", 2],
    );
    assert(short.residuals![1] > 1e-3 * short.spectral);
  });
});

Deno.test("watchCurvature() gives means the worst state of their batches", async () => {
  const engine = await testEngine();
  const measure = async (accuracy: Partial<SpectrumAccuracy>) => {
    const watch = watchCurvature(engine, { config, layout }, {
      every: 1,
      batches: [0, 1].map((at) => tinyBatch(4, `watch/${at}`)),
      weightDecay: 0,
      accuracy,
    });
    const found = await watch.measure({
      weights: initialWeights(layout, 1),
      alphas: [0, 1].map(() => Float32Array.of(1, 2, 3, 3, 2, 1)),
      seed: 1,
    });
    watch.dispose();
    return found;
  };
  const exact = await measure({});
  assertEquals([exact.topState, exact.spectralState], ["exact", "exact"]);
  assertEquals(exact.lanczos, undefined);
  const short = await measure({ dense: 0, most: 2 });
  assertEquals(short.topState, "unconverged");
  const { steps, tolerance, topResidual } = short.lanczos!;
  assertEquals([steps, tolerance], [2, 1e-3]);
  assert(topResidual > 0);
});
