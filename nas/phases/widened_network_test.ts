import * as tf from "@tensorflow/tfjs-core";
import { assert, assertEquals, assertLess, assertThrows } from "@std/assert";
import { randomStream } from "../../engine/philox.ts";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { sample } from "../../test/support/tensors/op_cases.ts";
import { worst } from "../../test/support/tensors/reference.ts";
import type { Layers } from "../layers/layers.ts";
import type { Layout } from "../layers/layout.ts";
import { layoutOf } from "../layers/shape_layers.ts";
import { tensorLayers } from "../layers/tensor_layers.ts";
import { BUILT_IN_OPERATIONS } from "../operations/built_in_operations.ts";
import type { SearchTensors } from "../search/search_state.ts";
import { initialWeights } from "../training/initialise.ts";
import { drawnCopies, grownTensor, joinedCopies } from "./channel_copies.ts";
import { widenedNetwork } from "./widened_network.ts";

type Network = <T>(layers: Layers<T>, x: T) => T;

/** An operation on as many channels as its input has, as an edge computes it. */
function operation(
  kind: keyof typeof BUILT_IN_OPERATIONS,
  stride: 1 | 2 = 1,
): Network {
  return (layers, x) =>
    BUILT_IN_OPERATIONS[kind].forward(layers, x, {
      name: "op",
      stride,
      affine: false,
    });
}

/** Tensors of a network, all of whose numbers differ. */
function tensorsOf(layout: Layout): SearchTensors {
  const drawn = (name: string, length: number) => {
    const data = new Float32Array(length);
    randomStream({ seed: 4, stream: name }).fillUniform(data, 0.5, 1.5);
    return { dtype: "F32", shape: [length], data } as const;
  };
  const { parameterCount, statisticsCount } = layout;
  const random = drawn("weights", parameterCount).data;
  const weights = initialWeights(layout, 2).map((w, i) =>
    w + 0.01 * random[i]!
  );
  return {
    weights: { dtype: "F32", shape: [parameterCount], data: weights },
    momentum: drawn("momentum", parameterCount),
    running_mean: drawn("mean", statisticsCount),
    running_variance: drawn("variance", statisticsCount),
  };
}

/** A network on 2 channels and the same one widened to 5. */
function widened(network: Network, { from = 2, to = 5, seed = 1 } = {}) {
  const layout = (channels: number) =>
    layoutOf((layers, x) => void network(layers, x), {
      height: 4,
      width: 4,
      channels,
    });
  const [before, after] = [layout(from), layout(to)];
  const old = tensorsOf(before);
  const grow = () =>
    widenedNetwork(
      {
        before,
        after,
        network: (layers, images) =>
          void network(layers, { ...images, channels: to }),
      },
      old,
      { seed, epoch: 25 },
    );
  return { before, after, old, grown: grow() };
}

/** Numbers of a part of a flat vector. */
function partOf(
  layout: Layout,
  tensors: SearchTensors,
  [vector, name]: readonly [string, string],
): Float32Array {
  const specs = vector.startsWith("running")
    ? layout.statistics
    : layout.parameters;
  const { offset, size } = specs.find((spec) => spec.name === name)!;
  const data = tensors[vector]!.data as Float32Array;
  return data.subarray(offset, offset + size);
}

/** Where the numbers of a vector are in another one, whose numbers all differ. */
function sourcesIn(old: Float32Array, grown: Float32Array): number[] {
  return [...grown].map((value) => old.indexOf(value));
}

Deno.test("the first channels stay and the others are copies that are drawn at their address", () => {
  const at = { seed: 3, epoch: 25 };
  const { from, sources } = drawnCopies("a/in", { from: 3, to: 300 }, at);
  assertEquals(from, 3);
  assertEquals([...sources.slice(0, 3)], [0, 1, 2]);
  for (const old of [0, 1, 2]) {
    const share = sources.filter((source) => source === old).length;
    assert(share > 70 && share < 130, `${share}`);
  }
  const again = (place: string, more = at) =>
    drawnCopies(place, { from: 3, to: 300 }, more).sources;
  assertEquals(again("a/in"), sources);
  for (
    const other of [
      again("a/out"),
      again("a/in", { seed: 4, epoch: 25 }),
      again("a/in", { seed: 3, epoch: 26 }),
    ]
  ) assert(`${other}` !== `${sources}`);
  assertThrows(
    () => drawnCopies("a/in", { from: 3, to: 2 }, at),
    RangeError,
    "Expected at least 3 channels but found 2 in a/in",
  );
});

Deno.test("copies of joined values count on, and a filter grows in both of its dimensions", () => {
  const copies = (from: number, ...sources: number[]) => ({
    from,
    sources: Uint32Array.from(sources),
  });
  assertEquals(
    joinedCopies([copies(2, 0, 1, 1), copies(3, 0, 1, 2, 0)]),
    copies(5, 0, 1, 1, 2, 3, 4, 2),
  );
  // two taps, two inputs, two outputs
  const filter = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8);
  assertEquals(
    [...grownTensor(filter, copies(2, 0, 1, 0), copies(2, 0, 1, 1))],
    [...[1, 2, 2, 3, 4, 4, 1, 2, 2], ...[5, 6, 6, 7, 8, 8, 5, 6, 6]],
  );
});

