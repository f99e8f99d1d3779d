import { BUILT_IN_STEMS } from "../../nas/stems/built_in_stems.ts";
import { BUILT_IN_OPERATIONS } from "../../nas/operations/built_in_operations.ts";
import * as tf from "@tensorflow/tfjs-core";
import { assertEquals, assertGreater, assertLess } from "@std/assert";
import { randomStream } from "../../engine/philox.ts";
import type { EncodedTensor } from "./golden.ts";
import { readGolden } from "./golden.ts";
import {
  type GoldenNetworkSize,
  publishedNetwork,
} from "./published_network.ts";
import { countNetwork } from "../../nas/network/count.ts";
import type { Layout } from "../../nas/layers/layout.ts";
import { networkLayout } from "../../nas/network/network.ts";
import {
  type RetrainParts,
  retrainParts,
} from "../../nas/retrain/retrain_programs.ts";
import { searchSpace, type SpaceName } from "../../nas/space/edge_space.ts";
import { compileParts } from "../../nas/training/programs.ts";
import { supernetLayout } from "../../nas/network/supernet.ts";
import { testEngine, withoutLeaks } from "../support/tensors/engine.ts";
import { freshStatistics } from "../support/tensors/fresh_statistics.ts";
import {
  referenceMap,
  type ReferenceTensors,
  weightsOf,
  worst,
} from "../support/tensors/reference.ts";

interface Forward {
  logits: number[][];
  logits_aux: number[][];
  total: number;
  grad_norm: number;
  eval_logits_after_one_train_forward: number[][];
}

interface Case extends GoldenNetworkSize {
  auxiliary_weight: number;
  x: EncodedTensor;
  y: number[];
  params: ReferenceTensors;
  no_drop_path_f64: Forward;
  "drop_path_0.3_f64": Forward;
  drop_path_masks: number[][];
}

Deno.test("retrain networks match the reference, with and without drop path, eager and compiled", async () => {
  const engine = await testEngine();
  const { cases } = readGolden<{ cases: Case[] }>("retrain");
  for (const golden of cases) {
    const config = publishedNetwork(golden);
    const layout = networkLayout(config);
    const weights = weightsWithRule(layout, golden.params);
    const batch = golden.y.length;
    const parts = retrainParts(config, layout, {
      batch,
      sgd: { momentum: 0.9, weightDecay: 3e-4, clip: 5 },
      auxiliaryWeight: golden.auxiliary_weight,
    });
    const masks = Float32Array.from(
      { length: batch * layout.paths.length },
      (_, i) => {
        const path = i % layout.paths.length;
        const sample = Math.floor(i / layout.paths.length);
        return golden.drop_path_masks[path]![sample]! / 0.7;
      },
    );
    assertEquals(layout.paths.length, golden.drop_path_masks.length);
    await withoutLeaks(engine, () => {
      const programs = compileParts(engine, parts);
      const eager = {
        weight: parts.weight.fn,
        evaluate: parts.evaluate.fn,
      };
      for (const run of [programs, eager]) {
        tf.tidy(() => {
          const state = {
            weights: tf.tensor1d(weights),
            buffer: tf.zeros([layout.parameterCount]),
            statistics: freshStatistics(layout),
          };
          const seed = tf.tensor1d([0, 0], "int32");
          const x = referenceMap(golden.x);
          const train = (scale: tf.Tensor, images: tf.Tensor = x) =>
            run.weight({
              ...state,
              x: images,
              y: tf.tensor1d(golden.y, "int32"),
              pathScale: scale,
              seed,
              rate: tf.scalar(0),
            });
          const shape: [number, number] = [batch, layout.paths.length];
          const kept = train(tf.ones(shape));
          compare(kept, golden.no_drop_path_f64);
          const gap = ({ norm }: Results) =>
            norm.dataSync()[0]! - golden.no_drop_path_f64.grad_norm;
          if (golden.genotype !== "c10_s5_random") {
            assertLess(Math.abs(gap(kept)), 2e-5);
          } else {
            assertKink(Array.from({ length: 16 }, (_, sample) => {
              const noise = new Float32Array(x.size);
              randomStream({ seed: 1, stream: "kink", sample })
                .fillNormal(noise);
              const moved = tf.add(
                x,
                tf.mul(tf.tensor(noise, x.shape), 1e-6),
              );
              return gap(train(tf.ones(shape), moved));
            }));
          }
          compare(
            train(tf.tensor2d(masks, shape)),
            golden["drop_path_0.3_f64"],
          );
          const { logits } = run.evaluate({
            weights: state.weights,
            statistics: kept.statistics,
            x,
            seed,
          });
          assertLess(
            worst(
              logits.dataSync(),
              golden.no_drop_path_f64.eval_logits_after_one_train_forward
                .flat(),
            ),
            1e-5,
          );
        });
      }
      programs.disposeAll();
    });
  }
});

