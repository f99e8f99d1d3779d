import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { tempFolder } from "../../test/support/temp_folder.ts";
import { readResultFile } from "./result_file.ts";
import { readPart, readResultNote, resultWriter } from "./table_folder.ts";
import type { TableResult } from "./table_result.ts";

/** More results of two parts than a group of rows has, in turn. */
const results = Array.from({ length: 3500 }, (_, n): TableResult => ({
  architecture: `a${n >> 2}`,
  dataset: n % 2 === 0 ? "cifar10" : "cifar100",
  epochs: 12,
  split: "ori-test",
  seed: n & 2,
  accuracy: n / 50,
  loss: n % 3 === 0 ? null : n / 1000,
  // equal for both seeds
  parameters: n & ~2,
  flops: 2 * (n & ~2),
  accuracies: n % 5 === 0 ? null : [...Array(11).fill(n / 100), n / 50],
}));

const architectures = new Map(
  results.map(({ architecture }, n) => [architecture, n]),
);

Deno.test("a table gives the results of each part as they were, and is a file of results itself", async () => {
  using folder = tempFolder();
  const table = join(folder.path, "table");
  const writer = await resultWriter(table);
  for (const result of results) await writer.add(result);
  const note = await writer.close("mine");
  assertEquals(note, {
    name: "mine",
    architectures: 875,
    results: {
      "cifar10, 12 epochs, ori-test": 1750,
      "cifar100, 12 epochs, ori-test": 1750,
    },
  });
  assertEquals(await readResultNote(table), note);
  const part = { dataset: "cifar100", epochs: 12, split: "ori-test" } as const;
  const own = results.filter(({ dataset }) => dataset === "cifar100");
  assertEquals(await readPart(table, part, { curves: true }), own);
  assertEquals(
    await readPart(table, part),
    own.map((result) => ({ ...result, accuracies: null })),
  );
  const again = await Array.fromAsync(
    readResultFile(join(table, "table.parquet"), {
      name: "table.parquet",
      architectures,
    }),
  );
  const byPlace = (rows: readonly TableResult[]) =>
    rows.toSorted((a, b) => a.accuracy - b.accuracy);
  assertEquals(byPlace(again), results);
  await assertRejects(
    () => readPart(table, { ...part, epochs: 200 }),
    RangeError,
    "Expected results of cifar10, 12 epochs, ori-test; cifar100, 12 epochs, ori-test, which mine has, but found cifar100, 200 epochs, ori-test",
  );
});

Deno.test("the folder of another table is refused", async () => {
  using folder = tempFolder();
  await Deno.writeTextFile(
    join(folder.path, "table.json"),
    JSON.stringify({ name: "nasbench_only108.tfrecord", official: true }),
  );
  await assertRejects(
    () => readResultNote(folder.path),
    SyntaxError,
    "Expected a table of NAS-Bench-201 but found another one in",
  );
});
