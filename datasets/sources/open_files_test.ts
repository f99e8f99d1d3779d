import { assertEquals, assertRejects } from "@std/assert";
import { DATASETS } from "../catalogue/registry.ts";
import { DATASET_MODULES } from "../readers/built_in.ts";
import { tempFolder } from "../../test/support/temp_folder.ts";
import type { DatasetDefinition } from "./dataset_definition.ts";
import type { ImageSource } from "./image_source.ts";
import { openFiles } from "./open_files.ts";

const source = (labels: readonly number[]): ImageSource => ({
  labels,
  async *images() {},
});

/** A data set of a user's with these labels. */
function own(
  labels: readonly number[],
  change: Partial<DatasetDefinition> = {},
): DatasetDefinition {
  return {
    ...DATASETS.svhn,
    name: "mine",
    classes: 3,
    classNames: ["a", "b", "c"],
    files: [],
    open: () =>
      Promise.resolve({ train: source(labels), test: source([0, 1]) }),
    ...change,
  };
}

async function open(dataset: DatasetDefinition, extra = false) {
  using folder = tempFolder();
  return await openFiles(folder.path, { dataset: "mine", official: true }, {
    dataset,
    extra,
  });
}

Deno.test("openFiles() names classes as the files do, or the data set, or by numbers", async () => {
  const { classNames: _, ...unnamed } = own([0, 2]);
  assertEquals((await open(own([0, 2]))).classes, ["a", "b", "c"]);
  assertEquals((await open(unnamed)).classes, ["0", "1", "2"]);
  const train = { ...source([0, 1]), classNames: ["x", "y"] };
  const found = await open({
    ...unnamed,
    classes: 0,
    open: () => Promise.resolve({ train, test: source([1]) }),
  });
  assertEquals(found.classes, ["x", "y"]);
});

Deno.test("openFiles() refuses what a reader of the user's own may get wrong", async () => {
  const refused = (
    dataset: DatasetDefinition,
    message: string,
    extra = false,
  ) => assertRejects(() => open(dataset, extra), RangeError, message);
  await refused(
    own([0, 1, 3]),
    "Expected a label from 0 to 2 but found 3 of image 2 in train of mine",
  );
  await refused(own([0.5]), "but found 0.5 of image 0 in train of mine");
  await refused(
    own([0], { classes: 2, classNames: ["a", "a"] }),
    "Expected 2 different class names but found 1 in mine",
  );
  const { classNames: _, ...unnamed } = own([]);
  await refused(
    { ...unnamed, classes: 0 },
    "Expected two or more classes but found 0 in mine",
  );
  await refused(own([0]), "mine has no extra images", true);
  await refused(
    { ...own([0]), name: "other" },
    "Expected the files of other but found those of mine",
  );
});

Deno.test("the module of each built-in data set has its name and a reader", async () => {
  for (const [name, module] of Object.entries(DATASET_MODULES)) {
    const { dataset } = await import(module);
    assertEquals([dataset.name, typeof dataset.open], [name, "function"]);
  }
});
