import { BUILT_IN_STEMS } from "../../nas/stems/built_in_stems.ts";
import { BUILT_IN_OPERATIONS } from "../../nas/operations/built_in_operations.ts";
import * as tf from "@tensorflow/tfjs-core";
import { assertEquals, assertLess } from "@std/assert";
import { alphaMatrices } from "../../nas/space/alpha_matrices.ts";
import { choiceSpace } from "../../nas/space/choice_space.ts";
import { crossEntropy } from "../../nas/training/loss.ts";
import { namedMixtures, rowSoftmax } from "../../nas/training/mixtures.ts";
import { valueAndGradients } from "../../nas/training/value_and_gradients.ts";
import { momentumOf, updateStatistics } from "../../nas/layers/statistics.ts";
import { supernet, supernetLayout } from "../../nas/network/supernet.ts";
import { tensorLayers } from "../../nas/layers/tensor_layers.ts";
import { testEngine, withoutLeaks } from "../support/tensors/engine.ts";
import { freshStatistics } from "../support/tensors/fresh_statistics.ts";
import { type EncodedTensor, readGolden } from "./golden.ts";
import {
  referenceMap,
  type ReferenceTensors,
  weightsOf,
  worst,
} from "../support/tensors/reference.ts";

interface Golden {
  C: number;
  layers: number;
  hw: number;
  params: ReferenceTensors;
  alphas: EncodedTensor[];
  x?: EncodedTensor;
  y?: number[];
  batches?: { train_x: EncodedTensor; train_y: number[] }[];
  init_forward_f64: {
    logits: number[][];
    loss: number;
    alpha_grads: number[][][];
    eval_logits_after_one_train_forward: number[][];
  };
}

for (const number of [1, 2, 3] as const) {
  Deno.test(`the supernet of NAS-Bench-1Shot1 space ${number} matches the reference, forward, backward and in evaluation mode`, async () => {
    const engine = await testEngine();
    const golden = readGolden<Golden>(`supernet_nb101_space${number}`);
    const expected = golden.init_forward_f64;
    const config = {
      space: choiceSpace(`nasbench1shot1-${number}`),
      operations: BUILT_IN_OPERATIONS,
      stem: BUILT_IN_STEMS.cifar,
      channels: golden.C,
      cells: golden.layers,
      classes: 10,
      size: golden.hw,
    };
    const layout = supernetLayout(config);
    const matrices = alphaMatrices(config.space);
    assertEquals(
      matrices.map(({ rows, columns }) => [rows, columns]),
      golden.alphas.map(({ shape }) => [...shape]),
    );
    await withoutLeaks(engine, () => {
      tf.tidy(() => {
        const exact = tf.tensor1d(weightsOf(layout, golden.params));
        const x = referenceMap(golden.x ?? golden.batches![0]!.train_x);
        const y = tf.tensor1d(golden.y ?? golden.batches![0]!.train_y, "int32");
        const mixed = (alphas: readonly tf.Tensor[]) =>
          namedMixtures(matrices, alphas.map(rowSoftmax));
        const alphas = golden.alphas.map((a) => referenceMap(a));
        const forward = (weights: tf.Tensor1D) =>
          valueAndGradients(({ alphas }) => {
            const layers = tensorLayers(layout, {
              weights,
              mixtures: mixed(alphas),
            }, "train");
            const logits = supernet<tf.Tensor>(layers, x, config);
            const statistics = layers.batchStatistics();
            return { loss: crossEntropy(logits, y), logits, statistics };
          }, { alphas });
        const off = (gradients: readonly tf.Tensor[]) =>
          worst(
            gradients.flatMap((g) => [...g.dataSync()]),
            expected.alpha_grads.flat(2),
          );
        // Weights within rounding: space 3 sits on a kink, where one ReLU or pool input is zero to float32 precision and
        // the gradient jumps by 7e-4 while the loss stays; the reference is one of its sides.
        const units = number === 3
          ? Array.from({ length: 17 }, (_, i) => i - 8)
          : [0];
        const sides = units.map((unit) => {
          const weights = tf.mul(exact, 1 + unit * 6e-8) as tf.Tensor1D;
          const { values, gradients } = forward(weights);
          assertLess(
            Math.abs(values.loss.dataSync()[0]! - expected.loss),
            2e-6,
          );
          return { weights, values, off: off(gradients.alphas) };
        });
        const [closest] = sides.toSorted((a, b) => a.off - b.off);
        const { weights, values } = closest!;
        assertLess(closest!.off, 2e-6);
        for (const side of sides) assertLess(side.off, 1e-3);
        assertLess(
          worst(values.logits.dataSync(), expected.logits.flat()),
          5e-6,
        );
        const statistics = updateStatistics(
          freshStatistics(layout),
          values.statistics,
          momentumOf(layout),
        );
        const evaluated = supernet<tf.Tensor>(
          tensorLayers(layout, {
            weights,
            mixtures: mixed(alphas),
            statistics,
          }, "eval"),
          x,
          config,
        );
        assertLess(
          worst(
            evaluated.dataSync(),
            expected.eval_logits_after_one_train_forward.flat(),
          ),
          1e-5,
        );
      });
    });
  });
}
