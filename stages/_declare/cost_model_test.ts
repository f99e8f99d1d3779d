import { assert, assertEquals } from "@std/assert";
import type { Upstream } from "../../pipeline/stage.ts";
import { stepSeconds } from "./cost_model.ts";
import { dataSize } from "./data_size.ts";
import { estimate as estimateRetrain } from "../retrain/estimate.ts";
import { retrainParams } from "../retrain/params.ts";
import { estimate as estimateSearch } from "../search/estimate.ts";
import { searchParams } from "../search/params.ts";
import { splitParams } from "../split/params.ts";

const data = (dataset: string, split: unknown = {}): Upstream => ({
  stage: "split",
  params: splitParams.parse(split),
  inputs: {
    files: { stage: "download", params: { dataset }, inputs: {} },
  },
});

Deno.test("stepSeconds() is within a factor of 1.6 of every measured step", () => {
  const measured = [
    ["search", 0.125e9, 0.048],
    ["search", 0.397e9, 0.158],
    ["search", 19.2e9, 2.5],
    ["choiceSearch", 0.029e9, 0.03],
    ["choiceSearch", 0.113e9, 0.044],
    ["choiceSearch", 1.61e9, 0.18],
    ["choiceSearch", 17.1e9, 1.05],
    ["choiceSearch", 23.3e9, 1.38],
    ["retrain", 0.12e9, 0.04],
    ["retrain", 4.22e9, 0.58],
    ["retrain", 2.12e9, 0.2],
    ["retrain", 12.7e9, 1.05],
  ] as const;
  for (const [kind, macs, seconds] of measured) {
    const ratio = stepSeconds(kind, macs) / seconds;
    assert(ratio > 1 / 1.6 && ratio < 1.6, `${kind} ${macs}: ${ratio}`);
  }
});

Deno.test("dataSize() follows the data set and the split", () => {
  assertEquals(dataSize(data("cifar10")), {
    train: 50_000,
    weights: 25_000,
    alpha: 25_000,
    classes: 10,
    size: 32,
  });
  assertEquals(
    dataSize(data("svhn", { train: 1000, size: 16, portion: 0.8 })),
    { train: 1000, weights: 800, alpha: 200, classes: 10, size: 16 },
  );
  const shares = { weights: 0.1, alpha: 0.025 };
  assertEquals(
    dataSize(data("imagenet", { shares, size: 224 }))?.weights,
    128_116,
  );
  assertEquals(dataSize(data("image-folder")), undefined);
  assertEquals(dataSize({ stage: "own", params: {}, inputs: {} }), undefined);
});

Deno.test("a published search and retraining are expected to take days", () => {
  const search = (method: string) =>
    estimateSearch(searchParams.parse({ space: "darts", method }), {
      data: data("cifar10"),
    })!;
  const days = (seconds: number) => seconds / 86_400;
  assert(days(search("sdarts-rs").seconds) > 0.5);
  assert(days(search("sdarts-rs").seconds) < 3);
  assert(search("sdarts-adv").seconds > 2 * search("sdarts-rs").seconds);
  // its maps are as many, so it is not a quarter
  const partial = search("pc-darts").seconds / search("darts").seconds;
  assert(partial > 0.5 && partial < 0.6, `${partial}`);
  assertEquals(
    search("darts").basis,
    "50 epochs of 391 steps, 2.5 s a weight step as measured on two CPU cores",
  );
  // Published: 0.4 and 1.3 GPU-days.
  const published = { "sdarts-rs": 0.4, "sdarts-adv": 1.3 };
  for (const [method, amount] of Object.entries(published)) {
    const ratio = search(method).equivalent!.amount / amount;
    assert(ratio > 0.9 && ratio < 1.1, `${method}: ${ratio}`);
  }
  const retrain = estimateRetrain(retrainParams.parse({}), {
    data: data("cifar10"),
  })!;
  assert(days(retrain.seconds) > 7 && days(retrain.seconds) < 30);
  const half = estimateRetrain(retrainParams.parse({ images: "weights" }), {
    data: data("cifar10"),
  })!;
  assert(half.seconds < 0.51 * retrain.seconds);
  assertEquals(estimateRetrain(retrainParams.parse({}), {}), undefined);
});
