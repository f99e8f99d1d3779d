// Image sets that differ from train/<class>/ and val/<class>/ with PNG images alone.
import { assertEquals } from "@std/assert";
import { join } from "node:path";
import sharp from "sharp";
import { decodeImage } from "../../../datasets/formats/decode_image.ts";
import { tempFolder } from "../temp_folder.ts";
import { withSplit } from "../data/make_dataset.ts";
import type { Deviation, DeviationTable } from "./deviation.ts";
import {
  IMAGE,
  isFound,
  isRefused,
  isRefusedTree,
  NOTHING,
  openUnpacked,
  packTree,
  PETS,
  writeTree,
} from "./image_sets.ts";

const TEXT = new TextEncoder().encode("no image");

const picture = () =>
  sharp({
    create: { width: 4, height: 4, channels: 3, background: "#783c1e" },
  });

/** A red frame and a blue one. */
async function frames(format: "gif" | "webp" | "tiff"): Promise<Uint8Array> {
  const one = (background: string) =>
    sharp({ create: { width: 4, height: 4, channels: 3, background } })
      .png().toBuffer();
  const both = sharp([await one("#f00"), await one("#00f")], {
    join: { animated: true },
  });
  const options = { gif: {}, webp: { lossless: true }, tiff: {} }[format];
  return new Uint8Array(await both.toFormat(format, options).toBuffer());
}

const TAKEN: readonly Deviation[] = [{
  what: "images in JPEG, PNG, WebP, GIF or TIFF",
  happens: "taken",
  how:
    "names end with `.jpg`, `.jpeg`, `.jpe`, `.jfif`, `.png`, `.webp`, `.gif`, `.tif` or `.tiff`, in any case",
  check: async () => {
    await isFound(
      {
        ...PETS,
        "train/cat/a.JPG": await picture().jpeg().toBuffer(),
        "train/cat/b.jfif": await picture().jpeg().toBuffer(),
        "train/cat/c.WebP": await picture().webp().toBuffer(),
        "train/cat/d.gif": await picture().gif().toBuffer(),
        "train/cat/e.tiff": await picture().tiff().toBuffer(),
        "train/cat/f.TIF": await picture().tiff({ compression: "lzw" })
          .toBuffer(),
      },
      { train: { cat: 9, dog: 3 } },
      { decode: true },
    );
  },
}, {
  what: "images of several frames or pages",
  happens: "taken",
  how: "the first one",
  check: async () => {
    for (const format of ["gif", "webp", "tiff"] as const) {
      const { width, height, pixels } = await decodeImage(
        await frames(format),
        format,
      );
      const [red, , blue] = pixels;
      assertEquals([width, height, red! > 250, blue! < 5], [4, 4, true, true]);
    }
  },
}, {
  what: "an image whose name ends as another format does",
  happens: "taken",
  how: "its first bytes decide",
  check: () =>
    isFound(
      { ...PETS, "train/cat/a.jpg": IMAGE },
      { train: { cat: 4, dog: 3 } },
      { decode: true },
    ),
}, {
  what: "images in folders below a class folder",
  happens: "taken",
  how: "at any depth; the first folder below `train/` or `val/` is the class",
  check: () =>
    isFound(
      { ...PETS, "train/cat/images/a.png": IMAGE, "val/dog/x/y/b.png": IMAGE },
      { train: { cat: 4, dog: 3 }, val: { cat: 1, dog: 2 } },
    ),
}, {
  what: "folders above `train/` and `val/`",
  happens: "taken",
  how: "also folders that are named `train` or `val` themselves",
  check: async () => {
    for (const above of ["set/of/", "train/"]) {
      await isFound(Object.fromEntries(
        Object.entries(PETS).map(([name, body]) => [above + name, body]),
      ));
    }
  },
}, {
  what: "names of any length and in any script",
  happens: "taken",
  how: "in UTF-8; paths in messages and `ids.json` are those of the files",
  check: () =>
    isFound({
      ...PETS,
      [`train/${"犬".repeat(60)}/${"x".repeat(200)}.png`]: IMAGE,
      [`val/${"犬".repeat(60)}/é è.png`]: IMAGE,
    }, {
      train: { cat: 3, dog: 3, ["犬".repeat(60)]: 1 },
      val: { cat: 1, dog: 1, ["犬".repeat(60)]: 1 },
    }),
}, {
  what: "images directly in `val/` or `val/images/` with `val_annotations.txt`",
  happens: "taken",
  how: "a line has the name of an image, a tab and its class",
  check: () =>
    isFound({
      ...PETS,
      "val/images/a.png": IMAGE,
      "val/val_annotations.txt": new TextEncoder().encode("a.png\tdog\t0\r\n"),
    }, { val: { cat: 1, dog: 2 } }),
}];

