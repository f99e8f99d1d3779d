import { assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { tempFolder } from "../../test/support/temp_folder.ts";
import {
  chain,
  frame,
  type MadeRecord,
  makeBenchmark,
  makeContent,
  makeMetrics,
} from "../../test/support/data/make_benchmark.ts";
import { cellHash } from "./cell_hash.ts";
import { readTable } from "./read_table.ts";
import { encodeTable, openTable } from "./table.ts";

const CONV = "conv3x3-bn-relu";
const POOL = "maxpool3x3";

async function withFile<T>(
  bytes: Uint8Array,
  work: (path: string) => Promise<T>,
): Promise<T> {
  using folder = tempFolder();
  const path = join(folder.path, "x.tfrecord");
  await Deno.writeFile(path, bytes);
  return await work(path);
}

const RECORDS: MadeRecord[] = [
  { cell: chain(CONV), test: 0.5, validation: 0.6 },
  { cell: chain(POOL), test: 0.25 },
  { cell: chain(CONV), test: 0.75, validation: 0.7, epochs: "4" },
  { cell: chain(CONV), test: 0.875, epochs: 108 },
];

Deno.test("readTable() averages repeated trainings, length by length, and the index finds each cell", async () => {
  await withFile(makeBenchmark(RECORDS), async (path) => {
    const { rows } = await readTable(path);
    assertEquals(rows.length, 3);
    const index = `${path}.index`;
    await Deno.writeFile(index, encodeTable(rows));
    const table = openTable(index);
    assertEquals(table.heads.map(({ epochs, cells }) => [epochs, cells]), [
      [4, 2],
      [108, 1],
    ]);
    const row = table.query(cellHash(chain(CONV))!, 4)!;
    assertEquals([row.repeats, row.testAccuracy, row.parameters], [
      2,
      0.625,
      300,
    ]);
    assertAlmostEquals(row.validationAccuracy, 0.65, 1e-12);
    assertEquals(table.query(cellHash(chain(CONV))!, 108)?.testAccuracy, 0.875);
    const other = table.query(cellHash(chain(POOL))!, 4)!;
    assertEquals(table.regret(other, 4), 0.375);
    assertEquals(table.regret(row, 4), 0);
    // what the table does not have is absent, not zero
    assertEquals(table.query(cellHash(chain(POOL))!, 108), undefined);
    assertEquals(table.query(cellHash(chain(POOL, POOL))!, 4), undefined);
    assertEquals(table.query("0".repeat(32), 4), undefined);
    assertEquals(table.query("f".repeat(32), 4), undefined);
  });
});

Deno.test("readTable() names file, offset, expected and found in what is no benchmark file", async () => {
  const whole = makeBenchmark(RECORDS);
  const first = frame(makeContent(RECORDS[0]!)).length;
  const refuse = (bytes: Uint8Array, ...messages: string[]) =>
    withFile(bytes, async (path) => {
      const error = await assertRejects(() => readTable(path), SyntaxError);
      for (const message of [...messages, path]) {
        assertEquals(
          error.message.includes(message),
          true,
          `${error.message} has no ${message}`,
        );
      }
    });
  const flipped = (at: number) => {
    const bytes = whole.slice();
    bytes[at]! ^= 1;
    return bytes;
  };
  await refuse(new Uint8Array(), "No records in");
  await refuse(
    flipped(0),
    "Expected the masked crc32c 0x",
    "a record's length",
    "at byte 0 of",
  );
  await refuse(flipped(20), "Expected the masked crc32c 0x", "at byte 0 of");
  await refuse(flipped(first + 20), "masked crc32c", `at byte ${first} of`);
  await refuse(
    whole.subarray(0, first + 5),
    "Expected 12 bytes of a record's head but found 5",
    `at byte ${first} of`,
  );
  await refuse(
    whole.subarray(0, first + 40),
    "but found 40",
    `at byte ${first} of`,
  );
  const text = (value: string) => frame(new TextEncoder().encode(value));
  await refuse(
    text("no JSON"),
    "Expected JSON but found no JSON in the record at byte 12 of",
  );
  await refuse(text("[1, 2]"), "Expected an array of 5 but found [1,2]");
  const content = (change: (parts: unknown[]) => void) => {
    const parts = JSON.parse(
      new TextDecoder().decode(makeContent(RECORDS[0]!)),
    );
    change(parts);
    return text(JSON.stringify(parts));
  };
  await refuse(
    content((p) => p[0] = "xyz"),
    "32 hexadecimal digits but found xyz",
  );
  await refuse(
    content((p) => p[1] = "four"),
    "a number of epochs but found four",
  );
  await refuse(
    content((p) => p[2] = "01"),
    "a square adjacency matrix but found 2 digits",
  );
  await refuse(
    content((p) => p[3] = "input,dense,output"),
    "but found dense in its cell",
  );
  await refuse(content((p) => p[4] = "?"), "metrics in base64 but found ?");
  await refuse(
    content((p) => p[4] = ""),
    "evaluation_data not found",
  );
  const cut = makeMetrics({ test: 0.5 }).subarray(0, 20);
  await refuse(
    content((p) => p[4] = btoa(String.fromCharCode(...cut))),
    "of its metrics",
  );
  await refuse(
    makeBenchmark([{ ...RECORDS[0]!, hash: cellHash(chain(POOL))! }]),
    `Expected the key ${cellHash(chain(CONV))}`,
  );
  await refuse(
    makeBenchmark([{ ...RECORDS[0]!, test: NaN }]),
    "Expected finite metrics but found NaN",
  );
});

Deno.test("readTable() holds one window of a file that is larger", async () => {
  // 4 MiB is the window: records cross its border
  const record = frame(makeContent(RECORDS[0]!));
  const count = Math.ceil(9 * 2 ** 20 / record.length);
  const bytes = new Uint8Array(count * record.length);
  for (let i = 0; i < count; i++) bytes.set(record, i * record.length);
  await withFile(bytes, async (path) => {
    const seen: number[] = [];
    const { rows: [row] } = await readTable(path, {
      official: true,
      report: (done) => void seen.push(done),
    });
    assertEquals(row!.repeats, count);
    assertEquals(seen.at(-1), bytes.length);
    assertEquals(seen.length > 5, true);
  });
});
