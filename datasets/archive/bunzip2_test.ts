import { assertEquals, assertThrows } from "@std/assert";
import { makeBzip2 } from "../../test/support/data/make_bzip2.ts";
import { bunzip2 } from "./bunzip2.ts";

const LIMITS = { most: 1 << 20, place: "x.bz2" };

/** Bytes with short and long runs, and more of them than a block has. */
const content = Uint8Array.from(
  { length: 3000 },
  (_, n) => n % 700 < 300 ? 7 : (n * n) % 251,
);
const packed = makeBzip2(content);

/** 64 MiB of zeros, as Python packs them. */
const BOMB = Uint8Array.fromHex(
  "425a68393141592653590e09e2df015f8e4000c0000008200030804d4642a025" +
    "a90a8097314159265359bc04b5c300a275c000c0000008200020a40836328a88" +
    "4d2a2a2138bb9229c2848500bb83e8",
);

Deno.test("bunzip2() gives what was packed", () => {
  assertEquals(bunzip2(packed, LIMITS), content);
  assertEquals(bunzip2(makeBzip2(new Uint8Array()), LIMITS).length, 0);
});

Deno.test("bunzip2() refuses damaged data, data that is cut off anywhere, and anything behind it, with its place", () => {
  const refuse = (bytes: Uint8Array, message: string) => {
    const error = assertThrows(
      () => bunzip2(bytes, LIMITS),
      SyntaxError,
      message,
    );
    assertEquals(error.message.includes("\n"), false);
    assertEquals(/ byte \d+ of x\.bz2$/.test(error.message), true);
  };
  for (let length = 0; length < packed.length; length += 97) {
    refuse(
      packed.subarray(0, length),
      `Expected more bzip2 data but found the end at byte ${length} of x.bz2`,
    );
  }
  refuse(
    packed.subarray(0, packed.length - 1),
    "Expected more bzip2 data but found the end",
  );
  refuse(
    packed.with(packed.length >> 1, packed[packed.length >> 1]! ^ 1),
    "Expected whole bzip2 data but found damage before byte",
  );
  refuse(
    new TextEncoder().encode("<html>not found</html>"),
    "Expected whole bzip2 data but found other data before byte 4 of x.bz2",
  );
  refuse(
    Uint8Array.from([...packed, 1, 2]),
    `Expected the end of bzip2 data but found 2 further bytes at byte ${packed.length} of x.bz2`,
  );
});

Deno.test("bunzip2() ends at the limit where a few bytes unpack to many", () => {
  assertThrows(
    () => bunzip2(BOMB, LIMITS),
    RangeError,
    "Expected at most 1048576 bytes in bzip2 data but found more at byte 36 of x.bz2",
  );
  assertEquals(bunzip2(packed, { ...LIMITS, most: 3000 }).length, 3000);
  assertThrows(() => bunzip2(packed, { ...LIMITS, most: 2999 }), RangeError);
});