const COUNTED: readonly Deviation[] = [{
  what: "files and folders whose names start with a dot",
  happens: "counted",
  how:
    "as hidden files: `.DS_Store`, `._a.png`, `.ipynb_checkpoints/`, `.git/`",
  check: () =>
    isFound({
      ...PETS,
      "train/.ipynb_checkpoints/a.png": IMAGE,
      "val/.ipynb_checkpoints/a.png": IMAGE,
      "train/cat/._0.png": TEXT,
      "train/.DS_Store": TEXT,
      ".git/": NOTHING,
      ".git/train/cat/a.png": NOTHING,
    }, { passedOver: { "hidden files": 5 } }),
}, {
  what: "what file managers, systems and programs write",
  happens: "counted",
  how:
    "as files of file managers and programs: `__MACOSX/`, `Thumbs.db`, `desktop.ini`, `@eaDir/`, `lost+found/`, `__pycache__/` and the like",
  check: () =>
    isFound({
      ...PETS,
      "__MACOSX/train/cat/0.png": TEXT,
      "train/thumbs.db": TEXT,
      "train/Desktop.ini": TEXT,
      "val/@eaDir/a.png": NOTHING,
      "val/cat/@eaDir/a.png": IMAGE,
      "lost+found/": NOTHING,
      "train/__pycache__/": NOTHING,
    }, { passedOver: { "files of file managers and programs": 5 } }),
}, {
  what: "other files beside images",
  happens: "counted",
  how: "as files of other formats: texts, and `.bmp`, `.svg` or `.avif` images",
  check: () =>
    isFound({
      ...PETS,
      "train/cat/boxes.txt": TEXT,
      "train/cat/a.bmp": TEXT,
      "val/cat/a.svg": TEXT,
      "val/cat/a": TEXT,
      "val/labels.csv": TEXT,
    }, { passedOver: { "files of other formats": 5 } }),
}, {
  what: "other files and folders beside `train/` and `val/`",
  happens: "counted",
  how:
    "as files outside of train/ and val/: also `test/`, and a further `train/` that lies deeper",
  check: () =>
    isFound({
      ...PETS,
      "README": TEXT,
      "test/cat/a.png": IMAGE,
      "Train/cat/a.png": IMAGE,
      "old/train/bird/a.png": IMAGE,
      "other/": NOTHING,
    }, { passedOver: { "files outside of train/ and val/": 4 } }),
}, {
  what: "classes that are not in `classes`",
  happens: "counted",
  how: "as images of classes that are not taken",
  check: () =>
    isFound(
      {
        ...PETS,
        "train/owl/0.png": IMAGE,
        "val/eel/0.png": IMAGE,
        "val/Cat/0.png": IMAGE,
        "train/empty/": NOTHING,
      },
      { passedOver: { "images of classes that are not taken": 3 } },
      {
        classes: ["dog", "cat"],
      },
    ),
}];

