import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertLess,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import {
  BUILT_IN,
  compiledNetwork,
  eagerNetwork,
} from "../../test/support/tensors/perturbations.ts";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { worst } from "../../test/support/tensors/reference.ts";
import {
  tinyBatch,
  tinySearch,
  tinySpace,
  tinySupernet,
} from "../../test/support/tensors/tiny_search.ts";
import { batchTensors } from "../training/batch.ts";
import { initialAlphas, initialWeights } from "../training/initialise.ts";
import { ATTACK_STEPS } from "../perturbations/adversarial.ts";
import { attackLossPart, attackPart } from "../perturbations/attack_step.ts";
import type {
  PerturbInputs,
  PerturbStep,
} from "../perturbations/perturbation.ts";
import { perturb, type PerturbOptions } from "./perturb.ts";
import type { ProgramPart } from "../training/programs.ts";
import { softmaxRow } from "../space/simplex.ts";

const AT = { epsilon: 0.2, seed: 1, epoch: 0, step: 0 };
const { config, layout } = tinySearch("darts");
const BATCH = 4;
const network = eagerNetwork(config, layout, BATCH);
const step = (name: string) => BUILT_IN[name]!.prepare(network);
const STATISTICS = layout.statisticsCount;

/** Inputs of a perturbation in a surrounding tidy. */
function inputsOf(seed: number, mixtures: tf.Tensor[]): PerturbInputs {
  const { x, y } = batchTensors(
    tinyBatch(BATCH, `perturb/${seed}`),
    config.size,
  );
  return {
    mixtures,
    weights: tf.tensor1d(initialWeights(layout, seed)),
    statistics: {
      mean: tf.zeros([STATISTICS]),
      variance: tf.ones([STATISTICS]),
    },
    x,
    y,
    noiseSeed: () => tf.tensor1d([0, 0], "int32"),
  };
}

/** The part of the inputs that a program takes. */
function passOf({ noiseSeed: _, images: __, ...pass }: PerturbInputs) {
  return pass;
}

function softmaxes(seed: number, scale = 1000): tf.Tensor[] {
  return ["normal", "reduce"].map((matrix) => {
    const alphas = initialAlphas(matrix, { rows: 2, columns: 3, seed });
    const rows = [0, 1].map((r) =>
      softmaxRow([...alphas.subarray(3 * r, 3 * r + 3)].map((a) => a * scale))
    );
    return tf.tensor2d(rows);
  });
}

/** An attack that moves nothing and whose losses a test chooses. */
function scripted(losses: readonly number[]): PerturbStep {
  const left = [...losses];
  return BUILT_IN.adversarial!.prepare({
    ...network,
    compile: <I, O extends object>(part: ProgramPart<I, O>) => {
      if (!("y" in part.inputs)) return network.compile(part);
      const results = "size" in part.inputs
        ? ({ mixtures }: { mixtures: readonly tf.Tensor[] }) => ({
          loss: tf.scalar(0),
          mixtures: mixtures.map((m) => tf.clone(m)),
        })
        : () => ({ loss: tf.scalar(left.shift()!) });
      return results as unknown as (inputs: I) => O;
    },
  });
}

Deno.test("perturb() leaves mixture weights as they are for DARTS", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const mixtures = softmaxes(1);
      const found = perturb(
        step("none"),
        inputsOf(1, mixtures),
        AT,
      );
      assertEquals([found.gain, found.fellBack, found.norm, found.losses], [
        null,
        false,
        null,
        [],
      ]);
      found.mixtures.forEach((m, i) => {
        assertEquals(m.dataSync(), mixtures[i]!.dataSync());
        m.dispose();
        assert(!mixtures[i]!.isDisposed, "a copy of its own");
      });
    });
  });
});

