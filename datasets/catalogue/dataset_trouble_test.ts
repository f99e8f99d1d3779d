import { assertEquals } from "@std/assert";
import { datasetTrouble } from "./dataset_trouble.ts";
import { DATASETS } from "./registry.ts";

const open = () => {};
const GOOD = { ...DATASETS.svhn, name: "mine", open };
const DIGEST = { algorithm: "sha256", hex: "0".repeat(64) };

const CASES: readonly (readonly [unknown, string])[] = [
  [{ name: "svhn" }, "a name of its own but found svhn, a built-in one"],
  [{ classes: "10" }, 'a number of classes but found "10"'],
  [{ classes: 2.5 }, "a number of classes but found 2.5"],
  [{ classes: 3 }, 'a name for each class but found ["0","1","2","3"'],
  [{ channels: 1 }, "channels: 3 but found 1"],
  [{ size: 2 }, "a size from 4 to 1024 pixels but found 2"],
  [{ layout: "wide" }, 'a layout square or free but found "wide"'],
  [{ mean: 0.5 }, "a mean of three numbers but found 0.5"],
  [{ std: [1, 1, 0] }, "an std of three numbers above 0 but found [1,1,0]"],
  [{ files: undefined }, "a list of files but found none"],
  [{ open: undefined }, "a function open but found none"],
  [{ open: "x" }, 'a function open but found "x"'],
  [
    { files: [{ name: "a/b" }] },
    'files with names without a folder but found "a/b"',
  ],
  [
    { files: [{ name: "a", url: "/data/a", digest: DIGEST }] },
    'a url of http, https or file for a but found "/data/a"',
  ],
  [
    {
      files: [{
        name: "a",
        url: "file:///a",
        digest: { ...DIGEST, hex: "0F" },
      }],
    },
    "a digest of a with an algorithm md5, sha256 or sha512 and its hex in lower case but found",
  ],
  [{ images: { train: 5 } }, "numbers of images of train and test but found"],
  [
    { perClass: { train: [1, 2], test: 3 } },
    "numbers of images of each class but found",
  ],
];

Deno.test("datasetTrouble() says what a user's data set lacks, and nothing of a whole one", () => {
  const trouble = (change: unknown) =>
    datasetTrouble({ ...GOOD, ...Object(change) }, ["svhn"]);
  assertEquals(trouble({}), undefined);
  assertEquals(
    trouble({ classNames: undefined, images: undefined }),
    undefined,
  );
  for (const [change, message] of CASES) {
    const found = trouble(change) ?? "";
    assertEquals(found.slice(0, message.length), message);
  }
});

Deno.test("datasetTrouble() finds nothing wrong with the built-in data sets", () => {
  for (const spec of Object.values(DATASETS)) {
    assertEquals(datasetTrouble({ ...spec, open }, []), undefined);
  }
});
