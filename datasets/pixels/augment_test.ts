import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
} from "@std/assert";
import { noise } from "../../test/support/data/make_wheel.ts";
import { cutout as cutter } from "../augmentations/cutout.ts";
import {
  drawChange,
  type ImageChange,
  normalisationTable,
  UNCHANGED,
  writeImage,
} from "./augment.ts";

const SIZE = 8;
const image = noise(3 * SIZE * SIZE, 31);
const table = normalisationTable([0.4, 0.5, 0.6], [0.2, 0.25, 0.3]);

function write(change: ImageChange, length = 0): Float32Array {
  const target = new Float32Array(image.length).fill(NaN);
  writeImage(image, target, change, {
    size: SIZE,
    table,
    ...(length > 0 ? { cutout: { cutter, length } } : {}),
  });
  return target;
}

/** Normalised pixel of the image, or of black where it lies outside. */
function pixel(y: number, x: number, channel: number): number {
  const inside = y >= 0 && y < SIZE && x >= 0 && x < SIZE;
  return table[
    256 * channel + (inside ? image[3 * (y * SIZE + x) + channel]! : 0)
  ]!;
}

function expectEach(
  found: Float32Array,
  expected: (y: number, x: number, channel: number) => number,
) {
  for (let y = 0; y < SIZE; y++) {
    for (let x = 0; x < SIZE; x++) {
      for (let c = 0; c < 3; c++) {
        assertEquals(
          found[3 * (y * SIZE + x) + c],
          expected(y, x, c),
          `at ${y}, ${x}, ${c}`,
        );
      }
    }
  }
}

Deno.test("normalisationTable() scales to 0..1, subtracts the mean and divides by the deviation", () => {
  assertAlmostEquals(table[0]!, -2, 1e-6);
  assertAlmostEquals(table[256 + 255]!, 2, 1e-6);
  assertAlmostEquals(table[512 + 51]!, (0.2 - 0.6) / 0.3, 1e-6);
});

Deno.test("writeImage() normalises an image that is not changed", () =>
  expectEach(write(UNCHANGED), pixel));

Deno.test("writeImage() moves an image and fills with black, before normalisation", () =>
  expectEach(
    write({ dy: 2, dx: -3, flip: false }),
    (y, x, c) => pixel(y - 2, x + 3, c),
  ));

Deno.test("writeImage() mirrors after the move", () =>
  expectEach(
    write({ dy: 0, dx: 1, flip: true }),
    (y, x, c) => pixel(y, SIZE - 1 - x - 1, c),
  ));

Deno.test("writeImage() cuts the hole after normalisation", () =>
  expectEach(
    write({ ...UNCHANGED, hole: { y: 0, x: 7 } }, 4),
    (y, x, c) => y < 2 && x >= 5 ? 0 : pixel(y, x, c),
  ));

const address = { seed: 5, stream: "weights", epoch: 2 };
const augmentation = { pad: 4, flip: true };
const draw = (sample: number, change: object = {}) =>
  drawChange({ ...augmentation, ...change }, { ...address, sample }, 32);

Deno.test("drawChange() depends on the whole address and on nothing else", () => {
  assertEquals(draw(7), draw(7));
  const others = [
    draw(8),
    drawChange(augmentation, { ...address, sample: 7, epoch: 3 }, 32),
    drawChange(augmentation, { ...address, sample: 7, seed: 6 }, 32),
    drawChange(augmentation, { ...address, sample: 7, stream: "alpha" }, 32),
  ];
  for (const other of others) assertNotEquals(other, draw(7));
});

Deno.test("drawChange() moves and mirrors the same with cutout and without", () => {
  for (let sample = 0; sample < 50; sample++) {
    const { hole, ...rest } = draw(sample, {
      cutout: { cutter, length: 16 },
    });
    assertEquals(rest, draw(sample));
    assert(
      hole !== undefined && hole.y >= 0 && hole.y < 32 && hole.x >= 0 &&
        hole.x < 32,
    );
  }
});

Deno.test("drawChange() draws every move equally often, half of the mirrors and the asked share of holes", () => {
  const moves = new Map<number, number>();
  let flips = 0;
  let holes = 0;
  const count = 9000;
  for (let sample = 0; sample < count; sample++) {
    const { dy, dx, flip, hole } = draw(sample, {
      cutout: { cutter, length: 16, probability: 0.3 },
    });
    for (const move of [dy, dx]) moves.set(move, (moves.get(move) ?? 0) + 1);
    if (flip) flips++;
    if (hole !== undefined) holes++;
  }
  assertEquals([...moves.keys()].sort((a, b) => a - b), [
    -4,
    -3,
    -2,
    -1,
    0,
    1,
    2,
    3,
    4,
  ]);
  // Six standard deviations of a binomial count.
  const near = (found: number, share: number, of: number) =>
    assertAlmostEquals(
      found,
      share * of,
      6 * Math.sqrt(of * share * (1 - share)),
    );
  for (const found of moves.values()) near(found, 1 / 9, 2 * count);
  near(flips, 0.5, count);
  near(holes, 0.3, count);
});

Deno.test("drawChange() leaves the image alone when nothing is asked for", () => {
  for (let sample = 0; sample < 20; sample++) {
    assertEquals(draw(sample, { pad: 0, flip: false }), {
      dy: 0,
      dx: 0,
      flip: false,
    });
  }
});
