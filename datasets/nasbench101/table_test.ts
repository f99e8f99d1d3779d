import { assertEquals, assertThrows } from "@std/assert";
import { join } from "node:path";
import { tempFolder } from "../../test/support/temp_folder.ts";
import { encodeTable, type KeyedRow, openTable } from "./table.ts";

const ROWS = ["0a", "ff", "70"].flatMap((byte, i) =>
  [4, 108].map((epochs): KeyedRow => ({
    hash: byte.repeat(16),
    epochs,
    repeats: 3,
    parameters: 300 + i,
    trainingTime: 10 * epochs,
    trainAccuracy: 0.9,
    validationAccuracy: 0.8 - i / 10,
    testAccuracy: 0.7 + i / 10,
  }))
);

Deno.test("openTable() finds the rows that encodeTable() wrote, and no others", async () => {
  using folder = tempFolder();
  const path = join(folder.path, "index.bin");
  await Deno.writeFile(path, encodeTable(ROWS));
  const table = openTable(path);
  for (const { hash, epochs, ...row } of ROWS) {
    assertEquals(table.query(hash, epochs), row);
    assertEquals(table.query(hash, 12), undefined);
  }
  assertEquals(table.query("0".repeat(32), 4), undefined);
  assertEquals(table.heads.map(({ epochs, cells }) => [epochs, cells]), [
    [4, 3],
    [108, 3],
  ]);
  assertThrows(
    () => table.regret(ROWS[0]!, 12),
    RangeError,
    "Expected epochs of 4, 108 but found 12",
  );
});

Deno.test("encodeTable() gives the same bytes for rows in any order", () => {
  assertEquals(encodeTable(ROWS), encodeTable(ROWS.toReversed()));
});

Deno.test("openTable() refuses other files and ones that are cut off", async () => {
  const bytes = encodeTable(ROWS);
  using folder = tempFolder();
  const path = join(folder.path, "index.bin");
  for (
    const [content, message] of [
      [
        bytes.subarray(0, -1),
        `Expected ${bytes.length} bytes but found ${bytes.length - 1}`,
      ],
      [new Uint8Array(3), "at byte 0 of"],
    ] as const
  ) {
    await Deno.writeFile(path, content);
    assertThrows(() => openTable(path), SyntaxError, message);
  }
});
