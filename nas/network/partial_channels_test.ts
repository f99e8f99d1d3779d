import { BUILT_IN_STEMS } from "../stems/built_in_stems.ts";
import { BUILT_IN_OPERATIONS } from "../operations/built_in_operations.ts";
import * as tf from "@tensorflow/tfjs-core";
import { assert, assertEquals, assertLess, assertThrows } from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { sample } from "../../test/support/tensors/op_cases.ts";
import { partialMixture } from "../../test/support/tensors/partial_mixture.ts";
import { worst } from "../../test/support/tensors/reference.ts";
import { edgeWeights } from "../space/edge_weights.ts";
import { initialWeights } from "../training/initialise.ts";
import type { Layers } from "../layers/layers.ts";
import { partialNodes } from "./partial_channels.ts";
import { layoutOf } from "../layers/shape_layers.ts";
import {
  firstEdge,
  type SearchSpace,
  searchSpace,
} from "../space/edge_space.ts";
import { searchCell, supernetLayout } from "./supernet.ts";
import { tensorLayers } from "../layers/tensor_layers.ts";

const INPUT = { height: 4, width: 4, channels: 8 };
const space: SearchSpace = {
  ...searchSpace("darts8", { nodes: 2 }),
  mixture: "partial",
};

/** The nodes of a reduction cell, joined, computed at once; edges have weights unless a share of the channels is given. */
function nodes<T>(layers: Layers<T>, input: T, channelShare?: number): T {
  const states = [input, layers.relu(input)];
  const compute = partialNodes(layers, {
    space: channelShare === undefined ? space : { ...space, mixture: "full" },
    operations: BUILT_IN_OPERATIONS,
    name: "cell",
    reduction: true,
    states,
    channelShare,
  });
  for (const node of [0, 1]) states.push(compute(node));
  return layers.concat(states.slice(2));
}

/** Partial channels as the published code computes them: each edge shuffles for itself and is weighed afterwards. */
function published<T>(layers: Layers<T>, input: T, share?: number): T {
  const states = [input, layers.relu(input)];
  for (const node of [0, 1]) {
    states.push(layers.add(states.map((state, source) => {
      const edge = firstEdge(node) + source;
      const mixed = partialMixture(layers, space.reduce[edge]!, state, {
        name: `cell._ops.${edge}`,
        operations: BUILT_IN_OPERATIONS,
        stride: source < 2 ? 2 : 1,
        matrix: "reduce",
        edge,
      }, share);
      return share !== undefined ? mixed : layers.weigh(mixed, {
        matrix: `betas_reduce_${node}`,
        edge: 0,
        operation: source,
      });
    })));
  }
  return layers.concat(states.slice(2));
}

Deno.test("partialNodes() equals edges that are shuffled and weighed one by one, and so do its gradients", async () => {
  for (const share of [undefined, 2]) await compareNodes(share);
});

/** Compares nodes and their gradients, computed at once and edge by edge. */
async function compareNodes(share: number | undefined): Promise<void> {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const x = sample(2, INPUT.height, INPUT.width, INPUT.channels);
      const upstream = tf.reshape(tf.cos(tf.range(0, 128)), [2, 2, 2, 16]);
      const mixtures = {
        reduce: tf.softmax(sample(5, 8) as tf.Tensor2D),
        betas_reduce_0: tf.tensor2d([[0.3, 0.7]]),
        betas_reduce_1: tf.tensor2d([[0.2, 0.5, 0.3]]),
      };
      const run = (
        cell: <T>(layers: Layers<T>, x: T, share?: number) => T,
      ) => {
        const layout = layoutOf((layers, x) => {
          cell(layers, x, share);
        }, INPUT);
        const { value, grads } = tf.valueAndGrads((weights, x) => {
          const inputs = { weights: weights as tf.Tensor1D, mixtures };
          return cell<tf.Tensor>(
            tensorLayers(layout, inputs, "train"),
            x!,
            share,
          );
        })([tf.tensor1d(initialWeights(layout, 1)), x], upstream);
        return [value, ...grads] as const;
      };
      const found = run(nodes);
      const expected = run(published);
      assertEquals(found[0].shape, [2, 2, 2, 16]);
      found.forEach((tensor, i) =>
        assertLess(worst(tensor.dataSync(), expected[i]!.dataSync()), 1e-6)
      );
    });
  });
}

Deno.test("shuffling takes the first channel of each group, then the second", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const layers = tensorLayers(
        layoutOf(() => {}, INPUT),
        { weights: tf.tensor1d([]) },
        "train",
      );
      const x = tf.tensor4d([0, 1, 2, 3, 4, 5, 6, 7], [1, 1, 1, 8]);
      assertEquals([...layers.shuffle(x, 4).dataSync()], [
        ...[0, 2, 4, 6],
        ...[1, 3, 5, 7],
      ]);
    });
  });
});

Deno.test("the published supernet has the parameters that logs of the published code print: 0.299578MB", () => {
  const { parameterCount } = supernetLayout({
    space: { ...searchSpace("darts8"), mixture: "partial" },
    operations: BUILT_IN_OPERATIONS,
    stem: BUILT_IN_STEMS.cifar,
    channels: 16,
    cells: 8,
    classes: 10,
    size: 32,
  });
  assertEquals(parameterCount, 299_578);
});

Deno.test("candidates on a quarter of the channels need a quarter to a sixteenth of their parameters", () => {
  const count = (mixture: "full" | "partial") =>
    layoutOf((layers, x) => {
      searchCell(layers, [x, x], {
        operations: BUILT_IN_OPERATIONS,
        space: { ...space, mixture },
        name: "",
        filters: 32,
        reduction: false,
        afterReduction: false,
      });
    }, INPUT).parameters.filter(({ name }) => name.includes("_ops")).reduce(
      (sum, { size }) => sum + size,
      0,
    );
  // pointwise convolutions shrink by 16, depthwise ones by 4
  const ratio = count("full") / count("partial");
  assert(ratio > 4 && ratio < 16, `${ratio}`);
});

Deno.test("a node has as many edge weights as edges, in spaces that are relaxed so", () => {
  assertEquals(
    edgeWeights(space).map(({ name, columns }) => [name, columns]),
    [["betas_normal_0", 2], ["betas_normal_1", 3]].concat([
      ["betas_reduce_0", 2],
      ["betas_reduce_1", 3],
    ]),
  );
  assertEquals(edgeWeights(searchSpace("s1")), []);
});

Deno.test("channels that cannot be quartered are refused", () => {
  assertThrows(
    () =>
      layoutOf((layers, x) => {
        nodes(layers, x);
      }, { ...INPUT, channels: 6 }),
    RangeError,
    "Expected channels divisible by 4 for partial channels but found 6",
  );
});
