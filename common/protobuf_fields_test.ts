import { assertEquals, assertThrows } from "@std/assert";
import protobuf from "protobufjs/minimal.js";
import { protobufFields } from "./protobuf_fields.ts";

Deno.test("protobufFields() reads numbers and bytes with their positions", () => {
  const bytes = Uint8Array.from(
    protobuf.Writer.create()
      .uint32(1 << 3).uint64(2 ** 40 + 1)
      .uint32(2 << 3 | 1).double(0.1)
      .uint32(3 << 3 | 2).string("é")
      .uint32(4 << 3 | 5).float(0.5)
      .uint32(500 << 3 | 2).string("").finish(),
  );
  assertEquals([...protobufFields(bytes, "x")], [
    { number: 1, value: 2 ** 40 + 1, at: 7 },
    { number: 2, value: 0.1, at: 16 },
    { number: 3, value: Uint8Array.of(0xc3, 0xa9), at: 18 },
    { number: 4, value: 0.5, at: 25 },
    { number: 500, value: new Uint8Array(), at: 28 },
  ]);
  assertEquals([...protobufFields(new Uint8Array(), "x")], []);
});

Deno.test("protobufFields() yields the fields before the damaged one, and names its place", () => {
  const fields = protobufFields(Uint8Array.of(8, 7, 18, 9, 1), "a note", 100);
  assertEquals(fields.next().value, { number: 1, value: 7, at: 2 });
  assertThrows(
    () => fields.next(),
    SyntaxError,
    "at byte 102 of a note",
  );
});
