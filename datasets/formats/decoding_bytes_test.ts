import { assertEquals } from "@std/assert";
import { decodingBytes } from "./decoding_bytes.ts";

Deno.test("decodingBytes() counts the file, the rows that are held, the result and what a decoder holds of the whole image", () => {
  const bytes = (
    format: "png" | "jpeg" | "webp" | "gif" | "tiff",
    head: Partial<Parameters<typeof decodingBytes>[0]> = {},
  ) =>
    decodingBytes({
      format,
      width: 20,
      height: 5,
      channels: 3,
      depth: "uchar",
      isProgressive: false,
      ...head,
    }, 7) - 7 - 64 * 20;
  assertEquals(bytes("png"), 300);
  assertEquals(bytes("png", { channels: 4, depth: "ushort" }), 300);
  assertEquals(bytes("png", { isProgressive: true }), 600);
  assertEquals(
    bytes("png", { isProgressive: true, channels: 4, depth: "ushort" }),
    1100,
  );
  assertEquals(bytes("tiff", { depth: "ushort" }), 300);
  assertEquals(bytes("gif"), 700);
  assertEquals(bytes("webp"), 800);
  assertEquals(bytes("jpeg", { chromaSubsampling: "4:4:4" }), 300);
  const scans = { isProgressive: true };
  assertEquals(bytes("jpeg", { ...scans, chromaSubsampling: "4:2:0" }), 600);
  assertEquals(bytes("jpeg", { ...scans, chromaSubsampling: "4:2:2" }), 700);
  assertEquals(bytes("jpeg", { ...scans, chromaSubsampling: "4:4:4" }), 900);
  assertEquals(
    bytes("jpeg", { ...scans, channels: 4, chromaSubsampling: "4:4:4:4" }),
    1100,
  );
  assertEquals(bytes("jpeg", { ...scans, channels: 1 }), 500);
});
