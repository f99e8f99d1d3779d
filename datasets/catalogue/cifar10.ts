import type { CheckedFile, DatasetSpec } from "./spec.ts";

/** Names of the ten classes in the order of their labels. */
const CIFAR10_CLASSES: readonly string[] =
  "airplane automobile bird cat deer dog frog horse ship truck".split(" ");

function recordFile(name: string, sha256: string): CheckedFile {
  return { name, size: 30_730_000, sha256 };
}

/** Training files in file order. */
export const CIFAR10_TRAIN_FILES: readonly CheckedFile[] = [
  "cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5",
  "a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed",
  "bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67",
  "014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48",
  "755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add",
].map((sha256, at) => recordFile(`data_batch_${at + 1}.bin`, sha256));

export const CIFAR10_TEST_FILE: CheckedFile = recordFile(
  "test_batch.bin",
  "8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b",
);

/** File of the class names. */
export const CIFAR10_META_FILE = "batches.meta.txt";

/** Text of {@linkcode CIFAR10_META_FILE}: a name a line and an empty last line. */
export const CIFAR10_META: string =
  CIFAR10_CLASSES.map((name) => `${name}\n`).join("") + "\n";

/** CIFAR-10 (Krizhevsky 2009). */
export const CIFAR10: DatasetSpec = {
  name: "cifar10",
  classes: 10,
  classNames: CIFAR10_CLASSES,
  channels: 3,
  size: 32,
  layout: "square",
  images: { train: 50_000, test: 10_000 },
  perClass: { train: 5000, test: 1000 },
  // as published with DARTS and used by the papers that follow it
  mean: [0.49139968, 0.48215827, 0.44653124],
  std: [0.24703233, 0.24348505, 0.26158768],
  files: [{
    name: "cifar-10-binary.tar.gz",
    url: "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz",
    size: 170_052_171,
    digest: {
      algorithm: "sha256",
      hex: "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
    },
    members: [
      ...CIFAR10_TRAIN_FILES,
      CIFAR10_TEST_FILE,
      { name: CIFAR10_META_FILE, optional: true },
    ],
  }],
};
