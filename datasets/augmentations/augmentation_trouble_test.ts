import { assertEquals } from "@std/assert";
import { augmentation as crop } from "./crop.ts";
import { augmentation as cutout } from "./cutout.ts";
import { augmentation as flip } from "./flip.ts";
import { augmentation as jitter } from "./jitter.ts";
import { augmentationTrouble } from "./augmentation_trouble.ts";

Deno.test("augmentationTrouble() takes what the built-in augmentations do, under other names", () => {
  for (const built of [crop, flip, cutout, jitter]) {
    assertEquals(augmentationTrouble({ ...built, name: "mine" }), undefined);
    assertEquals(
      augmentationTrouble({ ...built }),
      `a name of its own but found ${built.name}, a built-in one`,
    );
  }
});

Deno.test("augmentationTrouble() says which field is missing or of another kind", () => {
  const trouble = (changes: object) =>
    augmentationTrouble({ ...flip, name: "mine", ...changes });
  assertEquals(
    trouble({ place: 3 }),
    "a function place, or none, but found 3",
  );
  assertEquals(
    trouble({ place: undefined, stream: undefined, change: () => {} }),
    'a function region, pixels, place or values but found ["stream","place","change"]',
  );
  assertEquals(
    trouble({ stream: "own" }),
    'stream: shared, or none, but found "own"',
  );
  assertEquals(
    trouble({ layout: "square" }),
    'layout: free, or none, but found "square"',
  );
});
