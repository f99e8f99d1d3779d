import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import {
  makeMat,
  makeSvhn,
  type MatOptions,
} from "../../test/support/data/make_mat.ts";
import { tempFolder } from "../../test/support/temp_folder.ts";
import { noise } from "../../test/support/data/make_wheel.ts";
import { type MatArray, openMat } from "./mat5.ts";

const LABELS = [10, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 9];
const pixels = (count: number) => noise(3072 * count, 77);

async function opened<T>(
  bytes: Uint8Array,
  body: (arrays: MatArray[]) => Promise<T> | T,
): Promise<T> {
  using folder = tempFolder();
  const path = join(folder.path, "x.mat");
  await Deno.writeFile(path, bytes);
  return await body(await openMat(path));
}

for (const compressed of [true, false]) {
  Deno.test(`openMat() reads ${compressed ? "compressed" : "plain"} arrays, more than once`, async () => {
    const data = noise(30 * 7 * 1000, 3);
    const file = makeMat({
      large: { shape: [30, 7, 1000], data },
      y: { shape: [3, 1], data: Uint8Array.of(1, 2, 3) },
    }, { compressed });
    await opened(file, async (arrays) => {
      assertEquals(
        arrays.map(({ name, shape }) => [name, shape]),
        [["large", [30, 7, 1000]], ["y", [3, 1]]],
      );
      const all = async (array: MatArray) => [
        ...(await Array.fromAsync(array.chunks(), (chunk) => [...chunk]))
          .flat(),
      ];
      assertEquals(await all(arrays[1]!), [1, 2, 3]);
      for (let pass = 0; pass < 2; pass++) {
        assertEquals(Uint8Array.from(await all(arrays[0]!)), data);
      }
    });
  });
}

const spoilWord = (at: number, value: number): MatOptions => ({
  spoil: (matrix) => {
    const bytes = matrix.slice();
    new DataView(bytes.buffer).setUint32(at, value, true);
    return bytes;
  },
});

const bytesWith = (at: number, ...values: number[]) => {
  const bytes = makeSvhn(LABELS, pixels(12));
  bytes.set(values, at);
  return bytes;
};

const FAULTS: [string, Uint8Array, string][] = [
  [
    "a big-endian file",
    bytesWith(126, 0x4d, 0x49),
    "Expected the mark IM of a little-endian MATLAB 5 file but found 0x494d at byte 126 of",
  ],
  [
    "another version",
    bytesWith(125, 3),
    "Expected version 0x0100 but found 0x300 at byte 124 of",
  ],
  [
    "the version that is HDF5",
    bytesWith(125, 2),
    "Expected a MATLAB 5 file but found one of MATLAB 7.3 (HDF5) in",
  ],
  [
    "HDF5 without the head of MATLAB",
    bytesWith(0, 0x89, 0x48, 0x44, 0x46),
    "Expected a MATLAB 5 file but found one of MATLAB 7.3 (HDF5) in",
  ],
  [
    "another element",
    bytesWith(128, 9),
    "Expected an array (14) or a compressed one (15) but found type 9 at byte 128 of",
  ],
  [
    "a size beyond the end",
    bytesWith(132, 255, 255, 255, 0),
    "but found 16777215 at byte 132 of",
  ],
  [
    "a damaged stream",
    bytesWith(160, 0, 1, 2, 3),
    "Expected a whole zlib stream but found a damaged one in the array at byte 128 of",
  ],
  [
    "no class",
    makeSvhn(LABELS, pixels(12), spoilWord(16, 33)),
    "Expected a class from 1 to 17 but found class 33 in the array at byte 128 of",
  ],
  [
    "a cut file",
    makeSvhn(LABELS, pixels(12)).slice(0, 20_000),
    "Expected at most 19864 bytes but found",
  ],
  [
    "an empty file",
    new Uint8Array(),
    "Expected 128 more bytes but found the end of the file at byte 0 of",
  ],
];

for (const [what, bytes, message] of FAULTS) {
  Deno.test(`openMat() refuses ${what}, with its place`, async () => {
    const error = await assertRejects(
      () => opened(bytes, () => {}),
      SyntaxError,
    );
    assertStringIncludes((error as Error).message, message);
  });
}

Deno.test("openMat() reads numbers of any kind, however short they are stored", async () => {
  const data = Uint8Array.of(10, 1, 200);
  const y = { shape: [3, 1], data };
  // Kinds from double to uint64, all stored as bytes.
  for (const kind of [6, 7, 8, 10, 11, 12, 13, 14, 15]) {
    await opened(makeMat({ y }, spoilWord(16, kind)), async ([array]) => {
      assertEquals([...await array!.numbers()], [10, 1, 200]);
      await assertRejects(
        async () => await Array.fromAsync(array!.chunks()),
        SyntaxError,
        "Expected uint8 but found",
      );
    });
  }
  const doubles = new Uint8Array(Float64Array.of(1, 2.5, -3).buffer);
  const stored = makeMat({ y: { shape: [3, 1], data: doubles } }, {
    spoil: (matrix) => {
      const bytes = matrix.slice();
      const view = new DataView(bytes.buffer);
      view.setUint32(16, 6, true);
      view.setUint32(bytes.length - doubles.length - 8, 9, true);
      return bytes;
    },
  });
  await opened(stored, async ([array]) => {
    assertEquals([...await array!.numbers()], [1, 2.5, -3]);
  });
});

Deno.test("openMat() names arrays that are no numbers, and does not read them", async () => {
  const y = { shape: [3, 1], data: Uint8Array.of(10, 1, 200) };
  const kinds = { 1: "cell", 2: "struct", 4: "char", 5: "sparse" };
  for (const [number, kind] of Object.entries(kinds)) {
    const file = makeMat({ y }, spoilWord(16, Number(number)));
    await opened(file, async ([array]) => {
      assertEquals([array!.name, array!.kind], ["y", kind]);
      await assertRejects(
        () => array!.numbers(),
        SyntaxError,
        `Expected numbers but found ${kind} of y`,
      );
    });
  }
});
