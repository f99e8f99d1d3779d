import { assertEquals, assertThrows } from "@std/assert";
import { sha256 } from "./digest.ts";
import { fileDigests } from "./file_digests.ts";
import { tempFolder } from "../../test/support/temp_folder.ts";

const HOUR = 3_600_000;

Deno.test("fileDigests() sees every change of a file, also one that leaves its size and times", async () => {
  using folder = tempFolder();
  const path = `${folder.path}/file`;
  const old = new Date(Date.now() - HOUR);
  for (const later of [0, HOUR]) {
    const digestOf = fileDigests(() => Date.now() + later);
    const write = (text: string, mode = 0o644) => {
      Deno.writeTextFileSync(path, text);
      Deno.chmodSync(path, mode);
      Deno.utimeSync(path, old, old);
    };
    write("one");
    assertEquals(digestOf(path), sha256("one"));
    assertEquals(digestOf(path), sha256("one"));
    // Seen by the time of change, which a program cannot set, or because the file is too fresh to be believed.
    if (later > 0) await new Promise((resolve) => setTimeout(resolve, 1100));
    write("two");
    assertEquals(digestOf(path), sha256("two"));
    write("two", 0o755);
    assertEquals(digestOf(path), `${sha256("two")} executable`);
    Deno.writeTextFileSync(`${folder.path}/new`, "six");
    Deno.renameSync(`${folder.path}/new`, path);
    assertEquals(digestOf(path), sha256("six"));
    Deno.removeSync(path);
    assertThrows(() => digestOf(path), Deno.errors.NotFound);
  }
});

Deno.test("fileDigests() reads a file once", () => {
  const path = Deno.makeTempFileSync();
  Deno.writeTextFileSync(path, "one");
  const digestOf = fileDigests(() => Date.now() + HOUR);
  const openSync = Deno.openSync;
  let opened = 0;
  Deno.openSync = (...args) => {
    opened++;
    return openSync(...args);
  };
  try {
    for (let k = 0; k < 3; k++) assertEquals(digestOf(path), sha256("one"));
  } finally {
    Deno.openSync = openSync;
  }
  assertEquals(opened, 1);
  Deno.removeSync(path);
});
