import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { tempFolder } from "../../test/support/temp_folder.ts";
import { noise, sha256 } from "../../test/support/data/make_wheel.ts";
import { readAll } from "../../test/support/data/read_archive.ts";
import { createTar, tarLength } from "./write_tar.ts";

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
});

Deno.test("createTar() writes paths of any length, and tarLength() says how long they make it", async () => {
  using folder = tempFolder();
  const path = join(folder.path, "x.tar");
  const files = {
    ["y".repeat(255)]: noise(3, 1),
    ["犬".repeat(30) + "/" + "é".repeat(80) + ".png"]: noise(513, 2),
    "é.png": noise(0, 1),
    ["z".repeat(100)]: noise(1024, 5),
  };
  const tar = await createTar(path);
  let length = 1024;
  for (const [name, body] of Object.entries(files)) {
    await tar.add(name, body);
    length += await tarLength(name, body.length);
  }
  await tar.close();
  const bytes = await Deno.readFile(path);
  assertEquals(bytes.length, length);
  assertEquals(await readAll(bytes), files);
});
