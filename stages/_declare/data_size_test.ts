import { assertEquals } from "@std/assert";
import { upstreamData as data } from "../../test/support/stages/upstream_data.ts";
import { dataSize } from "./data_size.ts";

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
