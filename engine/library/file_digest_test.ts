import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { noise, sha256 } from "../../test/support/data/make_wheel.ts";
import { hashFile } from "../../common/hash_file.ts";
import { rememberedDigest } from "./file_digest.ts";
import { tempFolder } from "../../test/support/temp_folder.ts";

async function withFile(body: (file: string, memory: string) => Promise<void>) {
  using folder = tempFolder();
  await Deno.writeFile(join(folder.path, "file"), noise(3_000_000, 5));
  await body(join(folder.path, "file"), join(folder.path, "memory"));
}

Deno.test("hashFile() reads the whole file", () =>
  withFile(async (file) => {
    assertEquals(await hashFile(file), sha256(noise(3_000_000, 5)));
  }));

Deno.test("rememberedDigest() reads a file once and again when it has changed", () =>
  withFile(async (file, memory) => {
    const first = await rememberedDigest(file, memory);
    assertEquals(first, sha256(noise(3_000_000, 5)));
    // What is remembered is believed, which shows that the file is not read.
    const store = join(memory, "digests.json");
    const planted = "0".repeat(64);
    await Deno.writeTextFile(
      store,
      (await Deno.readTextFile(store)).replace(first, planted),
    );
    assertEquals(await rememberedDigest(file, memory), planted);
    await Deno.writeFile(file, noise(10, 6));
    assertEquals(await rememberedDigest(file, memory), sha256(noise(10, 6)));
    assertEquals(
      Object.keys(JSON.parse(await Deno.readTextFile(store))).length,
      1,
    );
  }));

Deno.test("rememberedDigest() survives a broken memory", () =>
  withFile(async (file, memory) => {
    await Deno.mkdir(memory);
    for (const text of ["{", "[]", '{"x": 1}', "null"]) {
      await Deno.writeTextFile(join(memory, "digests.json"), text);
      assertEquals(
        await rememberedDigest(file, memory),
        sha256(noise(3_000_000, 5)),
      );
    }
  }));

Deno.test("rememberedDigest() needs no folder that it can write to", () =>
  withFile(async (file) => {
    for (const memory of [undefined, join(file, "no-folder"), "/proc/self"]) {
      assertEquals(
        await rememberedDigest(file, memory),
        sha256(noise(3_000_000, 5)),
      );
    }
  }));