Deno.test("perturb() measures its reach in the matrices that a cell reads", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const mixtures = softmaxes(1);
      const normOf = (matrices?: PerturbOptions["matrices"]) =>
        perturb(step("random"), inputsOf(1, mixtures), { ...AT, matrices })
          .norm!;
      const both = [{ unread: true }, {}] as const;
      const norms = [normOf(both), normOf(both.toReversed())];
      assertNotEquals(norms[0], norms[1]);
      assertEquals(Math.max(...norms), normOf());
    });
  });
});

Deno.test("perturb() adds uniform noise within epsilon and clips rows, by address", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      // far from the faces of the simplex, so that clipping only normalises
      const mixtures = [tf.fill([2, 3], 1 / 3), tf.fill([2, 3], 1 / 3)];
      const rs = (at: Partial<typeof AT>) =>
        perturb(
          step("random"),
          inputsOf(1, mixtures),
          {
            ...AT,
            ...at,
          },
        )
          .mixtures.map((m) => m.arraySync() as number[][]);
      const found = rs({});
      assertEquals(rs({}), found);
      for (const row of found.flat()) {
        assertAlmostEquals(row.reduce((a, b) => a + b), 1, 1e-6);
        // normalised: within epsilon up to the row's sum, which is within 3 epsilon of 1
        for (const p of row) {
          assert(p > (1 / 3 - 0.2) / 1.6 && p < (1 / 3 + 0.2) / 0.4);
        }
      }
      assertNotEquals(found[0], found[1]);
      for (const change of [{ step: 1 }, { epoch: 1 }, { seed: 2 }]) {
        assertNotEquals(rs(change), found);
      }
    });
  });
});

Deno.test("perturb() without radius is the identity for every perturbation", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      for (const { prepare } of Object.values(BUILT_IN)) {
        const mixtures = softmaxes(2);
        const found = perturb(
          prepare(network),
          inputsOf(2, mixtures),
          {
            ...AT,
            epsilon: 0,
          },
        );
        found.mixtures.forEach((m, i) =>
          assertLess(worst(m.dataSync(), mixtures[i]!.dataSync()), 1e-6)
        );
        assertLess(Math.abs(found.gain ?? 0), 1e-6);
      }
    });
  });
});

Deno.test("an attack falls back where it lowered the loss, and not where it left it", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const mixtures = softmaxes(3);
      const adv = (before: number, after: number) =>
        perturb(
          scripted([before, after]),
          inputsOf(3, mixtures),
          AT,
        );
      const lower = adv(2, 1.5);
      assertEquals([lower.fellBack, lower.gain, lower.losses.length], [
        true,
        -0.5,
        ATTACK_STEPS + 2,
      ]);
      assertEquals(
        lower.mixtures.map((m) => m.dataSync()),
        mixtures.map((m) => m.dataSync()),
      );
      const equal = adv(2, 2);
      assertEquals([equal.fellBack, equal.gain], [false, 0]);
      assertNotEquals(
        equal.mixtures.map((m) => m.dataSync()),
        mixtures.map((m) => m.dataSync()),
      );
    });
  });
});

Deno.test("an attack asks for the noise of each of its passes", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const passes: number[] = [];
      const inputs = inputsOf(1, softmaxes(1));
      perturb(scripted([1, 2]), {
        ...inputs,
        noiseSeed: (pass) => {
          passes.push(pass);
          return inputs.noiseSeed(pass);
        },
      }, AT);
      assertEquals(passes, [0, 1, 2, 3, 4, 5, 6, 7, 8]);
    });
  });
});

