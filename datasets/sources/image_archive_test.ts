import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import {
  classFolders,
  plainPng,
  tarOf,
} from "../../test/support/data/image_fixture.ts";
import { makeZip } from "../../test/support/data/make_zip.ts";
import { openImageArchives } from "./image_archive.ts";
import { tempFolder } from "../../test/support/temp_folder.ts";

type Options = Parameters<typeof openImageArchives>[1];

async function withArchives<T>(
  archives: readonly Uint8Array[],
  body: (paths: string[]) => Promise<T>,
): Promise<T> {
  using folder = tempFolder();
  const paths = archives.map((_, at) => join(folder.path, `${at}.bin`));

  for (const [at, bytes] of archives.entries()) {
    await Deno.writeFile(paths[at]!, bytes);
  }
  return await body(paths);
}

const open = (
  archives: readonly Uint8Array[],
  options: Partial<Options> = {},
) =>
  withArchives(
    archives,
    (paths) =>
      openImageArchives(paths, { count: 0, firstOnly: false, ...options }),
  );

const size = { width: 6, height: 4 };
const FILES = classFolders(["b", "a"], { train: 2, ...size });

Deno.test("openImageArchives() ranks the class names and reads images where they lie", async () => {
  await withArchives([await tarOf(FILES)], async (paths) => {
    const { train, test } = await openImageArchives(paths, {
      count: 2,
      firstOnly: false,
    });
    assertEquals(train.classNames, ["a", "b"]);
    assertEquals([train.labels, test.labels], [[1, 1, 0, 0], [1, 0]]);
    const found = await Array.fromAsync(
      train.images([1, 2]),
      (
        { at, width, height, pixels },
      ) => [at, width, height, ...pixels.subarray(0, 3)],
    );
    assertEquals(found, [[0, 6, 4, 0, 1, 7], [1, 6, 4, 1, 0, 7]]);
  });
});

Deno.test("openImageArchives() joins archives of one part each", async () => {
  const of = (part: string) =>
    Object.fromEntries(
      Object.entries(FILES).filter(([name]) => name.includes(part)),
    );
  const { train, test } = await open([
    await tarOf(of("/train/")),
    await tarOf(of("/val/")),
  ]);
  assertEquals([train.labels.length, test.labels.length], [4, 2]);
});

const annotated = (annotations: string) => {
  const text = new TextEncoder().encode(annotations);
  return makeZip([
    ...["n2", "n1"].flatMap((name) => [
      {
        name: `t/train/${name}/images/${name}_0.JPEG`,
        body: plainPng([1, 2, 3], size),
      },
      { name: `t/train/${name}/${name}_boxes.txt`, body: text },
    ]),
    { name: "t/val/images/val_0.JPEG", body: plainPng([4, 5, 6], size) },
    { name: "t/val/images/val_1.JPEG", body: plainPng([7, 8, 9], size) },
    { name: "t/val/val_annotations.txt", body: text },
    { name: "t/test/images/test_0.JPEG", body: plainPng([0, 0, 0], size) },
  ]);
};

Deno.test("openImageArchives() reads the annotations of Tiny ImageNet, and leaves its test images alone", async () => {
  const { train, test } = await open([
    annotated("val_0.JPEG\tn2\t0\t0\t9\t9\nval_1.JPEG\tn1\t0\t0\t9\t9\n"),
  ], { count: 2 });
  assertEquals([train.labels, test.labels], [[1, 0], [1, 0]]);
});

const one = await tarOf({
  "train/a/1.png": plainPng([1, 1, 1], size),
  "val/a/1.png": plainPng([1, 1, 1], size),
});
const REFUSED: [string, Uint8Array, Partial<Options>, string][] = [
  [
    "an image without a class",
    annotated("val_0.JPEG\tn2\n"),
    {},
    "Expected val/<class>/<image>, or the class in val_annotations.txt, but found t/val/images/val_1.JPEG",
  ],
  [
    "an annotation of another form",
    annotated("val_0.JPEG n2\n"),
    {},
    'Expected a file and its class but found "val_0.JPEG n2" in line 1 of t/val/val_annotations.txt',
  ],
  [
    "one class",
    one,
    {},
    "Expected two or more classes but found 1 in train/ of 0.bin",
  ],
  [
    "another number of classes",
    await tarOf(FILES),
    { count: 3 },
    "Expected 3 classes but found 2 in train/ of 0.bin",
  ],
  [
    "no test image of a class",
    await tarOf(Object.fromEntries(
      Object.entries(FILES).filter(([name]) => !name.includes("val/b")),
    )),
    {},
    "No images of class b in val/",
  ],
];

for (const [what, bytes, options, message] of REFUSED) {
  Deno.test(`openImageArchives() refuses ${what}`, async () => {
    const error = await assertRejects(() => open([bytes], options));
    assertStringIncludes((error as Error).message, message);
  });
}

Deno.test("openImageArchives() takes the first classes of a larger set where a data set is defined so", async () => {
  const { train } = await open([
    await tarOf(classFolders(["d", "b", "c"], { train: 1, ...size })),
  ], {
    count: 2,
    firstOnly: true,
  });
  assertEquals(train.classNames, ["b", "c"]);
});
