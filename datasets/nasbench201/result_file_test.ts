import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { parquetWriteBuffer } from "hyparquet-writer";
import { tempFolder } from "../../test/support/temp_folder.ts";
import { readResultFile } from "./result_file.ts";
import { RESULT_COLUMNS, type TableResult } from "./table_result.ts";

const ARCHITECTURE = "|none~0|+|none~0|none~1|+|none~0|none~1|none~2|";
const architectures = new Map([[ARCHITECTURE, 1651]]);

const result: TableResult = {
  architecture: ARCHITECTURE,
  dataset: "cifar100",
  epochs: 12,
  split: "x-test",
  seed: 777,
  accuracy: 31.5,
  loss: 2.5,
  parameters: 100,
  flops: 200,
  accuracies: Array.from({ length: 12 }, (_, epoch) => 31.5 * (epoch + 1) / 12),
};

/** The last accuracy alone, of another seed. */
const last = { ...result, seed: 888, loss: null, accuracies: null };

async function readJson(rows: unknown): Promise<TableResult[]> {
  using folder = tempFolder();
  const path = join(folder.path, "mine.json");
  await Deno.writeTextFile(path, JSON.stringify(rows));
  return await Array.fromAsync(
    readResultFile(path, { name: "mine.json", architectures }),
  );
}

async function readParquet(bytes: Uint8Array): Promise<TableResult[]> {
  using folder = tempFolder();
  const path = join(folder.path, "mine.parquet");
  await Deno.writeFile(path, bytes);
  return await Array.fromAsync(
    readResultFile(path, { name: "mine.parquet", architectures }),
  );
}

/** Rows as Parquet, as other programs write it: with integers of 64 bits and further columns. */
function parquet(
  rows: readonly TableResult[],
  columns: readonly (keyof TableResult)[],
): Uint8Array {
  return new Uint8Array(parquetWriteBuffer({
    columnData: [
      ...columns.map((name) => ({
        name,
        data: rows.map((row) =>
          name === "seed" || name === "epochs" ? BigInt(row[name]) : row[name]
        ),
        ...(name === "accuracy" ? { type: "DOUBLE" as const } : {}),
      })),
      { name: "remark", data: rows.map(() => "mine") },
    ],
  }));
}

Deno.test("results are read from JSON and from Parquet, whose accuracies by epoch and losses may be missing", async () => {
  const { loss: _, accuracies: __, ...least } = last;
  assertEquals(await readJson([result, least]), [result, last]);
  const columns = RESULT_COLUMNS.filter((name) =>
    name !== "accuracies" && name !== "loss"
  );
  assertEquals(
    await readParquet(parquet([result, last], columns)),
    [{ ...result, loss: null, accuracies: null }, last],
  );
});

Deno.test("results that are none are refused in one line with their row and file", async () => {
  const refuse = async (rows: unknown, message: string) => {
    const error = await assertRejects(() => readJson(rows), Error, message);
    assertEquals(error.message.endsWith("mine.json"), true, error.message);
    assertEquals(error.message.includes("\n"), false);
  };
  const row = (change: Record<string, unknown>) => [
    result,
    { ...last, ...change },
  ];
  await refuse([], "Expected results but found none in");
  await refuse({}, "Expected a list of results but found object in");
  await refuse(
    [result, result],
    `Expected each training once but found that of ${ARCHITECTURE} on cifar100 with the seed 777, evaluated on x-test, again in row 2 of`,
  );
  for (
    const [change, message] of [
      [
        { architecture: "|none~0|" },
        "Expected an architecture of NAS-Bench-201",
      ],
      [{ dataset: "svhn" }, "Expected dataset of cifar10-valid, cifar10, "],
      [{ epochs: 90 }, "Expected epochs of 12, 200 but found 90 in row 2 of"],
      [{ split: "test" }, "Expected split of x-valid, ori-test, x-test but"],
      [
        { dataset: "cifar10" },
        "Expected the split ori-test, which networks of cifar10 were evaluated on, but found x-test in row 2 of",
      ],
      [{ seed: 1.5 }, "Expected a whole number as seed but found 1.5"],
      [{ accuracy: 101 }, "Expected accuracy from 0 to 100 but found 101"],
      [{ accuracy: "31" }, 'Expected accuracy from 0 to 100 but found "31"'],
      [{ parameters: 2 ** 31 }, "Expected parameters from 0 to 2147483647"],
      [{ flops: undefined }, "Expected a whole number as flops but found none"],
      [
        { parameters: 101 },
        `Expected 100 parameters, as another training of ${ARCHITECTURE} on cifar100 for 12 epochs has, but found 101 in row 2 of`,
      ],
      [{ flops: 0 }, "Expected 200 flops, as another training of"],
      [{ loss: -1 }, "Expected loss from 0"],
      [{ accuracies: [31.5] }, "Expected accuracies of 12 epochs, or none"],
      [
        { accuracies: Array(12).fill(30) },
        "Expected accuracies that end with 31.5 but found",
      ],
    ] as const
  ) await refuse(row(change), message);
});

Deno.test("accuracies as shares are refused, as benchmark would take them for per cent", async () => {
  const shares = [0.315, 0.93].map((accuracy, seed) => ({
    ...last,
    accuracy,
    seed,
  }));
  await assertRejects(
    () => readJson(shares),
    SyntaxError,
    "Expected accuracies in per cent but found shares from 0 to 1, the largest 0.93, in ",
  );
  // A network that learnt nothing is no share beside others.
  assertEquals((await readJson([{ ...last, accuracy: 1 }])).length, 1);
});

Deno.test("JSON may begin with a byte order mark", async () => {
  using folder = tempFolder();
  const path = join(folder.path, "mine.json");
  await Deno.writeTextFile(path, `\ufeff${JSON.stringify([result])}`);
  const read = readResultFile(path, { name: "mine.json", architectures });
  assertEquals(await Array.fromAsync(read), [result]);
});

Deno.test("files that are no Parquet, or cut off, are refused in one line", async () => {
  const columns = RESULT_COLUMNS.filter((name) => name !== "accuracies");
  const whole = parquet([result, last], columns);
  for (
    const bytes of [
      new Uint8Array(),
      new TextEncoder().encode("<html>not found</html>"),
      whole.subarray(0, whole.length >> 1),
      whole.with(whole.length - 8, 255),
    ]
  ) {
    const error = await assertRejects(
      () => readParquet(bytes),
      SyntaxError,
      "Cannot read Parquet: ",
    );
    assertEquals(error.message.includes("\n"), false);
  }
});