/**
 * One ReLU or pool input of this network is zero to float32 precision: noise of 1e-6 in the images leaves the loss as it
 * is and moves the gradient's norm between two values 8.6e-4 apart. The reference is one of the two sides.
 */
function assertKink(gaps: number[]): void {
  const near = gaps.filter((gap) => Math.abs(gap) < 2e-5);
  const far = gaps.filter((gap) => Math.abs(gap + 8.6e-4) < 2e-5);
  assertEquals(near.length + far.length, gaps.length, `${gaps}`);
  assertGreater(near.length, 0);
  assertGreater(far.length, 0);
}

type Results = ReturnType<RetrainParts["weight"]["fn"]>;

function compare(
  { logits, auxiliary, loss }: Results,
  expected: Forward,
): void {
  assertLess(worst(logits.dataSync(), expected.logits.flat()), 5e-6);
  assertLess(worst(auxiliary.dataSync(), expected.logits_aux.flat()), 5e-6);
  if (expected.total !== undefined) {
    assertLess(Math.abs(loss.dataSync()[0]! - expected.total), 5e-6);
  }
}

/** The golden file gives the head's largest convolution by its formula. */
function weightsWithRule(
  layout: Layout,
  params: ReferenceTensors,
): Float32Array {
  const name = "auxiliary_head.features.5.weight";
  const data = new Float32Array(768 * 128 * 4);
  for (let i = 0; i < data.length; i++) data[i] = 0.05 * Math.sin(0.37 * i);
  const bytes = new Uint8Array(data.buffer);
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return weightsOf(layout, {
    ...params,
    [name]: { shape: [768, 128, 2, 2], dtype: "f32", b64: btoa(text) },
  });
}

Deno.test("parameters and multiply-accumulates of all published cells match the reference", () => {
  const { cifar } = readGolden<{
    cifar: (GoldenNetworkSize & {
      params_aux: number;
      params_without_aux: number;
      macs_conv: number;
      macs_linear: number;
    })[];
  }>("counts");
  assertEquals(cifar.length, 70);
  for (const golden of cifar) {
    const found = countNetwork(publishedNetwork(golden));
    assertEquals(found, {
      parameters: golden.params_without_aux,
      auxiliary: golden.params_aux,
      convolutionMacs: golden.macs_conv,
      linearMacs: golden.macs_linear,
    });
  }
});

Deno.test("parameters of the published supernets match the reference", () => {
  const { search_supernet } = readGolden<{
    search_supernet: {
      space: string;
      C: number;
      layers: number;
      params: number;
    }[];
  }>("counts");
  for (const { space, C, layers, params } of search_supernet) {
    const name = (space === "s5" ? "darts" : space) as SpaceName;
    const { parameterCount } = supernetLayout({
      space: searchSpace(name),
      operations: BUILT_IN_OPERATIONS,
      stem: BUILT_IN_STEMS.cifar,
      channels: C,
      cells: layers,
      classes: 10,
      size: 32,
    });
    assertEquals(parameterCount, params);
  }
});
