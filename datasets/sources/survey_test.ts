import { assertEquals, assertThrows } from "@std/assert";
import { type Listed, survey } from "./survey.ts";

const files = (...names: string[]): Listed[] =>
  names.map((name) => ({ name, size: 1 }));

Deno.test("survey() names part and class of each image, and the class folders without one", () => {
  const { images, folders, roots, passedOver } = survey([
    ...files("s/train/a/0.png", "s/val/a/x/1.gif", "s/train/b/notes.txt"),
    { name: "s/train/c", size: 0, type: "folder" },
    { name: "s/train", size: 0, type: "folder" },
    { name: "elsewhere", size: 0, type: "link" },
  ], "here");
  assertEquals(
    images.map(({ at, part, folder }) => [at, part, folder]),
    [[0, "train", "a"], [1, "val", "a"]],
  );
  assertEquals([...folders.train], ["a", "b", "c"]);
  assertEquals(roots, { train: "s/train", val: "s/val" });
  assertEquals(passedOver, {
    "files of other formats": 1,
    "files outside of train/ and val/": 1,
  });
});

Deno.test("survey() takes a class that is named like a part for a class", () => {
  const { images } = survey(
    files("train/train/0.png", "train/val/0.png", "val/train/0.png"),
    "here",
  );
  assertEquals(images.map(({ part, folder }) => [part, folder]), [
    ["train", "train"],
    ["train", "val"],
    ["val", "train"],
  ]);
});

Deno.test("survey() refuses what is in a part and is no file, with its place", () => {
  for (const type of ["link", "device"] as const) {
    assertThrows(
      () =>
        survey(
          [...files("train/a/0.png"), { name: "val/a", size: 0, type }],
          "here",
        ),
      RangeError,
      `a ${type === "link" ? "symbolic link" : type} at val/a in here`,
    );
  }
});
