import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { CIFAR100_CLASSES, CIFAR100_COARSE } from "../catalogue/cifar100.ts";
import { builtInDataset } from "../../test/support/data/built_in_dataset.ts";
import { openFiles } from "./open_files.ts";
import { tempFolder } from "../../test/support/temp_folder.ts";

/** Records of CIFAR-100 of every fine class with its coarse one. */
function records(): Uint8Array {
  const bytes = new Uint8Array(100 * 3074);
  CIFAR100_COARSE.forEach((coarse, fine) =>
    bytes.set([coarse, fine, fine], 3074 * fine)
  );
  return bytes;
}

async function open(change: {
  train?: Uint8Array;
  names?: string;
  official?: boolean;
}) {
  using folder = tempFolder();
  const { train = records(), official = true } = change;
  await Deno.writeFile(join(folder.path, "train.bin"), train);
  await Deno.writeFile(join(folder.path, "test.bin"), records());
  await Deno.writeTextFile(
    join(folder.path, "fine_label_names.txt"),
    change.names ?? `${CIFAR100_CLASSES.join("\n")}\n`,
  );

  return await openFiles(folder.path, { dataset: "cifar100", official }, {
    dataset: await builtInDataset("cifar100"),
    extra: false,
  });
}

Deno.test("openFiles() reads CIFAR-100 with its fine classes", async () => {
  const { train, classes } = await open({});
  assertEquals(classes, CIFAR100_CLASSES);
  assertEquals([...classes].sort(), classes);
  const images = await Array.fromAsync(
    train.images([3, 99]),
    ({ at, pixels }) => [at, pixels[0]],
  );
  assertEquals(images, [[0, 3], [1, 99]]);
  const counts = Array(20).fill(0);
  for (const coarse of CIFAR100_COARSE) counts[coarse]++;
  assertEquals(counts, Array(20).fill(5));
});

Deno.test("openFiles() compares coarse labels and names with the official ones", async () => {
  const other = records();
  other[3074 * 5] = 9;
  await assertRejects(
    () => open({ train: other }),
    RangeError,
    "Expected coarse label 6 of fine label 5 but found 9 at byte 15370 (record 5) of",
  );
  const names = CIFAR100_CLASSES.toReversed().join("\n");
  await assertRejects(
    () => open({ names }),
    RangeError,
    "Expected class apple but found worm in line 1 of",
  );
  const { classes } = await open({ names, train: other, official: false });
  assertEquals(classes[0], "worm");
  await assertRejects(
    () => open({ names: "a\na\n" }),
    RangeError,
    "Expected 100 different class names but found 1 in",
  );
});
