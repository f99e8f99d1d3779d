// CaDDN#103, pytorch PR#2961: batch normalisation with one sample in the final batch.
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import { memoryImages } from "../support/data/memory_images.ts";
import { TINY_MANIFEST } from "../support/data/tiny_manifest.ts";
import { batchCount, batches } from "../../datasets/prepared/loader.ts";
import { evaluateNetwork } from "../../nas/retrain/evaluate.ts";
import { networkLayout } from "../../nas/network/network.ts";
import { initialRetrainState, runRetrain } from "../../nas/retrain/retrain.ts";
import { initialSearchState } from "../../nas/search/search_state.ts";
import { runSearch } from "../../nas/search/search.ts";
import { testEngine } from "../support/tensors/engine.ts";
import {
  tinyBatch,
  tinyData,
  tinyRetrain,
  tinySearch,
} from "../support/tensors/tiny_search.ts";

Deno.test("25,000 images in batches of 64 leave 40, and the policy says what becomes of them", () => {
  for (
    const [count, batch, keep, drop] of [
      [25_000, 64, 391, 390],
      [50_000, 96, 521, 520],
      [36_628, 64, 573, 572],
      [129, 64, 3, 2],
      [64, 64, 1, 1],
      [63, 64, 1, 0],
    ] as const
  ) {
    assertEquals(
      [
        batchCount(count, { batch, last: "keep" }),
        batchCount(count, { batch, last: "drop" }),
      ],
      [keep, drop],
    );
  }
});

Deno.test("the last batch holds what is left, every image once", () => {
  const size = 2;
  const part = {
    count: 13,
    images: memoryImages(new Uint8Array(13 * 12), size),
    labels: new Int32Array(13),
    ids: Int32Array.from({ length: 13 }, (_, at) => at),
  };
  const base = {
    table: new Float32Array(768),
    manifest: { ...TINY_MANIFEST, size, train: 13 },
  };
  const positions = Array.from({ length: 13 }, (_, at) => at);
  for (const batch of [1, 2, 3, 4, 6, 12, 13, 14]) {
    const found = [...batches(base, { part, positions, batch, last: "keep" })];
    assertEquals(found.flatMap(({ ids }) => [...ids]), positions);
    const rest = 13 % batch === 0 ? batch : 13 % batch;
    assertEquals(found.at(-1)!.y.length, Math.min(13, rest));
  }
});

/** Every number of a record of tensors is finite. */
function assertFinite(
  tensors: Readonly<Record<string, { data: ArrayLike<number> }>>,
) {
  for (const [name, { data }] of Object.entries(tensors)) {
    for (let at = 0; at < data.length; at++) {
      assert(Number.isFinite(data[at]!), `${name}[${at}] is ${data[at]}`);
    }
  }
}

for (const counts of [[4, 1], [1, 1], [5, 3, 2]]) {
  Deno.test(`retraining on batches of ${counts} ends with finite numbers, averaged over images`, async () => {
    const engine = await testEngine();
    const options = tinyRetrain({
      steps: counts.length,
      epochs: 1,
      dropPath: 0,
      batch: (_, step) => tinyBatch(counts[step]!, `b${step}`),
    });
    const losses: number[] = [];
    const seen: number[] = [];
    const end = await runRetrain(
      engine,
      initialRetrainState(options.layout, 1),
      {
        ...options,
        afterStep: ({ state }) => {
          const { sums } = state();
          // At the end of the epoch the sums start again.
          if (sums.images > 0) {
            losses.push(sums.loss);
            seen.push(sums.images);
          }
        },
      },
    );
    assertFinite(end.tensors);
    assertEquals(
      seen,
      counts.slice(0, -1).map((_, at) =>
        counts.slice(0, at + 1).reduce((a, b) => a + b)
      ),
    );
    assert(Number.isFinite(end.history[0]!.trainLoss));
    if (counts.length === 2 && counts[0] === 4) {
      // (4 L1 + 1 L2) / 5, not (L1 + L2) / 2
      const whole = end.history[0]!.trainLoss * 5;
      const second = whole - losses[0]!;
      assert(Math.abs((losses[0]! / 4 + second) / 2 - whole / 5) > 1e-6);
    }
  });
}

Deno.test("a search whose last batches hold one image ends with finite numbers", async () => {
  const options = tinySearch("sdarts-adv", {
    data: tinyData([3, 1]),
    epochs: 1,
  });
  const end = await runSearch(
    await testEngine(),
    initialSearchState(options.config.space, options.layout, 1),
    options,
  );
  assertFinite(end.tensors);
});

Deno.test("the auxiliary head, which sees one value a channel, accepts a batch of one image", async () => {
  const base = tinyRetrain();
  const config = { ...base.config, size: 32, auxiliary: true };
  const options = tinyRetrain({
    config,
    layout: networkLayout(config),
    epochs: 1,
    batch: (_, step) => tinyBatch([3, 1][step]!, `h${step}`, 32),
  });
  const end = await runRetrain(
    await testEngine(),
    initialRetrainState(options.layout, 1),
    options,
  );
  assertFinite(end.tensors);
});

Deno.test("an evaluation gives the same numbers in batches of any size", async () => {
  const { config, layout } = tinyRetrain();
  const state = initialRetrainState(layout, 4).tensors;
  const flat = {
    weights: state.weights!.data as Float32Array,
    mean: state.running_mean!.data as Float32Array,
    variance: state.running_variance!.data as Float32Array,
  };
  const all = tinyBatch(7, "eval");
  const pixels = all.x.length / 7;
  const evaluate = async (size: number) => {
    const parts = [];
    for (let at = 0; at < 7; at += size) {
      parts.push({
        x: all.x.slice(at * pixels, (at + size) * pixels),
        y: all.y.slice(at, at + size),
      });
    }
    return await evaluateNetwork(await testEngine(), {
      config,
      layout,
      flat,
      batches: parts,
      seed: 0,
    });
  };
  const whole = await evaluate(7);
  for (const size of [1, 2, 3, 6]) {
    const found = await evaluate(size);
    assertEquals([found.count, found.top1, found.top5, found.perClass], [
      whole.count,
      whole.top1,
      whole.top5,
      whole.perClass,
    ]);
    assertAlmostEquals(found.loss, whole.loss, 1e-6);
  }
});

Deno.test("a batch without images is refused", () => {
  assertThrows(
    () => batchCount(9, { batch: 0, last: "keep" }),
    RangeError,
    "Expected a batch of 1 or more images but found 0",
  );
});
