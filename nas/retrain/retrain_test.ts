import { BUILT_IN_STEMS } from "../stems/built_in_stems.ts";
import { BUILT_IN_OPERATIONS } from "../operations/built_in_operations.ts";
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertRejects,
} from "@std/assert";
import type { Engine } from "../../engine/engine.ts";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import {
  stateThroughFile,
  tinyBatch,
  tinyRetrain,
} from "../../test/support/tensors/tiny_search.ts";
import type { Genotype } from "../genotype/genotype.ts";
import { type NetworkConfig, networkLayout } from "../network/network.ts";
import {
  initialRetrainState,
  type RetrainOptions,
  type RetrainState,
  runRetrain,
} from "./retrain.ts";
import { readGolden } from "../../test/numerics/golden.ts";
import { retrainRate } from "./retrain.ts";
import { cosineRate } from "../training/schedule.ts";

class Interruption extends Error {}

const run = (engine: Engine, options: RetrainOptions) =>
  runRetrain(
    engine,
    initialRetrainState(options.layout, options.seed),
    options,
  );

async function interrupted(
  engine: Engine,
  options: RetrainOptions,
): Promise<RetrainState> {
  let state = initialRetrainState(options.layout, options.seed);
  for (;;) {
    try {
      return await runRetrain(engine, state, {
        ...options,
        afterStep: ({ done, total, state: copy }) => {
          state = stateThroughFile(copy());
          if (done < total) throw new Interruption();
        },
      });
    } catch (error) {
      if (!(error instanceof Interruption)) throw error;
    }
  }
}

Deno.test("a retraining that stops after each step ends with the same bytes", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, async () => {
    const options = tinyRetrain();
    const whole = await run(engine, options);
    assertEquals(await interrupted(engine, options), whole);
    assertEquals([whole.epoch, whole.step, whole.history.length], [2, 0, 2]);
  });
});

Deno.test("a retraining with Nesterov's momentum goes elsewhere, and resumes with the same bytes", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, async () => {
    const plain = tinyRetrain();
    const options = { ...plain, sgd: { ...plain.sgd, nesterov: true } };
    const whole = await run(engine, options);
    assertEquals(await interrupted(engine, options), whole);
    const { tensors } = await run(engine, plain);
    assertNotEquals(whole.tensors.weights, tensors.weights);
  });
});

Deno.test("a retraining is a function of its seed", async () => {
  const engine = await testEngine();
  const first = await run(engine, tinyRetrain({ epochs: 1 }));
  assertEquals(await run(engine, tinyRetrain({ epochs: 1 })), first);
  const other = await run(engine, tinyRetrain({ epochs: 1, seed: 4 }));
  assertNotEquals(other.tensors.weights, first.tensors.weights);
});

Deno.test("a retraining reports schedules and learns", async () => {
  const engine = await testEngine();
  const options = tinyRetrain({
    epochs: 10,
    dropPath: 0.2,
    steps: 1,
    batch: (epoch) => tinyBatch(16, `learn/${epoch}`),
  });
  const { history } = await run(engine, options);
  assertEquals([history[0]!.learningRate, history[0]!.dropPath], [0.1, 0]);
  assertAlmostEquals(history[5]!.learningRate, 0.055);
  assertAlmostEquals(history[5]!.dropPath, 0.1);
  assert(
    history.at(-1)!.trainLoss < 0.8 * history[0]!.trainLoss,
    JSON.stringify(history),
  );
});

Deno.test("a retraining of skips only counts the auxiliary head's loss", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, async () => {
    const skips: Genotype["normal"] = [["skip_connect", 0], [
      "skip_connect",
      1,
    ]];
    const config: NetworkConfig = {
      genotype: {
        normal: skips,
        normal_concat: [2],
        reduce: skips,
        reduce_concat: [2],
      },
      operations: BUILT_IN_OPERATIONS,
      stem: BUILT_IN_STEMS.cifar,
      channels: 2,
      cells: 3,
      classes: 3,
      // the head reads an 8x8 map
      size: 32,
      auxiliary: true,
    };
    const options = tinyRetrain({
      config,
      layout: networkLayout(config),
      epochs: 1,
      steps: 1,
      batch: () => tinyBatch(2, "aux", 32),
    });
    const { history } = await run(engine, options);
    const without = await run(engine, { ...options, auxiliaryWeight: 0 });
    assert(
      history[0]!.trainLoss > without.history[0]!.trainLoss,
      "the head's loss counts",
    );
  });
});

Deno.test("a retraining stops with epoch and step when its loss is not finite", async () => {
  const engine = await testEngine();
  const options = tinyRetrain({
    batch: (epoch, step) => {
      const batch = tinyBatch(3, "nan");
      if (epoch === 1 && step === 0) batch.x.fill(Infinity);
      return batch;
    },
  });
  await assertRejects(
    () => run(engine, options),
    Error,
    "Expected a finite number but found NaN in training loss at epoch 2 step 1",
  );
});

const base = { start: 0.5, end: 0, variant: "intended" } as const;

Deno.test("retrainRate() of the ImageNet schedule is the reference's, to the last epoch", () => {
  const golden = readGolden<{ imagenet_linear_warmup_E250: number[] }>(
    "schedules",
  ).imagenet_linear_warmup_E250;
  const options = { ...base, epochs: 250, decay: "linear", warmup: 5 } as const;
  golden.forEach((rate, epoch) =>
    assertAlmostEquals(retrainRate(epoch, options), rate, 1e-12)
  );
});

Deno.test("retrainRate() warms a cosine up and then follows it", () => {
  const options = { ...base, epochs: 20 };
  const rates = Array.from(
    { length: 20 },
    (_, epoch) => retrainRate(epoch, { ...options, warmup: 4 }),
  );
  assertEquals(rates.slice(0, 4), [0.125, 0.25, 0.375, 0.5]);
  for (let epoch = 4; epoch < 20; epoch++) {
    assertEquals(rates[epoch], cosineRate(epoch, options));
  }
  assertEquals(retrainRate(0, options), 0.5);
});