Deno.test("weights, momentum and statistics of a convolution are copies of the same channels", () => {
  const { before, after, old, grown } = widened(operation("nor_conv_3x3"));
  const [filter] = after.parameters;
  const [norm] = after.statistics;
  assertEquals(filter!.shape, [3, 3, 5, 5]);
  const outputs = sourcesIn(
    partOf(before, old, ["running_mean", norm!.name]),
    partOf(after, grown, ["running_mean", norm!.name]),
  );
  assertEquals(outputs.slice(0, 2), [0, 1]);
  assertEquals(
    sourcesIn(
      partOf(before, old, ["running_variance", norm!.name]),
      partOf(after, grown, ["running_variance", norm!.name]),
    ),
    outputs,
  );
  for (const vector of ["weights", "momentum"]) {
    const at = [vector, filter!.name] as const;
    const places = sourcesIn(
      partOf(before, old, at),
      partOf(after, grown, at),
    );
    const inputs = Array.from({ length: 5 }, (_, i) => places[5 * i]! / 2)
      .map((at) => Math.floor(at));
    assertEquals(inputs.slice(0, 2), [0, 1]);
    const expected = Array.from(
      { length: 9 },
      (_, tap) =>
        inputs.flatMap((i) => outputs.map((o) => 4 * tap + 2 * i + o)),
    ).flat();
    assertEquals(places, expected);
  }
});

Deno.test("statistics of two convolutions side by side follow their channels, not their sum", () => {
  const { before, after, old, grown } = widened(
    operation("skip_connect", 2),
    { from: 4, to: 8 },
  );
  const [norm] = after.statistics;
  const found = sourcesIn(
    partOf(before, old, ["running_mean", norm!.name]),
    partOf(after, grown, ["running_mean", norm!.name]),
  );
  const outputs = after.parameters.map(({ name }, half) => {
    const at = ["weights", name] as const;
    return sourcesIn(partOf(before, old, at), partOf(after, grown, at))
      .slice(0, 4).map((at) => 2 * half + at % 2);
  });
  assertEquals(found, outputs.flat());
  assertEquals(found.slice(0, 2), [0, 1]);
  assertEquals(found.slice(4, 6), [2, 3]);
});

Deno.test("a widened operation computes what its definition says of copied channels, and so do its gradients", async () => {
  const network = operation("sep_conv_3x3");
  const { before, after, old, grown } = widened(network);
  const names = after.parameters.map(({ name }) => name);
  // depthwise, pointwise, depthwise, pointwise; sources of the channels that each makes
  const sources = names.map((name, i) => {
    const at = ["weights", name] as const;
    const places = sourcesIn(partOf(before, old, at), partOf(after, grown, at));
    return i % 2 === 0
      ? places.slice(0, 5)
      : places.slice(0, 5).map((at) => at % 2);
  });
  const times = (of: readonly number[], channel: number) =>
    of.filter((source) => source === channel).length;
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const x = sample(2, 4, 4, 2) as tf.Tensor4D;
      const copied = tf.gather(x, [...sources[0]!], 3);
      const upstream = tf.reshape(tf.cos(tf.range(0, 160)), [2, 4, 4, 5]);
      const run = (layout: Layout, x: tf.Tensor) => (weights: tf.Tensor) =>
        network<tf.Tensor>(tensorLayers(layout, { weights }, "train"), x);
      // a sum over copies: inputs of pointwise convolutions count as often as they were copied
      const factors = tf.concat(before.parameters.map(({ shape, size }, i) => {
        const [height, width, inputs, outputs] = shape;
        const counts = Array.from(
          { length: inputs! },
          (_, channel) => i % 2 === 0 ? 1 : times(sources[i - 1]!, channel),
        );
        const each = tf.reshape(tf.tensor(counts), [1, 1, inputs!, 1]);
        return tf.reshape(tf.tile(each, [height!, width!, 1, outputs!]), [
          size,
        ]);
      }));
      const defined = (weights: tf.Tensor) =>
        tf.gather(
          run(before, x)(tf.mul(weights, factors)),
          [...sources[3]!],
          3,
        );
      const at = (tensors: SearchTensors) =>
        tf.tensor1d(tensors["weights"]!.data as Float32Array);
      const wide = run(after, copied);
      assertLess(
        worst(wide(at(grown)).dataSync(), defined(at(old)).dataSync()),
        1e-5,
      );
      const gradient = (of: (weights: tf.Tensor) => tf.Tensor) =>
        tf.grad((weights: tf.Tensor) => tf.sum(tf.mul(of(weights), upstream)));
      const expected = gradient(defined)(at(old)).dataSync();
      const found = new Float32Array(expected.length);
      const data = old["weights"]!.data as Float32Array;
      gradient(wide)(at(grown)).dataSync().forEach((g, i) => {
        const source = data.indexOf(grown["weights"]!.data[i] as number);
        found[source]! += g;
      });
      const largest = Math.max(...expected.map(Math.abs));
      assertLess(worst(found, expected), 1e-5 * Math.max(1, largest));
    });
  });
});

Deno.test("a network that only loses parts keeps the bits of the others, and none gains a part", () => {
  const conv = operation("nor_conv_1x1");
  const two: Network = (layers, x) =>
    layers.conv(conv(layers, x), { name: "second", filters: 3 });
  const input = { height: 4, width: 4, channels: 2 };
  const [one, both] = [conv, two].map((network) =>
    layoutOf((layers, x) => void network(layers, x), input)
  );
  const old = tensorsOf(both!);
  const at = { seed: 1, epoch: 1 };
  const left = widenedNetwork(
    {
      before: both!,
      after: one!,
      network: (layers, x) => void conv(layers, { ...x, channels: 2 }),
    },
    old,
    at,
  );
  assertEquals(
    left["momentum"]!.data,
    old["momentum"]!.data.slice(0, one!.parameterCount),
  );
  assertThrows(
    () =>
      widenedNetwork(
        {
          before: one!,
          after: both!,
          network: (layers, x) => void two(layers, { ...x, channels: 2 }),
        },
        tensorsOf(one!),
        at,
      ),
    RangeError,
    "Expected second.weight in the network before and after it grows but found it in the second alone",
  );
});
