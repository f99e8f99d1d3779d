import { assertEquals, assertThrows } from "@std/assert";
import { DATASETS } from "../catalogue/registry.ts";
import { chooseFiles } from "./choose_files.ts";

const sha256 = "a".repeat(64);

Deno.test("chooseFiles() takes the official files, the optional ones on demand", () => {
  const names = (extra: boolean) =>
    chooseFiles(DATASETS.svhn, { extra }).map(({ name }) => name);
  assertEquals(names(false), ["train_32x32.mat", "test_32x32.mat"]);
  assertEquals(names(true).at(-1), "extra_32x32.mat");
});

Deno.test("chooseFiles() demands the official bytes of a mirror", () => {
  const { cifar10, svhn } = DATASETS;
  const [file] = chooseFiles(cifar10, { mirror: "file:///copy.tgz" });
  assertEquals(file, { ...cifar10.files[0]!, url: "file:///copy.tgz" });
  assertEquals(
    chooseFiles(svhn, { mirror: "https://x.test/a/" }).map(({ url }) => url),
    ["https://x.test/a/train_32x32.mat", "https://x.test/a/test_32x32.mat"],
  );
});

Deno.test("chooseFiles() takes files of the user's own by their digests alone", () => {
  const url = "file:///a.tgz";
  const [file] = chooseFiles(DATASETS.cifar100, {
    files: { "cifar-100-binary.tar.gz": { url, sha256 } },
  });
  assertEquals(file, {
    name: "cifar-100-binary.tar.gz",
    url,
    digest: { algorithm: "sha256", hex: sha256 },
    members: [
      { name: "train.bin" },
      { name: "test.bin" },
      { name: "fine_label_names.txt" },
      { name: "coarse_label_names.txt" },
    ],
  });
  assertEquals(
    chooseFiles(DATASETS.imagenet, { files: { "t.tar": { url, sha256 } } })
      .map(({ name, members }) => [name, members]),
    [["t.tar", undefined]],
  );
  assertThrows(
    () => chooseFiles(DATASETS.imagenet, {}),
    RangeError,
    "imagenet cannot be downloaded from a public address",
  );
});
