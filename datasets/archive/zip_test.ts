import { assertEquals, assertRejects } from "@std/assert";
import { makeZip, type ZipFile } from "../../test/support/data/make_zip.ts";
import { noise } from "../../test/support/data/make_wheel.ts";
import { readAll } from "../../test/support/data/read_archive.ts";

const body = noise(4000, 5);
const ZIPS: [string, ZipFile[], string][] = [
  [
    "a symbolic link",
    [{ name: "a", body, mode: 0o120777 }],
    "Expected a file but found a symbolic link in a of",
  ],
  [
    "an encrypted file",
    [{ name: "a", body, flags: 1 }],
    "Expected a readable file but found an encrypted one in a of",
  ],
  [
    "a name twice",
    [{ name: "a", body }, { name: "a", body }],
    'Expected each file once but found "a" twice',
  ],
  [
    "files that share bytes",
    [{ name: "a", body }, { name: "b", body, shared: true }],
    "Expected b from byte",
  ],
  [
    "another name in front of the bytes",
    [{ name: "a", body, localName: "b" }],
    'Expected the name "a" at byte 30 but found "b"',
  ],
  [
    "more bytes than it says",
    [{ name: "a", body, size: 100 }],
    "Expected 100 deflated bytes but found a damaged stream in a of",
  ],
  [
    "fewer bytes than it says",
    [{ name: "a", body, size: 5000 }],
    "Expected 5000 bytes but found 4000 in a of",
  ],
  [
    "another checksum",
    [{ name: "a", body, crc: 1 }],
    "Expected crc32 00000001 but found",
  ],
  [
    "a bomb",
    [{ name: "a", body, size: 0x3fff_ffff }],
    "Expected at most 67108864 bytes in an archive of",
  ],
  [
    "a file of many gigabytes",
    [{ name: "a", body, size: 0xffff_fffe }],
    "Expected at most 1073741824 bytes but found 4294967294 in a of",
  ],
];

for (const [what, files, message] of ZIPS) {
  Deno.test(`a zip with ${what} is refused`, async () => {
    const error = await assertRejects(() => readAll(makeZip(files)));
    assertEquals(
      (error as Error).message.includes(message),
      true,
      String(error),
    );
  });
}
