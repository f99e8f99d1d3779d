import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { gzipSync } from "node:zlib";
import { join } from "node:path";
import { tempFolder } from "../../test/support/temp_folder.ts";
import { packTar } from "modern-tar";
import { tarOf } from "../../test/support/data/image_fixture.ts";
import { makeZip } from "../../test/support/data/make_zip.ts";
import { noise } from "../../test/support/data/make_wheel.ts";
import { readAll } from "../../test/support/data/read_archive.ts";
import { memberName } from "./member_name.ts";
import { openArchive } from "./open_archive.ts";

const FILES = {
  "set/a.bin": noise(5000, 1),
  "set/b/c.bin": new Uint8Array(),
  "set/b/d.bin": noise(700, 2),
};
const zipFiles = Object.entries(FILES).map(([name, body], at) => ({
  name,
  body,
  stored: at === 2,
}));

Deno.test("openArchive() tells tar, tar.gz, zip and zip64 by their bytes", async () => {
  const tar = await tarOf(FILES);
  assertEquals(await readAll(tar), FILES);
  assertEquals(await readAll(new Uint8Array(gzipSync(tar))), FILES);
  assertEquals(await readAll(makeZip(zipFiles)), FILES);
  assertEquals(await readAll(makeZip(zipFiles, { wide: true })), FILES);
});

Deno.test("an archive is read where it is asked to be, in its order", async () => {
  for (const bytes of [await tarOf(FILES), makeZip(zipFiles)]) {
    using folder = tempFolder();
    const path = join(folder.path, "archive");
    await Deno.writeFile(path, bytes);
    const archive = await openArchive(path);
    const found = await Array.fromAsync(archive.read([0, 2]), (f) => f.name);
    assertEquals(found, ["set/a.bin", "set/b/d.bin"]);
    assertEquals(await Array.fromAsync(archive.read([])), []);
  }
});

for (
  const name of [
    "../a",
    "a/../../b",
    "/etc/passwd",
    "a\\b",
    "C:/a",
    "a\0b",
    "",
    ".",
    "a//b",
    "a/./b",
    "a\nb",
  ]
) {
  Deno.test(`memberName() refuses ${JSON.stringify(name)}, and so do archives`, async () => {
    assertThrows(
      () => memberName(name, "x.zip"),
      RangeError,
      "Expected a path inside the archive but found",
    );
    if (name === "") return;
    await assertRejects(
      () => readAll(makeZip([{ name, body: noise(9, 1) }])),
      RangeError,
      "Expected a path inside the archive but found",
    );
  });
}

const entry = (type: string, name: string, extra = {}) =>
  packTar([{
    header: { name, size: 0, type: type as "file", ...extra },
    body: new Uint8Array(),
  }]);

Deno.test("a tar with a link, a device or a name twice is refused, packed or not", async () => {
  for (const type of ["symlink", "link", "fifo"]) {
    const bytes = await entry(type, "a/b", { linkname: "/etc/passwd" });
    for (const tar of [bytes, new Uint8Array(gzipSync(bytes))]) {
      await assertRejects(
        () => readAll(tar),
        RangeError,
        `Expected files and folders but found a ${type} "a/b"`,
      );
    }
  }
  const twice = await packTar(
    [1, 2].map((seed) => ({
      header: { name: "a/b", size: 9 },
      body: noise(9, seed),
    })),
  );
  await assertRejects(
    () => readAll(twice),
    RangeError,
    'Expected each file once but found "a/b" twice',
  );
  const same = await tarOf({ "./a/b": noise(9, 1), "a/b": noise(9, 2) });
  await assertRejects(() => readAll(same), RangeError, "twice");
  const out = await tarOf({ "../out": noise(9, 1) });
  await assertRejects(() => readAll(out), RangeError, "inside the archive");
});

Deno.test("a tar.gz bomb is refused before it is unpacked", async () => {
  const bomb = new Uint8Array(gzipSync(
    await tarOf({ "a/zeros.bin": new Uint8Array(70 << 20) }),
  ));
  await assertRejects(
    () => readAll(bomb),
    RangeError,
    "Expected at most 67108864 bytes in an archive of",
  );
});

