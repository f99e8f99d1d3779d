// Small files that unpack to much, and files of other kinds than the parser is for.
import { assertRejects, assertThrows } from "@std/assert";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { makeMat } from "../support/data/make_mat.ts";
import { encodePng } from "../support/data/make_records.ts";
import { tempFolder } from "../support/temp_folder.ts";
import { distinctNames } from "../../datasets/archive/member_name.ts";
import { openArchive } from "../../datasets/archive/open_archive.ts";
import { openTable } from "../../datasets/nasbench101/table.ts";
import { decodeImage } from "../../datasets/formats/decode_image.ts";
import { decodePng } from "../../datasets/formats/decode_png.ts";
import { openMat } from "../../datasets/formats/mat5.ts";

const text = (content: string) => new TextEncoder().encode(content);

function file(folder: string, bytes: Uint8Array): string {
  const path = join(folder, "x");
  Deno.writeFileSync(path, bytes);
  return path;
}

/** A PNG whose header says how large it is. */
function announcing(width: number, height: number): Uint8Array {
  const bytes = encodePng(new Uint8Array(3), { width: 1, filters: [0] });
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  view.setUint32(16, width);
  view.setUint32(20, height);
  return bytes;
}

for (
  const [what, bytes] of [
    [
      "SVG",
      text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="16000" height="16000"/>',
      ),
    ],
    ["SVG with a byte order mark", text("\ufeff<svg/>")],
    ["PDF", text("%PDF-1.7\n")],
    ["BMP", text("BM6\0\0\0")],
    ["nothing", new Uint8Array()],
  ] as const
) {
  Deno.test(`decodeImage() does not decode ${what}`, async () => {
    await assertRejects(
      () => decodeImage(bytes, "a.png"),
      SyntaxError,
      "Expected a JPEG, PNG, WebP, GIF or TIFF image but found",
    );
  });
}

Deno.test("images with too many pixels are refused before they are decoded", async () => {
  const message = "Expected at most 67108864 pixels but found";
  const bytes = announcing(65_000, 65_000);
  assertThrows(() => decodePng(bytes, "a.png"), SyntaxError, message);
  await assertRejects(
    () => decodeImage(bytes, "a.png"),
    SyntaxError,
    "a.png",
  );
});

Deno.test("a tar.gz of one folder with a body ends at the limit", async () => {
  using folder = tempFolder();
  const size = 200 << 20;
  const tar = new Uint8Array(512 + size + 1024);
  tar.set(text("d/"));
  tar.set(text("0000755\0"), 100);
  tar.set(text(size.toString(8).padStart(11, "0")), 124);
  tar.set(text("5ustar\x0000"), 156);
  tar.set(text("        "), 148);
  const sum = tar.subarray(0, 512).reduce((a, b) => a + b, 0);
  tar.set(text(`${sum.toString(8).padStart(6, "0")}\0 `), 148);
  const path = file(folder.path, gzipSync(tar, { level: 1 }));
  await assertRejects(() => openArchive(path), RangeError, "Expected at most");
});

Deno.test("an archive of too many files is refused", () => {
  const once = distinctNames("x.zip", 2);
  once("a");
  once("b");
  assertThrows(() => once("c"), RangeError, "Expected at most 2 files");
});

Deno.test("an array of a MATLAB file may not go on, nor unpack to too much", async () => {
  using folder = tempFolder();
  const long = file(
    folder.path,
    makeMat({ y: { shape: [3, 1], data: Uint8Array.of(1, 2, 3) } }, {
      compressed: true,
      spoil: (matrix) => {
        const bytes = new Uint8Array(matrix.length + (1 << 24));
        bytes.set(matrix);
        return bytes;
      },
    }),
  );
  const [array] = await openMat(long);
  await assertRejects(
    () => Array.fromAsync(array!.chunks()),
    SyntaxError,
    "Expected 3 bytes of y but found more",
  );
  const bomb = file(
    folder.path,
    makeMat({ y: { shape: [8 << 20, 1], data: new Uint8Array(8 << 20) } }, {
      compressed: true,
    }),
  );
  await assertRejects(() => openMat(bomb), SyntaxError, "packed ones");
});

Deno.test("a table and a PNG that are cut off are named", () => {
  using folder = tempFolder();
  const path = file(folder.path, text('sdarts-nasbench101-1\n{"rows": \n'));
  assertThrows(() => openTable(path), SyntaxError, path);
  const png = encodePng(new Uint8Array(30), { width: 2, filters: [0] });
  for (let end = 0; end < png.length - 12; end++) {
    assertThrows(
      () => decodePng(png.subarray(0, end), "cut.png"),
      SyntaxError,
      "cut.png",
    );
  }
});
