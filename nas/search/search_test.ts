import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertMatch,
  assertNotEquals,
  assertRejects,
} from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import {
  stateThroughFile,
  tinyBatch,
  tinyData,
  tinySearch,
  tinySpace,
  tinySupernet,
} from "../../test/support/tensors/tiny_search.ts";
import type { Engine } from "../../engine/engine.ts";
import { earlyStopRule } from "../regularisers/early_stop_rule.ts";
import { runSearch, stopOf, undecidedOf } from "./search.ts";
import type { SearchOptions } from "./search_options.ts";
import { initialSearchState, type SearchState } from "./search_state.ts";

class Interruption extends Error {}

const initial = ({ config, layout, seed }: SearchOptions) =>
  initialSearchState(config.space, layout, seed);

/** Runs a search that is killed after every step and resumes from its state, as written to a file. */
async function interrupted(
  engine: Engine,
  options: SearchOptions,
): Promise<SearchState> {
  let state = initial(options);
  for (let runs = 1;; runs++) {
    try {
      return await runSearch(engine, state, {
        ...options,
        afterStep: ({ done, total, state: copy }) => {
          state = stateThroughFile(copy());
          assertEquals(done, runs, "one step a run");
          if (done < total) throw new Interruption();
        },
      });
    } catch (error) {
      if (!(error instanceof Interruption)) throw error;
    }
  }
}

/**
 * The smallest supernet with weights and a choice, for tests that compile its programs many times, on batches of one
 * size: each size compiles programs of its own.
 */
const SMALL = {
  config: tinySupernet(tinySpace("skip_connect", "dil_conv_3x3")),
  data: tinyData([4, 4]),
};

/** Any curvature is too much. */
const STOPS_AT_ONCE = {
  name: "at once",
  watch: earlyStopRule({ window: 1, delta: 1, first: 0, factor: -Infinity }),
};

// PC-DARTS has a test of its own
const FULL = ["darts", "sdarts-rs", "sdarts-adv", "darts-es"] as const;

for (const method of FULL) {
  Deno.test(`a search by ${method} that stops after each step ends with the same bytes`, async () => {
    const engine = await testEngine();
    await withoutLeaks(engine, async () => {
      const options = tinySearch(method, {
        ...SMALL,
        // one with a smaller last batch, whose programs are others
        ...(method === "sdarts-adv" ? { data: tinyData([4, 3]) } : {}),
      });
      const whole = await runSearch(engine, initial(options), options);
      assertEquals(await interrupted(engine, options), whole);
      assertEquals([whole.epoch, whole.step, whole.updates], [2, 0, 4]);
      assertEquals(whole.history.map((e) => e.epoch), [1, 2]);
      assertEquals(whole.trajectory.map((e) => e.epoch), [0, 1, 2]);
    });
  });
}

Deno.test("PC-DARTS trains neither alphas nor edge weights while the weights warm up", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, async () => {
    const options = tinySearch("pc-darts-rs", { data: tinyData([3]) });
    const start = initial(options);
    const whole = await runSearch(engine, start, options);
    assertEquals(whole.updates, 1, "one epoch of the two is warm-up");
    const [before, warm, last] = whole.trajectory.map((
      { epoch: _, ...alphas },
    ) => Object.entries(alphas));
    assertEquals(warm, before);
    assertEquals(
      last!.map(([name]) => name),
      ["normal", "reduce", "betas_normal_0", "betas_reduce_0"],
    );
    last!.forEach(([name, rows], at) => {
      assertNotEquals(rows, before![at]![1], name);
      const first = `adam_first_${name}`;
      assertNotEquals(whole.tensors[first], start.tensors[first]);
    });
  });
});

Deno.test("PC-DARTS trains the alphas and edge weights that a single cell reads, which is a reduction", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, async () => {
    const { config, optimisers: { sgd, adam } } = tinySearch("pc-darts");
    const options = tinySearch("pc-darts", {
      config: { ...config, cells: 1 },
      data: tinyData([3]),
      // else all alphas decay
      optimisers: { sgd, adam: { ...adam, weightDecay: 0 } },
    });
    const { trajectory } = await runSearch(engine, initial(options), options);
    const [before, , last] = trajectory.map(({ epoch: _, ...alphas }) =>
      Object.entries(alphas)
    );
    const moved = last!.filter(([, rows], at) =>
      JSON.stringify(rows) !== JSON.stringify(before![at]![1])
    );
    assertEquals(moved.map(([name]) => name), ["reduce", "betas_reduce_0"]);
  });
});

