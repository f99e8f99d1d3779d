// What a pruned supernet and one on a share of its channels compute.
import * as tf from "@tensorflow/tfjs-core";
import { assertLess, assertThrows } from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { sample } from "../../test/support/tensors/op_cases.ts";
import { worst } from "../../test/support/tensors/reference.ts";
import {
  tinySpace,
  tinySupernet,
} from "../../test/support/tensors/tiny_search.ts";
import { graphs } from "../graph_cells/networks.ts";
import { searchGraphCell } from "../graph_cells/graph_cell.ts";
import type { Layers } from "../layers/layers.ts";
import type { Layout } from "../layers/layout.ts";
import { layoutOf } from "../layers/shape_layers.ts";
import { tensorLayers } from "../layers/tensor_layers.ts";
import { BUILT_IN_OPERATIONS } from "../operations/built_in_operations.ts";
import {
  supernet,
  type SupernetConfig,
  supernetLayout,
} from "../network/supernet.ts";
import { alphaMatrices } from "../space/alpha_matrices.ts";
import { graphSpace } from "../space/graph_space.ts";
import { type KeptCandidates, masksOf } from "../space/kept_candidates.ts";
import { initialWeights } from "../training/initialise.ts";

const EDGES: SupernetConfig = {
  ...tinySupernet(
    tinySpace("skip_connect", "none", "dil_conv_3x3", "avg_pool_3x3"),
  ),
  channels: 4,
};
const GRAPH: SupernetConfig = {
  ...EDGES,
  graphs,
  space: graphSpace("nasbench201"),
};

/** Every edge keeps some of its candidates, not all the same. */
function someKept(config: SupernetConfig): KeptCandidates {
  return Object.fromEntries(
    alphaMatrices(config.space).map(({ name, rows, columns }) => [
      name,
      Array.from(
        { length: rows },
        (_, row) =>
          Array.from(
            { length: columns },
            (_, column) => (row + column) % 3 !== 0,
          ),
      ),
    ]),
  );
}

/** Weights of a layout among those of another one that has all of its parameters. */
function weightsAmong(layout: Layout, all: Layout, weights: Float32Array) {
  const places = new Map(all.parameters.map((spec) => [spec.name, spec]));
  return tf.tensor1d(Float32Array.from(layout.parameters.flatMap(({ name }) => {
    const { offset, size } = places.get(name)!;
    return [...weights.subarray(offset, offset + size)];
  })));
}

for (const [kind, config] of Object.entries({ edges: EDGES, graph: GRAPH })) {
  for (const channelShare of [undefined, 2]) {
    const where = channelShare === undefined ? "all" : "half of the";
    Deno.test(`a pruned supernet of ${kind} on ${where} channels computes what the whole one does with weights of 0`, async () => {
      const whole: SupernetConfig = { ...config, channelShare };
      const kept = someKept(whole);
      const all = supernetLayout(whole);
      const weights = initialWeights(all, 1);
      await withoutLeaks(await testEngine(), () => {
        tf.tidy(() => {
          const masks = masksOf(config.space, kept)!;
          const mixtures = Object.fromEntries(
            alphaMatrices(config.space).map(({ name, rows, columns }, i) => [
              name,
              tf.mul(tf.abs(sample(rows, columns)), tf.tensor2d(masks[i]!)),
            ]),
          );
          const x = sample(2, 8, 8, 3);
          const logits = (config: SupernetConfig) => {
            const layout = supernetLayout(config);
            const layers = tensorLayers(layout, {
              weights: weightsAmong(layout, all, weights),
              mixtures,
            }, "train");
            return supernet<tf.Tensor>(layers, x, config).dataSync();
          };
          const pruned: SupernetConfig = { ...whole, kept };
          assertLess(worst(logits(pruned), logits(whole)), 1e-5);
          const { parameterCount } = supernetLayout(pruned);
          assertLess(parameterCount, all.parameterCount);
        });
      });
    });
  }
}

Deno.test("a graph cell on a share of its channels equals edges that are divided and shuffled one by one", async () => {
  const space = graphSpace("nasbench201");
  const share = 4;
  const place = { space, operations: BUILT_IN_OPERATIONS, name: "cell" };
  const cell = <T>(layers: Layers<T>, x: T) =>
    searchGraphCell(layers, x, { ...place, channelShare: share });
  // as published: x[:, :C/k] through the operations, concatenated with the rest, shuffled
  const published = <T>(layers: Layers<T>, x: T) => {
    const values = [x];
    let edge = 0;
    for (let node = 1; node < 4; node++) {
      values.push(layers.add(values.map((value, source) => {
        const first = layers.channels(value) / share;
        const [worked, rest] = layers.split(value, first);
        const terms = space.edges[edge]!.flatMap((kind, column) => {
          if (kind === "none") return [];
          const operation = BUILT_IN_OPERATIONS[
            kind as keyof typeof BUILT_IN_OPERATIONS
          ];
          const name = `cell.edges.${node}<-${source}.${column}`;
          const y = operation.forward(layers, worked, {
            name,
            stride: 1,
            affine: false,
          });
          return [
            layers.weigh(y, { matrix: "edges", edge, operation: column }),
          ];
        });
        edge++;
        return layers.shuffle(layers.concat([layers.add(terms), rest]), share);
      })));
    }
    return values[3]!;
  };
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const x = sample(2, 4, 4, 8);
      const mixtures = { edges: tf.softmax(sample(6, 5) as tf.Tensor2D) };
      const [found, expected] = [cell, published].map((network) => {
        const layout = layoutOf((layers, x) => void network(layers, x), {
          height: 4,
          width: 4,
          channels: 8,
        });
        const weights = tf.tensor1d(initialWeights(layout, 1));
        const layers = tensorLayers(layout, { weights, mixtures }, "train");
        return network<tf.Tensor>(layers, x).dataSync();
      });
      assertLess(worst(found!, expected!), 1e-6);
    });
  });
});

Deno.test("channels that a share does not divide are refused", () => {
  assertThrows(
    () => supernetLayout({ ...EDGES, channels: 6, channelShare: 4 }),
    RangeError,
    "Expected channels divisible by 4 for partial channels but found 6",
  );
});
