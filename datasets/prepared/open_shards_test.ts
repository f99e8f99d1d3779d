import { assertEquals, assertThrows } from "@std/assert";
import { join } from "node:path";
import { noise } from "../../test/support/data/make_wheel.ts";
import { TINY_MANIFEST } from "../../test/support/data/tiny_manifest.ts";
import type { DatasetManifest } from "./manifest.ts";
import { countShards, openShards } from "./open_shards.ts";
import { createShards, shardName } from "./write_shards.ts";
import { tempFolder } from "../../test/support/temp_folder.ts";

const manifest = (
  count: number,
  layout: "square" | "free",
): DatasetManifest => ({
  ...TINY_MANIFEST,
  classes: ["a", "b", "c"],
  layout,
  train: count,
  test: count,
});

const extent = (at: number, layout: "square" | "free") =>
  layout === "square"
    ? { height: 4, width: 4 }
    : { height: 3 + at % 4, width: 5 + at % 3 };

async function withShards(
  layout: "square" | "free",
  body: (folder: string, names: string[]) => void | Promise<void>,
) {
  using folder = tempFolder();
  const shards = createShards(folder.path, {
    part: "train",
    size: 4,
    layout,
    shardBytes: 200,
  });
  for (let at = 0; at < 10; at++) {
    const size = extent(at, layout);
    await shards.add(
      { ...size, pixels: noise(3 * size.height * size.width, at + 1) },
      { label: at % 3, id: 100 + at },
    );
  }
  await shards.close();
  const names = await Array.fromAsync(
    Deno.readDir(folder.path),
    ({ name }) => name,
  );
  await body(folder.path, names.sort());
}

for (const layout of ["square", "free"] as const) {
  Deno.test(`openShards() finds every image of several ${layout} shards, in any order`, () =>
    withShards(layout, async (folder, names) => {
      assertEquals(names.length > 2, true);
      assertEquals(names[1], shardName("train", 1));
      assertEquals(await countShards(folder, "train"), {
        shards: names.length,
        images: 10,
      });
      assertEquals(await countShards(folder, "test"), { shards: 0, images: 0 });
      const part = openShards(folder, {
        part: "train",
        manifest: manifest(10, layout),
      });
      using images = part.images;
      for (const at of [9, 0, 4, 4, 7, 1, 2, 3, 5, 6, 8]) {
        const size = extent(at, layout);
        assertEquals(images.at(at), {
          ...size,
          pixels: noise(3 * size.height * size.width, at + 1),
        });
      }
      assertEquals([...part.labels], [0, 1, 2, 0, 1, 2, 0, 1, 2, 0]);
      assertEquals(part.ids[7], 107);
    }));
}

Deno.test("openShards() names the file and what is wrong with it", () =>
  withShards("square", async (folder) => {
    const open = (count: number, layout: "square" | "free" = "square") => () =>
      openShards(folder, { part: "train", manifest: manifest(count, layout) });
    assertThrows(
      open(11),
      SyntaxError,
      "Images from 10 on not found: no file",
    );
    assertThrows(open(9), SyntaxError, "Expected 1 to 1 images but found 2 in");
    assertThrows(
      open(10, "free"),
      SyntaxError,
      "Expected I32 extents but found null in",
    );
    const path = join(folder, shardName("train", 1));
    const bytes = await Deno.readFile(path);
    await Deno.writeFile(path, bytes.slice(0, -1));
    assertThrows(
      open(10),
      SyntaxError,
      `of data but found [208,224] in tensor labels of ${path}`,
    );
    await Deno.writeFile(path, bytes.slice(0, 5));
    assertThrows(
      open(10),
      SyntaxError,
      "Expected a header of 8 bytes but found 5 bytes in",
    );
    await Deno.writeFile(path, new Uint8Array(64).fill(255));
    assertThrows(
      open(10),
      SyntaxError,
      "Expected a header of 18446744073709551615 bytes but found 56 bytes in",
    );
    const text = new TextDecoder("latin1").decode(bytes);
    const at = text.indexOf('"I32"');
    const spoilt = bytes.slice();
    spoilt.set(new TextEncoder().encode('"F32"'), at);
    await Deno.writeFile(path, spoilt);
    assertThrows(open(10), SyntaxError, 'Expected I32 ids but found "F32" in');
  }));

Deno.test("createShards() refuses an image of another size, and writes an empty part", async () => {
  using folder = tempFolder();
  const shards = createShards(folder.path, {
    part: "test",
    size: 4,
    layout: "square",
  });
  let message = "";
  try {
    await shards.add({ height: 4, width: 5, pixels: new Uint8Array(60) }, {
      label: 0,
      id: 0,
    });
  } catch (error) {
    message = (error as Error).message;
  }
  assertEquals(message, "Expected an image of 4 x 4 pixels but found 5 x 4");
  await shards.close();
  assertEquals([...Deno.readDirSync(folder.path)].length, 1);
});