Deno.test("archives that are cut off or changed in any place never pass as others", async () => {
  const tar = await tarOf(FILES);
  const whole = {
    tar,
    gz: new Uint8Array(gzipSync(tar)),
    zip: makeZip(zipFiles),
  };
  for (const bytes of Object.values(whole)) {
    for (let at = 1; at < 20; at++) {
      const length = Math.floor(bytes.length * at / 20);
      let cut: Record<string, Uint8Array> | undefined;
      try {
        cut = await readAll(bytes.slice(0, length));
      } catch (error) {
        assertEquals(
          error instanceof SyntaxError || error instanceof RangeError,
          true,
          String(error),
        );
      }
      // A plain tar has padding behind its end.
      if (cut !== undefined) assertEquals([bytes === tar, cut], [true, FILES]);
      const spoilt = bytes.slice();
      spoilt[length]! ^= 0x41;
      let found: Record<string, Uint8Array> | undefined;
      try {
        found = await readAll(spoilt);
      } catch (error) {
        assertEquals(
          error instanceof SyntaxError || error instanceof RangeError,
          true,
          String(error),
        );
      }
      // What is read in spite of the change is a field without meaning; a plain tar has no checksum of its content.
      if (found !== undefined && bytes !== tar) assertEquals(found, FILES);
    }
  }
});

Deno.test("openArchive() refuses other files", async () => {
  await assertRejects(
    () => readAll(new TextEncoder().encode("<html>")),
    SyntaxError,
    "Expected a tar, tar.gz or zip archive but found bytes 3c 68 74 6d in",
  );
  await assertRejects(() => readAll(new Uint8Array()), SyntaxError);
});

Deno.test("a tar is read with names of any length, as pax, ustar and GNU write them", async () => {
  const long = `${"folder/".repeat(40)}${"ä".repeat(60)}.png`;
  const pax = await packTar([
    {
      header: { name: long, size: 5, pax: { comment: "x" } },
      body: noise(5, 1),
    },
    { header: { name: "plain", size: 3 }, body: noise(3, 2) },
  ]);
  const wanted = { [long]: noise(5, 1), plain: noise(3, 2) };
  assertEquals(await readAll(pax), wanted);
  assertEquals(await readAll(new Uint8Array(gzipSync(pax))), wanted);
  // GNU puts a long name into a member of its own.
  const name = `${"g".repeat(150)}.bin`;
  const gnu = await packTar([
    {
      header: { name: "././@LongLink", size: name.length + 1, type: "file" },
      body: new TextEncoder().encode(`${name}\0`),
    },
    { header: { name: name.slice(0, 100), size: 4 }, body: noise(4, 3) },
  ]);
  gnu[156] = "L".charCodeAt(0);
  let sum = 0;
  for (let at = 0; at < 512; at++) sum += at >= 148 && at < 156 ? 32 : gnu[at]!;
  gnu.set(
    new TextEncoder().encode(`${sum.toString(8).padStart(6, "0")}\0 `),
    148,
  );
  assertEquals(await readAll(gnu), { [name]: noise(4, 3) });
});

Deno.test("a damaged tar is refused with the place of the fault", async () => {
  const tar = await tarOf({ "a/b": noise(700, 2), c: noise(5, 1) });
  const with_ = (at: number, byte: number) => {
    const bytes = tar.slice();
    bytes[at] = byte;
    return bytes;
  };
  await assertRejects(
    () => readAll(with_(3, 0x41)),
    SyntaxError,
    "at byte 0 of",
  );
  await assertRejects(
    () => readAll(with_(1536 + 150, 0x31)),
    SyntaxError,
    "at byte 1536 of",
  );
  await assertRejects(
    () => readAll(tar.slice(0, 2048)),
    SyntaxError,
    "Expected at most 0 bytes but found 5 in the header at byte 1536 of",
  );
  await assertRejects(
    () => readAll(tar.slice(0, 1536)),
    SyntaxError,
    "Expected a header of 512 bytes at byte 1536 but found the end at 1536 of",
  );
});