Deno.test("a search that watches its curvature changes nothing else, and stops where it grows", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, async () => {
    const batches = [0, 1].map((at) => tinyBatch(4, `curvature/${at}`));
    const curvature = { every: 1, batches, weightDecay: 1e-3 };
    const plain = tinySearch("darts", SMALL);
    const whole = await runSearch(engine, initial(plain), plain);
    const watched = await runSearch(engine, initial(plain), {
      ...plain,
      curvature,
    });
    assertEquals(watched.tensors, whole.tensors);
    for (const { curvature } of watched.history) {
      assert(curvature!.top <= curvature!.spectral && curvature!.spectral > 0);
    }
    // A factor of nothing is passed by any curvature: the first comparison stops.
    const stopping = tinySearch("darts-es", {
      ...SMALL,
      epochs: 5,
      curvature,
      regulariser: STOPS_AT_ONCE,
    });
    const stopped = await runSearch(engine, initial(stopping), stopping);
    assertEquals(stopped.history.map(({ epoch }) => epoch), [1, 2]);
    assertEquals(stopped.trajectory.map(({ epoch }) => epoch), [0, 1]);
    assertEquals(stopOf(stopping, stopped.history), {
      decidedAt: 1,
      stopEpoch: 0,
    });
    assertEquals(await interrupted(engine, stopping), stopped);
  });
});

Deno.test("a search does not stop by an eigenvalue that did not converge, and says after which epochs it could not tell", async () => {
  const engine = await testEngine();
  const options = tinySearch("darts-es", {
    ...SMALL,
    data: tinyData([3]),
    epochs: 3,
    curvature: {
      every: 1,
      batches: [tinyBatch(3, "curvature")],
      weightDecay: 1e-3,
      accuracy: { dense: 0, most: 1, tolerance: 0 },
    },
    // any curvature is too much
    regulariser: STOPS_AT_ONCE,
  });
  const { history } = await runSearch(engine, initial(options), options);
  assertEquals(history.map(({ epoch }) => epoch), [1, 2, 3]);
  for (const { curvature } of history) {
    assertEquals(curvature!.topState, "unconverged");
    assert(curvature!.lanczos!.topResidual > 0);
  }
  assertEquals(stopOf(options, history), undefined);
  assertEquals(undecidedOf(options, history), [1, 2]);
  assertEquals(
    undecidedOf({ ...options, regulariser: { name: "none" } }, history),
    [],
  );
  const converged = history.map((epoch) => ({
    ...epoch,
    curvature: { ...epoch.curvature!, topState: "converged" as const },
  }));
  assertEquals(stopOf(options, converged), { decidedAt: 1, stopEpoch: 0 });
});

Deno.test("a method that stops early refuses to run without curvature", async () => {
  const engine = await testEngine();
  const { curvature: _, ...options } = tinySearch("darts-es");
  await assertRejects(
    () => runSearch(engine, initial(options), options),
    RangeError,
    "darts-es needs the option curvature",
  );
});

for (const unrolling of ["difference", "exact"] as const) {
  Deno.test(`a search of second order (${unrolling}) that stops after each step ends with the same bytes`, async () => {
    const engine = await testEngine();
    await withoutLeaks(engine, async () => {
      const options = tinySearch("sdarts-rs", { ...SMALL, unrolling });
      const whole = await runSearch(engine, initial(options), options);
      assertEquals(await interrupted(engine, options), whole);
      const first = tinySearch("sdarts-rs", SMALL);
      const { tensors } = await runSearch(engine, initial(first), first);
      assertNotEquals(tensors.alphas_normal, whole.tensors.alphas_normal);
    });
  });
}

