import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import { noise } from "../../test/support/data/make_wheel.ts";
import { TINY_MANIFEST } from "../../test/support/data/tiny_manifest.ts";
import type { Augmentation } from "../augmentations/augmentation.ts";
import { augmentation as crop } from "../augmentations/crop.ts";
import { augmentation as cutout } from "../augmentations/cutout.ts";
import { augmentation as flip } from "../augmentations/flip.ts";
import { augmentation as jitter } from "../augmentations/jitter.ts";
import { augmentation as uncropped } from "../augmentations/uncropped.ts";
import { augmentation as unmirrored } from "../augmentations/unmirrored.ts";
import { normalisationTable } from "../pixels/write_image.ts";
import { augmentedImages } from "./augmented_images.ts";
import { plainImages } from "./image_writer.ts";
import type { DatasetBase } from "./open_dataset.ts";

const SIZE = 8;
/** Equal to no byte, so that only holes are 0. */
const MEAN = [0.401, 0.501, 0.599] as const;
const square: DatasetBase = {
  manifest: {
    ...TINY_MANIFEST,
    size: SIZE,
    mean: MEAN,
    std: [0.2, 0.25, 0.3],
    pad: 2,
  },
  table: normalisationTable(MEAN, [0.2, 0.25, 0.3]),
};
const free: DatasetBase = {
  ...square,
  manifest: { ...square.manifest, layout: "free", pad: 0 },
};
const image = { height: SIZE, width: SIZE, pixels: noise(3 * SIZE * SIZE, 31) };
const large = { height: 40, width: 60, pixels: noise(40 * 60 * 3, 3) };
const address = { seed: 5, stream: "weights", epoch: 2 };

/** Values of an image as the network gets them. */
function seen(
  list: readonly Augmentation[],
  { sample = 7, dataset = square, at = address, ramp = 1 }: {
    readonly sample?: number;
    readonly dataset?: DatasetBase;
    readonly at?: typeof address;
    readonly ramp?: number;
  } = {},
): Float32Array {
  const target = new Float32Array(3 * SIZE * SIZE).fill(NaN);
  augmentedImages(dataset, { list, cutout: 4 })({ ...at, ramp })(
    dataset === free ? large : image,
    target,
    sample,
  );
  return target;
}

/** An augmentation that tells its first random number. */
function telling(name: string, told: number[]): Augmentation {
  return { name, values: (_, random) => void told.push(random.uint32()) };
}

Deno.test("an image that nothing changes is that of an evaluation", () => {
  for (const dataset of [square, free]) {
    const target = new Float32Array(3 * SIZE * SIZE);
    plainImages(dataset)(dataset === free ? large : image, target, 7);
    assertEquals(seen([], { dataset }), target);
  }
});

Deno.test("changes depend on the whole address of an image and on nothing else", () => {
  for (
    const [dataset, list] of [
      [square, [crop, flip, cutout]],
      [free, [crop, flip, jitter]],
    ] as const
  ) {
    const first = seen(list, { dataset });
    assertEquals(seen(list, { dataset }), first);
    for (
      const other of [
        { sample: 8 },
        { at: { ...address, epoch: 3 } },
        { at: { ...address, seed: 6 } },
        { at: { ...address, stream: "alpha" } },
      ]
    ) assertNotEquals(seen(list, { dataset, ...other }), first);
  }
});

Deno.test("crops and mirrors are drawn equally often in all places, and holes in the asked share", () => {
  const count = 3000;
  const moves = new Map<number, number>();
  let mirrored = 0;
  const watch = ({ place }: Augmentation): Augmentation => ({
    name: "watched",
    stream: "shared",
    place: (...given) => {
      const placed = place!(...given);
      for (const move of [placed.dy, placed.dx]) {
        moves.set(move, (moves.get(move) ?? 0) + 1);
      }
      if (placed.flip) mirrored++;
      return placed;
    },
  });
  let holes = 0;
  for (let sample = 0; sample < count; sample++) {
    seen([watch(crop)], { sample });
    const whole = seen([uncropped, flip], { sample });
    const cut = seen([uncropped, flip, cutout], { sample, ramp: 0.3 });
    if (cut.some((value, at) => value !== whole[at])) holes++;
  }
  const cropped = new Map(moves);
  for (let sample = 0; sample < count; sample++) {
    seen([uncropped, watch(flip)], { sample });
  }
  assertEquals([...cropped.keys()].sort((a, b) => a - b), [-2, -1, 0, 1, 2]);
  // Six standard deviations of a binomial count.
  const near = (found: number, share: number, of: number) =>
    assertAlmostEquals(
      found,
      share * of,
      6 * Math.sqrt(of * share * (1 - share)),
    );
  for (const found of cropped.values()) near(found, 1 / 5, 2 * count);
  near(mirrored, 0.5, count);
  near(holes, 0.3, count);
});

Deno.test("what comes after an augmentation that is turned off stays where it was", () => {
  const holesOf = (list: readonly Augmentation[], sample: number) =>
    seen([...list, cutout], { sample }).map((value) => value === 0 ? 1 : 0);
  for (let sample = 0; sample < 50; sample++) {
    const holes = holesOf([crop, flip], sample);
    assert(holes.some((hole) => hole === 1));
    assertEquals(holesOf([uncropped, flip], sample), holes);
    assertEquals(holesOf([uncropped, unmirrored], sample), holes);
  }
});

Deno.test("an augmentation of one's own draws the same, and so do the others, wherever it stands", () => {
  const told: number[] = [];
  const own = telling("own", told);
  const first = seen([crop, flip, cutout, own]);
  assertEquals(seen([own, crop, flip, cutout]), first);
  assertEquals(seen([crop, flip, cutout]), first);
  assertEquals(told[0], told[1]);
  seen([telling("other", told), { ...own, stream: "shared" }]);
  assertEquals(new Set(told).size, 3);
});

Deno.test("bytes are changed before the image is moved, and the stored image is not", () => {
  const stored = image.pixels.slice();
  const white: Augmentation = {
    name: "white",
    pixels: (pixels) => void pixels.fill(255),
  };
  const left: Augmentation = {
    name: "left",
    place: () => ({ dy: 0, dx: -1, flip: false }),
  };
  const found = seen([left, white]);
  const { table } = square;
  assertEquals(
    found.subarray(0, 3),
    Float32Array.of(
      table[255]!,
      table[511]!,
      table[767]!,
    ),
  );
  assertEquals(found[3 * SIZE - 3], table[0]);
  assertEquals(image.pixels, stored);
});

Deno.test("a region outside of the image and half a pixel are refused, by the name of the augmentation", () => {
  const region = { top: 30, left: 0, height: 11, width: 1 };
  assertThrows(
    () => seen([{ name: "far", region: () => region }], { dataset: free }),
    RangeError,
    `Expected a region of an image of 60x40 but found ${
      JSON.stringify(region)
    } by the augmentation far`,
  );
  assertThrows(
    () =>
      seen([{
        name: "half",
        place: () => ({ dy: 0.5, dx: 0, flip: false }),
      }]),
    RangeError,
    'Expected whole dy and dx and flip true or false but found {"dy":0.5,"dx":0,"flip":false} by the augmentation half',
  );
});