Deno.test("an attack never returns a lower loss than before, on any net, and stays on the simplex near its centre", async () => {
  const engine = await testEngine();
  using network = compiledNetwork(engine, { config, layout }, BATCH);
  const step = BUILT_IN.adversarial!.prepare(network);
  const evaluate = network.compile(attackLossPart(network));
  await withoutLeaks(engine, () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.constantFrom(0.03, 0.1, 0.3),
        fc.constantFrom(1, 500, 3000),
        (seed, epsilon, sharpness) => {
          tf.tidy(() => {
            const inputs = inputsOf(seed, softmaxes(seed, sharpness));
            const found = perturb(step, inputs, {
              ...AT,
              epsilon,
              seed,
            });
            const { loss } = evaluate({
              ...passOf(inputs),
              mixtures: found.mixtures,
              seed: tf.tensor1d([0, 0], "int32"),
            });
            assert(loss.dataSync()[0]! >= found.losses[0]!);
            network.forget();
            assertEquals(found.fellBack, found.gain! < 0);
            const norms = found.mixtures.map((m, i) =>
              worst(m.dataSync(), inputs.mixtures[i]!.dataSync())
            );
            assertEquals(found.norm, Math.max(...norms));
            for (const m of found.mixtures) {
              for (const row of m.arraySync() as number[][]) {
                assert(row.every((p) => p >= 0 && p <= 1));
                assertAlmostEquals(row.reduce((a, b) => a + b), 1, 1e-6);
              }
            }
          });
        },
      ),
      { numRuns: 25, seed: 4 },
    );
  });
});

Deno.test("the attack step of one edge moves along the sign of the loss's gradient", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const given = inputsOf(6, softmaxes(6));
      const { mixtures } = given;
      const inputs = { ...passOf(given), seed: given.noiseSeed(0) };
      const size = 1e-3;
      const moved = attackPart(network).fn({
        ...inputs,
        centre: mixtures,
        epsilon: tf.scalar(0.3),
        size: tf.scalar(size),
      });
      const after = attackLossPart(network).fn({
        ...inputs,
        mixtures: moved.mixtures,
      });
      assert(after.loss.dataSync()[0]! > moved.loss.dataSync()[0]!);
      moved.mixtures.forEach((m, i) =>
        assertLess(worst(m.dataSync(), mixtures[i]!.dataSync()), 4 * size)
      );
    });
  });
});

Deno.test("a space with unequal cells perturbs each matrix in its own shape", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const space = {
        ...tinySpace("skip_connect", "noise"),
        reduce: tinySpace("skip_connect", "none", "max_pool_3x3").reduce,
      };
      const other = tinySearch("sdarts-rs", { config: tinySupernet(space) });
      const unequal = eagerNetwork(other.config, other.layout, BATCH);
      const mixtures = [tf.fill([2, 2], 1 / 2), tf.fill([2, 3], 1 / 3)];
      const found = perturb(
        other.perturbation.prepare(unequal),
        inputsOf(1, mixtures),
        AT,
      );
      assertEquals(found.mixtures.map((m) => m.shape), [[2, 2], [2, 3]]);
    });
  });
});

Deno.test("perturb() refuses other matrices than those that a perturbation got", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const inputs = inputsOf(1, softmaxes(1));
      for (
        const [mixtures, found] of [
          [inputs.mixtures.slice(1), "[2, 3]"],
          [
            inputs.mixtures.map((m) => tf.slice(m, [0, 0], [2, 2])),
            "[2, 2] and [2, 2]",
          ],
          [[], "none"],
        ] as const
      ) {
        assertThrows(
          () => perturb(() => ({ mixtures }), inputs, AT),
          RangeError,
          `Expected perturbed mixture weights of [2, 3] and [2, 3] but found ${found}`,
        );
      }
    });
  });
});

Deno.test("perturb() refuses an attack whose loss is not finite, before it or after it, and undoes nothing in silence", async () => {
  await testEngine();
  tf.tidy(() => {
    for (const losses of [[NaN, 1], [Infinity, 1], [1, NaN]]) {
      const error = assertThrows(
        () =>
          perturb(scripted(losses), {
            ...inputsOf(1, softmaxes(1)),
            images: { training: [9, 4] },
          }, { ...AT, epoch: 2, step: 6 }),
        RangeError,
      );
      const bad = losses.find((loss) => !Number.isFinite(loss));
      assertEquals(
        error.message,
        `Expected a finite number but found ${bad} in loss of the attack at epoch 3 step 7; images of the training batch: 9, 4`,
      );
    }
  });
});
