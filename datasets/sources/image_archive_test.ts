import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import sharp from "sharp";
import {
  classFolders,
  plainPng,
  tarOf,
} from "../../test/support/data/image_fixture.ts";
import { makeZip } from "../../test/support/data/make_zip.ts";
import { decodeImage } from "../formats/decode_image.ts";
import { openImageArchives } from "./image_archive.ts";
import { packFolder } from "./pack_folder.ts";

type Options = Parameters<typeof openImageArchives>[1];

async function withArchives<T>(
  archives: readonly Uint8Array[],
  body: (paths: string[]) => Promise<T>,
): Promise<T> {
  const folder = await Deno.makeTempDir();
  const paths = archives.map((_, at) => join(folder, `${at}.bin`));
  try {
    for (const [at, bytes] of archives.entries()) {
      await Deno.writeFile(paths[at]!, bytes);
    }
    return await body(paths);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
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

const one = await tarOf({ "train/a/1.png": plainPng([1, 1, 1], size) });
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
    "Expected images of every class but found none of b in val/",
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

Deno.test("decodeImage() gives three channels of grey, CMYK and transparent images, and ignores a noted turn", async () => {
  const base = sharp({
    create: {
      width: 6,
      height: 4,
      channels: 3,
      background: { r: 200, g: 40, b: 90 },
    },
  });
  const bytes = {
    grey: await base.clone().greyscale().jpeg().toBuffer(),
    cmyk: await base.clone().toColourspace("cmyk").jpeg().toBuffer(),
    alpha: await base.clone().ensureAlpha(0.5).png().toBuffer(),
    turned: await base.clone().withMetadata({ orientation: 6 }).jpeg()
      .toBuffer(),
    deep: await base.clone().toColourspace("rgb16").png().toBuffer(),
  };
  for (const [name, image] of Object.entries(bytes)) {
    const { width, height, pixels } = await decodeImage(image, name);
    assertEquals([name, width, height, pixels.length], [name, 6, 4, 72]);
  }
  const { pixels } = await decodeImage(bytes.grey, "grey");
  assertEquals([pixels[0], pixels[1]], [pixels[1]!, pixels[2]!]);
  assertEquals(
    [...(await decodeImage(bytes.alpha, "x")).pixels.subarray(0, 3)],
    [200, 40, 90],
  );
});

Deno.test("decodeImage() names what does not decode, cut files too", async () => {
  const whole = await sharp({
    create: { width: 60, height: 40, channels: 3, background: "red" },
  }).jpeg().toBuffer();
  for (
    const bytes of [
      new Uint8Array(9),
      new Uint8Array(whole.subarray(0, whole.length - 200)),
    ]
  ) {
    await assertRejects(
      () => decodeImage(bytes, "a.JPEG of b.zip"),
      SyntaxError,
      "in a.JPEG of b.zip",
    );
  }
});

Deno.test("packFolder() asks for the listing and packs images in the order of their paths", async () => {
  const folder = await Deno.makeTempDir();
  const output = await Deno.makeTempDir();
  const pack = (listing?: string, classes?: string[]) =>
    packFolder({
      folder,
      ...(listing === undefined ? {} : { listing }),
      ...(classes === undefined ? {} : { classes }),
    }, { output, scratch: output, report: () => {} });
  const put = async (name: string, bytes: Uint8Array | string) => {
    await Deno.mkdir(join(folder, name, ".."), { recursive: true });
    await Deno.writeFile(
      join(folder, name),
      typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes,
    );
  };
  await assertRejects(() => pack(), RangeError, "but found none in");
  for (const [name, bytes] of Object.entries(FILES)) {
    await put(name.replace("set/", ""), bytes);
  }
  await put("train/a/notes.txt", "not an image");
  await put("other/a/x.png", "not of this data set");
  const listingOf = async (classes?: string[]) => {
    const error = await assertRejects(
      () => pack(undefined, classes),
      RangeError,
      "Expected listing: with the digest of the images but found",
    );
    return /found ([0-9a-f]{64})/.exec((error as Error).message)![1]!;
  };
  const listing = await listingOf();
  await pack(listing);
  const { train } = await openImageArchives([join(output, "images.tar")], {
    count: 2,
    firstOnly: false,
  });
  assertEquals(train.names, [
    "train/a/a_0.png",
    "train/a/a_1.png",
    "train/b/b_0.png",
    "train/b/b_1.png",
  ]);
  const archive = await Deno.readFile(join(output, "images.tar"));
  await Deno.remove(join(output, "images.tar"));
  // What an ended process leaves: the first files, and half of another one.
  const half = join(output, `${listing.slice(0, 16)}.tar`);
  await Deno.writeFile(half, archive.subarray(0, 2 * 1024 + 700));
  await pack(listing);
  assertEquals(await Deno.readFile(join(output, "images.tar")), archive);
  const part = await listingOf(["a"]);
  await assertRejects(
    () => pack(listing, ["a"]),
    RangeError,
    `but found ${part} (3 images)`,
  );
  await Deno.symlink(join(folder, "other"), join(folder, "train/c"));
  await assertRejects(
    () => pack(listing),
    RangeError,
    "found a symbolic link at",
  );
  await Deno.remove(folder, { recursive: true });
  await Deno.remove(output, { recursive: true });
});
