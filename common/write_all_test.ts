import { assertEquals } from "@std/assert";
import { writeAll } from "./write_all.ts";

Deno.test("writeAll() continues where a part was written", () => {
  const written: number[] = [];
  const target = {
    writeSync: (bytes: Uint8Array) => {
      const part = bytes.subarray(0, 2);
      written.push(...part);
      return part.length;
    },
  };
  writeAll(target, new Uint8Array([1, 2, 3, 4, 5]));
  writeAll(target, new Uint8Array());
  assertEquals(written, [1, 2, 3, 4, 5]);
});
