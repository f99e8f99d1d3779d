import { assertEquals } from "@std/assert";
import { stem as cifar } from "./cifar.ts";
import { stem as imagenet } from "./imagenet.ts";
import type { Stem } from "./stem.ts";
import { stemTrouble } from "./stem_trouble.ts";

const trouble = (changes: object, stem: Stem = imagenet) =>
  stemTrouble({ ...stem, name: "mine", ...changes });

Deno.test("stemTrouble() takes what the built-in stems do, under other names", () => {
  for (const stem of [cifar, imagenet]) {
    assertEquals(trouble({}, stem), undefined);
    assertEquals(trouble({ auxiliary: undefined }, stem), undefined);
    assertEquals(
      stemTrouble({ ...stem }),
      `a name of its own but found ${stem.name}, a built-in one`,
    );
  }
});

Deno.test("stemTrouble() says which field is missing or of another kind", () => {
  assertEquals(
    trouble({ forward: undefined }),
    "a function forward but found none",
  );
  assertEquals(
    trouble({ reduced: "yes" }),
    'reduced true or false but found "yes"',
  );
  assertEquals(trouble({ halvings: 0 }), "halvings from 1 to 8 but found 0");
  assertEquals(
    trouble({ halvings: 1.5 }),
    "halvings from 1 to 8 but found 1.5",
  );
  assertEquals(
    trouble({ auxiliary: { side: 8, stride: 1, norm: true } })?.split(
      ", but",
    )[1],
    ' found {"side":8,"stride":1,"norm":true}',
  );
});

Deno.test("stemTrouble() tries the layers, and tells maps of other sides", () => {
  assertEquals(
    trouble({ halvings: 2 }),
    "a forward whose first map of images of 256x256 is 128x128, as halvings and reduced tell, but found 64x64",
  );
  assertEquals(
    trouble({ reduced: true, halvings: 1 }, cifar),
    "a forward whose second map of images of 256x256 is 128x128, as halvings and reduced tell, but found 256x256",
  );
  const twice: Stem["forward"] = (layers, images, channels) => {
    cifar.forward(layers, images, channels);
    return cifar.forward(layers, images, channels);
  };
  assertEquals(
    trouble({ forward: twice }, cifar)?.startsWith(
      "a forward that runs but found",
    ),
    true,
  );
  const named: Stem["forward"] = (layers, images, channels) => {
    const map = layers.conv(images, { name: "cells.0", filters: channels });
    return [map, map];
  };
  assertEquals(
    trouble({ forward: named }, cifar),
    "a forward whose names begin with stem but found cells.0.weight",
  );
  assertEquals(
    trouble({ forward: () => undefined }, cifar),
    "a forward whose first map of images of 256x256 is 256x256, as halvings and reduced tell, but found none",
  );
});
