import { assertEquals, assertNotEquals } from "@std/assert";
import {
  digest,
  equalSecrets,
  sha256,
  sha256File,
  tryDigest,
} from "./digest.ts";

Deno.test("sha256() gives the FIPS 180-4 example", () => {
  assertEquals(
    sha256("abc"),
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});

Deno.test("digest() separates kinds and ignores the order of keys", () => {
  assertNotEquals(digest("a", { x: 1 }), digest("b", { x: 1 }));
  assertEquals(digest("a", { x: 1, y: 2 }), digest("a", { y: 2, x: 1 }));
});

Deno.test("sha256File() reads a file longer than its buffer", () => {
  const path = Deno.makeTempFileSync();
  try {
    const bytes = new Uint8Array((1 << 20) + 7).fill(3);
    Deno.writeFileSync(path, bytes);
    assertEquals(sha256File(path), {
      sha256: sha256(bytes),
      size: bytes.length,
    });
  } finally {
    Deno.removeSync(path);
  }
});

Deno.test("tryDigest() of a missing file is undefined", () => {
  assertEquals(tryDigest("/nowhere/file"), undefined);
});

Deno.test("equalSecrets() compares texts of any length", () => {
  assertEquals(equalSecrets("Bearer a", "Bearer a"), true);
  assertEquals(equalSecrets("Bearer a", "Bearer b"), false);
  assertEquals(equalSecrets("", "Bearer b"), false);
});
