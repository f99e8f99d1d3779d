// Steps divided over two devices of the processor, against steps of one device on each share of the golden batches.
import * as tf from "@tensorflow/tfjs-core";
import { sgdStep } from "../../engine/optimisers.ts";
import { retrainParts } from "../../nas/retrain/retrain_programs.ts";
import { sampling as gumbel } from "../../nas/samplings/gumbel.ts";
import { searchParts } from "../../nas/search/search_programs.ts";
import { adamOnAlphas } from "../../nas/search/alpha_step.ts";
import { dataParallel, shareSizes } from "../../nas/training/data_parallel.ts";
import { compileParts, compileProgram } from "../../nas/training/programs.ts";
import { testEngine, withoutLeaks } from "../support/tensors/engine.ts";
import { freshStatistics } from "../support/tensors/fresh_statistics.ts";
import { goldenRetrain } from "./golden_retrain.ts";
import { goldenNet, OPTIMISERS } from "./golden_search.ts";
import {
  assertClose,
  goldenHalves,
  mean,
  means,
  RAW,
  sharedAlphaStep,
  sharesOf,
} from "./golden_shares.ts";

Deno.test("a retraining step of an odd batch over two devices is that of one device on each share", async () => {
  const engine = await testEngine({ cpuDevices: 2 });
  const [batch, sizes] = [3, shareSizes(3, 2)];
  await withoutLeaks(engine, () => {
    tf.tidy(() => {
      const { config, layout, weights, x, y, auxiliaryWeight } =
        goldenRetrain();
      const parts = (batch: number, changes = {}) =>
        retrainParts(config, layout, {
          batch,
          sgd: OPTIMISERS.sgd,
          auxiliaryWeight,
          labelSmoothing: 0.1,
          ...changes,
        });
      const state = {
        weights,
        buffer: tf.mul(weights, 0.1) as tf.Tensor1D,
        statistics: freshStatistics(layout),
        rate: tf.scalar(0.1),
        seed: tf.tensor1d([3, 5], "int32"),
      };
      const images = {
        x: tf.slice(x, 0, batch),
        y: tf.slice(y, 0, batch),
        pathScale: tf.reshape(
          tf.div(
            tf.range(0, batch * layout.paths.length),
            batch * layout.paths.length,
          ),
          [batch, layout.paths.length],
        ),
      };
      const program = compileProgram(
        engine,
        parts(batch, { gradients: dataParallel(2) }).weight,
      );
      const found = program({ ...state, ...images });
      program.dispose();
      const each = sharesOf<Record<string, tf.Tensor>>(images, sizes).map((
        share,
        i,
      ) =>
        parts(sizes[i]!, { sgd: RAW }).weight.fn({
          ...state,
          ...share as typeof images,
        })
      );
      const next = sgdStep({
        ...state,
        gradient: mean(each.map((p) => p.buffer), sizes) as tf.Tensor1D,
      }, OPTIMISERS.sgd);
      assertClose(found, {
        loss: mean(each.map((p) => p.loss), sizes),
        correct: tf.addN(each.map((p) => p.correct)),
        weights: next.weights,
        buffer: next.buffer,
        statistics: each[0]!.statistics,
        norm: next.norm,
        logits: tf.concat(each.map((p) => p.logits)),
        auxiliary: tf.concat(each.map((p) => p.auxiliary)),
      });
    });
  });
});

Deno.test("search steps over two devices are those of one device on each half", async () => {
  const engine = await testEngine({ cpuDevices: 2 });
  const { net, sizes, split, half } = goldenHalves();
  const programs = compileParts(engine, split);
  await withoutLeaks(engine, () => {
    tf.tidy(() => {
      const { inputs, whole, shares } = sharedAlphaStep(net, sizes);
      const { arch, corrections, ...state } = inputs;

      const alpha = programs.alpha({ ...inputs, batch: whole });
      const alphas = shares.map((batch) => half.alpha.fn({ ...inputs, batch }));
      const gradients = means(alphas.map((h) => h.gradients), sizes);
      assertClose([alpha.gradients, alpha.loss, alpha.statistics, alpha.arch], [
        gradients,
        mean(alphas.map((h) => h.loss), sizes),
        alphas[0]!.statistics,
        adamOnAlphas(arch, gradients, { corrections, adam: OPTIMISERS.adam }),
      ]);

      const step = {
        ...state,
        buffer: tf.mul(state.weights, 0.1),
        mixtures: programs.relax({ alphas: arch.alphas }),
        rate: tf.scalar(0.025),
      };
      const weight = programs.weight({ ...step, batch: whole });
      const weights = shares.map((batch) => half.weight.fn({ ...step, batch }));
      const next = sgdStep({
        weights: step.weights as tf.Tensor1D,
        buffer: step.buffer as tf.Tensor1D,
        gradient: mean(weights.map((h) => h.buffer), sizes) as tf.Tensor1D,
        rate: step.rate,
      }, OPTIMISERS.sgd);
      const { correct: _, loss: __, ...found } = weight;
      assertClose(found, {
        weights: next.weights,
        buffer: next.buffer,
        statistics: weights[0]!.statistics,
        norm: next.norm,
        logits: tf.concat(weights.map((h) => h.logits)),
      });
    });
  });
  programs.disposeAll();
});

Deno.test("search steps on drawn candidates over two devices are those of one device on each half", async () => {
  const engine = await testEngine({ cpuDevices: 2 });
  const net = goldenNet("nb201");
  const sizes = shareSizes(net.golden.batch, 2);
  const parts = (batch: number, changes = {}) =>
    searchParts(net.config, net.layout, {
      batch,
      optimisers: { ...OPTIMISERS, sgd: RAW },
      sampling: gumbel,
      ...changes,
    });
  const programs = compileParts(
    engine,
    parts(net.golden.batch, { gradients: dataParallel(2) }),
  );
  const half = parts(sizes[0]!);
  await withoutLeaks(engine, () => {
    tf.tidy(() => {
      const { inputs, whole, shares } = sharedAlphaStep(net, sizes);
      const noise = inputs.arch.alphas.map((a) => tf.sin(tf.mul(a, 9)));
      const zero = tf.scalar(0);
      const draws = { noise, progress: zero, ramp: zero };
      const drawn = <B extends object>(batch: B) => ({ ...batch, draws });
      const alpha = programs.alpha({ ...inputs, batch: drawn(whole) });
      const alphas = shares.map((batch) =>
        half.alpha.fn({ ...inputs, batch: drawn(batch) })
      );
      assertClose([alpha.gradients, alpha.loss, alpha.statistics], [
        means(alphas.map((h) => h.gradients), sizes),
        mean(alphas.map((h) => h.loss), sizes),
        alphas[0]!.statistics,
      ]);

      const { arch: _, corrections: __, ...state } = inputs;
      const step = {
        ...state,
        buffer: tf.zerosLike(state.weights),
        mixtures: [tf.cast(tf.oneHot([1, 2, 4, 3, 0, 3], 5), "float32")],
        rate: tf.scalar(0.025),
      };
      const weight = programs.weight({ ...step, batch: whole });
      const weights = shares.map((batch) => half.weight.fn({ ...step, batch }));
      const gradient = mean(weights.map((h) => h.buffer), sizes);
      assertClose([weight.buffer, weight.weights, weight.statistics], [
        gradient,
        tf.sub(step.weights, tf.mul(gradient, step.rate)),
        weights[0]!.statistics,
      ]);
    });
  });
  programs.disposeAll();
});