Deno.test("a search reports its epochs: schedules, attacks and shares", async () => {
  const engine = await testEngine();
  const { data } = SMALL;
  const options = tinySearch("sdarts-adv", { data });
  const { history } = await runSearch(engine, initial(options), options);
  const [first, second] = history;
  assertEquals([first!.learningRate, first!.epsilon], [0.1, 0.03]);
  assertAlmostEquals(second!.learningRate, 0.055);
  assertAlmostEquals(second!.epsilon!, 0.165);
  for (const epoch of history) {
    assert(epoch.trainAccuracy >= 0 && epoch.trainAccuracy <= 1);
    assert(epoch.validAccuracy >= 0 && epoch.validAccuracy <= 1);
    assert(epoch.attackFallbacks! >= 0 && epoch.attackFallbacks! <= 2);
    assert(Number.isFinite(epoch.attackGain));
    assert([0, 0.25, 0.5, 0.75, 1].includes(epoch.skipShare));
    assert(epoch.parameterFreeShare >= epoch.skipShare);
  }
  const plain = tinySearch("darts", { epochs: 1, data });
  const [epoch] = (await runSearch(engine, initial(plain), plain)).history;
  assertEquals([epoch!.epsilon, epoch!.attackGain, epoch!.attackFallbacks], [
    null,
    null,
    null,
  ]);
});

Deno.test("a search is a function of its seed, noise operations included", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, async () => {
    const run = (seed: number) => {
      const config = tinySupernet(tinySpace("noise", "sep_conv_3x3"));
      const { data } = SMALL;
      const options = tinySearch("sdarts-rs", {
        config,
        data,
        seed,
        epochs: 1,
      });
      return runSearch(engine, initial(options), options);
    };
    const first = await run(1);
    assertEquals(await run(1), first);
    const other = await run(2);
    assertNotEquals(other.tensors.alphas_normal, first.tensors.alphas_normal);
    assertNotEquals(other.history, first.history);
  });
});

Deno.test("a search learns: the training loss falls", async () => {
  const engine = await testEngine();
  const options = tinySearch("darts", { epochs: 12, data: tinyData([16]) });
  const { history } = await runSearch(engine, initial(options), options);
  assert(
    history.at(-1)!.trainLoss < 0.8 * history[0]!.trainLoss,
    JSON.stringify(history.map((h) => h.trainLoss)),
  );
});

Deno.test("a search stops with epoch and step when a loss is not finite", async () => {
  const engine = await testEngine();
  const spoiled = (which: "weights" | "alpha"): SearchOptions => {
    const data = tinyData([3, 3]);
    return tinySearch("darts", {
      ...SMALL,
      data: {
        ...data,
        [which]: (epoch: number, step: number) => {
          const batch = tinyBatch(3, "nan");
          if (epoch === 1 && step === 1) batch.x.fill(NaN);
          return batch;
        },
      },
    });
  };
  for (
    const [which, loss] of [["weights", "training loss"], [
      "alpha",
      "alpha loss",
    ]] as const
  ) {
    const options = spoiled(which);
    await assertRejects(
      () => runSearch(engine, initial(options), options),
      Error,
      `Expected a finite number but found NaN in ${loss} at epoch 2 step 2`,
    );
  }
});

Deno.test("a search goes through batches of a single image, down to one pixel for each normalisation", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, async () => {
    const config = { ...tinySupernet(), size: 4 };
    const data = tinyData([2, 1]);
    const small = (batch: { y: Int32Array }, stream: string) =>
      tinyBatch(batch.y.length, stream, 4);
    const options = tinySearch("sdarts-adv", {
      config,
      epochs: 1,
      data: {
        steps: 2,
        weights: (e, s) => small(data.weights(e, s), `w${s}`),
        alpha: (e, s) => small(data.alpha(e, s), `a${s}`),
        validation: () => [tinyBatch(1, "v", 4)],
      },
    });
    const { history, tensors } = await runSearch(
      engine,
      initial(options),
      options,
    );
    assert(
      Number.isFinite(history[0]!.trainLoss) &&
        Number.isFinite(history[0]!.validLoss),
    );
    assert(
      (tensors.running_variance!.data as Float32Array).every((v) =>
        v >= 0 && Number.isFinite(v)
      ),
    );
  });
});

Deno.test("a search that stops in afterStep() frees its programs and tensors", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, async () => {
    const options = tinySearch("darts", {
      ...SMALL,
      afterStep: ({ done, epochEnd, last }) => {
        assertEquals([done, epochEnd, last], [1, false, undefined]);
        throw new Interruption("stop");
      },
    });
    const error = await assertRejects(
      () => runSearch(engine, initial(options), options),
      Interruption,
    );
    assertMatch(error.message, /^stop$/);
  });
});
