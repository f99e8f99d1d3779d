import { assertEquals } from "@std/assert";
import { crc32c, maskedCrc32c } from "./crc32c.ts";

// RFC 3720, appendix B.4, and the check value of the CRC catalogue
Deno.test("crc32c gives the published values", () => {
  assertEquals(crc32c(new Uint8Array(32)), 0x8a9136aa);
  assertEquals(crc32c(new Uint8Array(32).fill(255)), 0x62a8ab43);
  assertEquals(
    crc32c(Uint8Array.from({ length: 32 }, (_, i) => i)),
    0x46dd794e,
  );
  assertEquals(crc32c(new TextEncoder().encode("123456789")), 0xe3069283);
  assertEquals(crc32c(new Uint8Array()), 0);
});

Deno.test("maskedCrc32c() gives the checksum of the specification's example, masked", () => {
  // RFC 3720: 32 bytes of zeros have the crc32c 0x8a9136aa
  const crc = 0x8a9136aa;
  const masked = (((crc >>> 15 | crc << 17) >>> 0) + 0xa282ead8) >>> 0;
  assertEquals(maskedCrc32c(new Uint8Array(32)), masked);
});
