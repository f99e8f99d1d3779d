import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { tempFolder } from "../../test/support/temp_folder.ts";
import { noise, sha256 } from "../../test/support/data/make_wheel.ts";
import { readAll } from "../../test/support/data/read_archive.ts";
import { createTar } from "./write_tar.ts";

Deno.test("createTar() writes what any tar reads, long paths included", async () => {
  using folder = tempFolder();
  const path = join(folder.path, "x.tar");
  const long = `${"folder/".repeat(18)}${"x".repeat(90)}.png`;
  const tar = await createTar(path);
  await tar.add("a/b.png", noise(600, 3));
  await tar.add(long, noise(512, 4));
  await tar.close();
  const bytes = await Deno.readFile(path);
  // the archive is an artifact: its bytes name it
  assertEquals(
    sha256(bytes),
    "165a55b26dda742f44e46a246061c3f366569f4d0f3b05cb87f362b0663fab69",
  );
  assertEquals(await readAll(bytes), {
    "a/b.png": noise(600, 3),
    [long]: noise(512, 4),
  });
  await assertRejects(
    () => tar.add("y".repeat(200), new Uint8Array()),
    RangeError,
    "Expected a path of at most 100 bytes",
  );
});
