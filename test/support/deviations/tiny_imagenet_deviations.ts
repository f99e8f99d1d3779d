// Archives of Tiny ImageNet that differ from the official one.
import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { builtInDataset } from "../data/built_in_dataset.ts";
import { openFiles } from "../../../datasets/sources/open_files.ts";
import { plainPng } from "../data/image_fixture.ts";
import { tempFolder } from "../temp_folder.ts";
import { type DeviationTable, refusedRows } from "./deviation.ts";
import { packTree, type Tree } from "./image_sets.ts";

const IMAGE = plainPng([120, 60, 30], { width: 64, height: 64 });
const CLASSES = Array.from({ length: 200 }, (_, at) => `n${1000 + at}`);
const text = (lines: readonly string[], end = "\n") =>
  new TextEncoder().encode(lines.map((line) => line + end).join(""));
const lines = CLASSES.map((name, at) =>
  `val_${at}.JPEG\t${name}\t0\t0\t62\t62`
);

const train: Tree = Object.fromEntries(
  CLASSES.flatMap((name) =>
    [0, 1].map((at) =>
      [`tiny/train/${name}/images/${name}_${at}.JPEG`, IMAGE] as const
    )
  ),
);
const val: Tree = Object.fromEntries(
  CLASSES.map((_, at) => [`tiny/val/images/val_${at}.JPEG`, IMAGE] as const),
);
const NOTES = "tiny/val/val_annotations.txt";
const usual: Tree = { ...train, ...val, [NOTES]: text(lines) };

/** Opens an archive as `split` does. */
async function open(tree: Tree) {
  using folder = tempFolder();
  await Deno.writeFile(
    join(folder.path, "tiny-imagenet-200.zip"),
    await packTree(tree, "zip"),
  );
  const { train, test, classes, passedOver } = await openFiles(folder.path, {
    dataset: "tiny-imagenet-200",
    official: false,
  }, { dataset: await builtInDataset("tiny-imagenet-200"), extra: false });
  return {
    classes,
    train: Array.from(train.labels),
    test: Object.fromEntries(
      Array.from(test.labels, (label, at) => [test.names![at]!, label]),
    ),
    passedOver,
  };
}

const noted = (...list: readonly string[]): Tree => ({
  ...usual,
  [NOTES]: text(list),
});

const refused = refusedRows(open, "tiny-imagenet-200.zip");

const without = (name: string): Tree =>
  Object.fromEntries(
    Object.entries(usual).filter(([path]) => !path.includes(name)),
  );

/** Deviations of the archive of Tiny ImageNet. */
export const TINY_IMAGENET_DEVIATIONS: DeviationTable = {
  heading: "Tiny ImageNet",
  rows: [
    {
      what: "`wnids.txt` and `words.txt` missing, or in another order",
      happens: "taken",
      how: "the label of a class is its rank among the sorted names of folders",
      check: async () => {
        const plain = await open(usual);
        assertEquals(plain.classes, CLASSES);
        assertEquals(plain.test["tiny/val/images/val_7.JPEG"], 7);
        const listed = await open({
          ...usual,
          "tiny/wnids.txt": text(CLASSES.toReversed()),
        });
        assertEquals({ ...listed, passedOver: {} }, plain);
        assertEquals(listed.passedOver, {
          "files outside of train/ and val/": 1,
        });
      },
    },
    {
      what: "lines of `val_annotations.txt` with other ends, or without boxes",
      happens: "taken",
      how: "in any order; the box is not read",
      check: async () => {
        const short = lines.map((line) =>
          line.split("\t").slice(0, 2).join("\t")
        ).toReversed();
        const plain = await open(usual);
        const other = await open({ ...usual, [NOTES]: text(short, "\r\n") });
        assertEquals(other, plain);
      },
    },
    {
      what: "classes with fewer images",
      happens: "taken",
      how: "`files.train` in `dataset.json` counts them",
      check: async () => {
        const { train } = await open(without("n1007_1"));
        assertEquals(train.filter((label) => label === 7).length, 1);
        assertEquals(train.length, 399);
      },
    },
    {
      what: "lines of `val_annotations.txt` whose images are missing",
      happens: "counted",
      how: "as lines of val_annotations.txt without an image",
      check: async () => {
        const more = [...lines, "val_900.JPEG\tn1000", "val_901.JPEG\tn1001"];
        assertEquals((await open(noted(...more))).passedOver, {
          "lines of val_annotations.txt without an image": 2,
        });
      },
    },
    refused(
      "no `val_annotations.txt`, or an image that it does not name",
      "the message names the image",
      [
        without("val_annotations"),
        "or the class in val_annotations.txt, but found tiny/val/images/val_0.JPEG",
      ],
      [noted(...lines.slice(1)), "but found tiny/val/images/val_0.JPEG"],
    ),
    refused(
      "an image with two classes in `val_annotations.txt`",
      "the message has the line",
      [
        noted(...lines, "val_3.JPEG\tn1004"),
        "Expected one class of val_3.JPEG but found n1003 and n1004 in line 201 of",
      ],
    ),
    refused(
      "a class that only `val_annotations.txt` has",
      "the message names it",
      [
        noted(...lines.slice(1), "val_0.JPEG\tn9999"),
        "n9999",
      ],
    ),
    refused(
      "other than 200 classes",
      "the message has their number",
      [
        Object.fromEntries(
          Object.entries(noted(...lines.slice(0, -1))).filter(([path]) =>
            !/n1199|val_199/.test(path)
          ),
        ),
        "Expected 200 classes but found 199",
      ],
    ),
  ],
};