const REFUSED: readonly Deviation[] = [{
  what: "a class that only `train/` or only `val/` has",
  happens: "refused",
  how: "unless `classes` says what to take",
  check: async () => {
    await isRefusedTree(
      { ...PETS, "val/bird/0.png": IMAGE },
      "No images of class bird in train/",
    );
    await isRefusedTree(
      { ...PETS, "train/bird/0.png": IMAGE },
      "No images of class bird in val/",
    );
  },
}, {
  what: "a class folder without an image",
  happens: "refused",
  how: "unless `classes` says what to take",
  check: async () => {
    for (const name of ["train/bird/", "val/bird/0.bmp", "train/bird/.a.png"]) {
      await isRefusedTree(
        { ...PETS, [name]: NOTHING, "train/bird/a.txt": TEXT },
        "No images of class bird in",
      );
    }
  },
}, {
  what: "fewer than two classes, or no images in a part",
  happens: "refused",
  how: "the message says what was passed over",
  check: async () => {
    await isRefusedTree(
      { "train/cat/0.png": IMAGE, "val/cat/0.png": IMAGE },
      "Expected two or more classes but found 1",
    );
    await isRefusedTree(
      { "train/cat/0.png": IMAGE, "validation/cat/0.png": IMAGE },
      "No images in val/ of",
    );
  },
}, {
  what: "two classes whose names differ only by case, normal form or space",
  happens: "refused",
  how: "in one part or across both, unless `classes` says which to take",
  check: async () => {
    for (const [a, b] of [["Cat", "cat"], ["e\u0301", "é"], ["a ", "a"]]) {
      await isRefusedTree(
        { ...PETS, [`train/${a}/0.png`]: IMAGE, [`val/${b}/0.png`]: IMAGE },
        "Expected class folders whose names differ by more than",
      );
    }
  },
}, {
  what: "an image without a class",
  happens: "refused",
  how: "directly in `train/` or `val/`, and not in `val_annotations.txt`",
  check: () =>
    isRefusedTree(
      { ...PETS, "train/0.png": IMAGE },
      "Expected train/<class>/<image>, or the class in val_annotations.txt, but found train/0.png",
    ),
}, {
  what: "an empty file that is named like an image",
  happens: "refused",
  how: "the message names it",
  check: () =>
    isRefusedTree(
      { ...PETS, "train/cat/4.png": NOTHING },
      "Expected an image but found an empty file at train/cat/4.png",
    ),
}, {
  what: "a file that is named like an image and is none, or is damaged",
  happens: "refused",
  how: "when it is read; of a folder, the first bytes of every image are",
  check: async () => {
    await isRefusedTree(
      { ...PETS, "train/cat/4.png": TEXT },
      "Expected a JPEG, PNG, WebP, GIF or TIFF image but found bytes that do not decode (6e 6f 20 69) in ",
      { decode: true },
    );
    await isRefusedTree(
      { ...PETS, "train/cat/4.png": IMAGE.subarray(0, 60) },
      "Expected an image but found bytes that do not decode",
      { decode: true },
    );
  },
}, {
  what: "two folders `train/`, or two `val/`, equally deep",
  happens: "refused",
  how: "the message names both",
  check: () =>
    isRefusedTree({
      "a/train/cat/0.png": IMAGE,
      "b/train/dog/0.png": IMAGE,
      "a/val/cat/0.png": IMAGE,
      "a/val/dog/0.png": IMAGE,
    }, "Expected one folder train/ but found a/train/ and b/train/ in"),
}, {
  what: "a class with too few images to train weights and architecture",
  happens: "refused",
  how: "by the stage `split`, which names the class",
  check: async () => {
    const tree = {
      ...PETS,
      "train/bird/0.png": IMAGE,
      "val/bird/0.png": IMAGE,
    };
    const files = { "set.zip": await packTree(tree, "zip") };
    const note = { dataset: "image-folder", official: false } as const;
    await isRefused(
      () => withSplit(note, files, { params: { size: 4 }, body: () => {} }),
      "but found none of class bird for the architecture: 1 of its images",
    );
  },
}, {
  what: "a link, a device or a pipe in `train/` or `val/`",
  happens: "refused",
  how: "links are never followed; an archive may have none anywhere",
  check: async () => {
    using temp = tempFolder();
    writeTree(temp.path, PETS);
    Deno.symlinkSync(temp.path, join(temp.path, "link"));
    const found = await openUnpacked(temp.path);
    assertEquals(found.passedOver, { "files outside of train/ and val/": 1 });
    Deno.symlinkSync("../dog", join(temp.path, "train/cat/more"));
    await isRefused(
      () => openUnpacked(temp.path),
      "found a symbolic link at train/cat/more in",
    );
  },
}, {
  what: "names that are no UTF-8, or with a backslash or a control character",
  happens: "refused",
  how: "two of them could become one name",
  check: async () => {
    for (const name of ["train/a\ufffd/0.png", "train/a\\b/0.png"]) {
      using temp = tempFolder();
      writeTree(temp.path, { ...PETS, [name]: IMAGE });
      await isRefused(() => openUnpacked(temp.path), "Expected names ");
    }
    using temp = tempFolder();
    writeTree(temp.path, PETS);
    // two classes in GBK; macOS has no such names
    const script =
      'for name in "$(printf "\\271\\267")" "$(printf "\\304\\361")"; ' +
      'do for part in train val; do cp -r $part/cat "$part/$name" || exit 1; done; done';
    const { success } = await new Deno.Command("sh", {
      args: ["-c", script],
      cwd: temp.path,
      stderr: "null",
    }).output();
    if (success) {
      await isRefused(
        () => openUnpacked(temp.path),
        'Expected names in UTF-8 but found "train/',
      );
    }
  },
}];

/** Deviations of images in folders by class, which are the same for a folder and an archive. */
export const IMAGE_DEVIATIONS: DeviationTable = {
  heading: "Folders of images, unpacked or in an archive",
  rows: [...TAKEN, ...COUNTED, ...REFUSED],
};
