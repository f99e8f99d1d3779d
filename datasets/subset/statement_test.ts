import { assertEquals } from "@std/assert";
import { datasetStatement } from "./statement.ts";

const whole = {
  name: "cifar10",
  train: { count: 50_000, of: 50_000 },
  test: { count: 10_000, of: 10_000 },
  stratified: true,
  seed: 0,
  pixels: "",
  official: true,
};

Deno.test("datasetStatement() says what was left out and changed", () => {
  assertEquals(
    datasetStatement(whole),
    "cifar10: all 50,000 training and all 10,000 test images",
  );
  const part = {
    ...whole,
    train: { count: 4000, of: 50_000 },
    test: { count: 1000, of: 10_000 },
    pixels: "halved to 16x16",
  };
  assertEquals(
    datasetStatement(part),
    "cifar10: 4,000 of 50,000 training and 1,000 of 10,000 test images (stratified, seed 0), halved to 16x16",
  );
  assertEquals(
    datasetStatement({
      ...part,
      test: whole.test,
      stratified: false,
      seed: 3,
      pixels: "",
    }),
    "cifar10: 4,000 of 50,000 training and all 10,000 test images (unstratified, seed 3)",
  );
  assertEquals(
    datasetStatement({ ...whole, official: false }),
    "cifar10 format, files of the user's own and not the official ones: all 50,000 training and all 10,000 test images",
  );
});
