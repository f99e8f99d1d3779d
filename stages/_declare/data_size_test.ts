import { assertEquals } from "@std/assert";
import { knownData } from "../../test/support/stages/known_inputs.ts";
import { dataSize } from "./data_size.ts";
import type { DataFacts } from "./facts.ts";

const data = (dataset: string, split: unknown = {}) =>
  knownData({ dataset }, split).outputs!.dataset as DataFacts;

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
  assertEquals(dataSize(undefined), undefined);
});
