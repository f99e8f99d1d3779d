import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { makeBzip2 } from "../../test/support/data/make_bzip2.ts";
import {
  goldenArchitectures,
  natsMeta,
  natsName,
  publishedArchitectures,
  writeNatsTable,
} from "../../test/support/data/make_nats_table.ts";
import { tempFolder } from "../../test/support/temp_folder.ts";
import { publishedFiles, readPublishedFolder } from "./published_folder.ts";
import type { TableResult } from "./table_result.ts";

/** Fewer than are published, so that they are packed sooner; the golden ones are among them. */
const order = publishedArchitectures().slice(0, 300);
const architectures = new Map(order.map((name, index) => [name, index]));

async function readAll(folder: string): Promise<TableResult[]> {
  const { files } = await publishedFiles(folder);
  const results: TableResult[] = [];
  for await (
    const file of readPublishedFolder(folder, { files, architectures })
  ) results.push(...file.results);
  return results;
}

/** Makes a folder of three architectures, changes it, and expects that reading fails in one line with the file. */
async function refuse(
  change: (folder: string) => Promise<unknown>,
  message: string,
  file = natsName(11),
): Promise<void> {
  using folder = tempFolder();
  await writeNatsTable(folder.path, order);
  await change(folder.path);
  const error = await assertRejects(
    () => readAll(folder.path),
    Error,
    message,
  );
  assertEquals(error.message.includes(file), true, error.message);
  assertEquals(error.message.includes("\n"), false);
}

Deno.test("a published table gives every training of its architectures, with all epochs where it has them", async () => {
  using folder = tempFolder();
  await writeNatsTable(folder.path, order);
  await Deno.writeTextFile(join(folder.path, "licence.txt"), "MIT");
  const { files, others } = await publishedFiles(folder.path);
  assertEquals(files, [
    ...[0, 11, 284].map(natsName),
    "meta.pickle.pbz2",
  ]);
  assertEquals(others, 1);
  const results = await readAll(folder.path);
  const golden = goldenArchitectures();
  const expected = golden.flatMap(({ arch_str, hp }) =>
    Object.entries(hp).flatMap(([epochs, { trials }]) =>
      Object.entries(trials).flatMap(([key, made]) =>
        Object.entries(made.eval).map(([split, one]) => ({
          architecture: arch_str,
          dataset: key.split("|")[0],
          epochs: Number(epochs),
          split,
          seed: Number(key.split("|")[1]),
          accuracy: one.acc_last,
          loss: one.loss_last,
          parameters: Math.round(made.params * 1e6),
          flops: Math.round(made.flop * 1e6),
        }))
      )
    )
  );
  assertEquals(
    results.map(({ accuracies: _, ...result }) => result) as unknown[],
    expected,
  );
  for (const { epochs, dataset, split, accuracies, accuracy } of results) {
    const isLastAlone = epochs === 200 && split !== "ori-test" &&
        dataset !== "cifar10-valid" ||
      epochs === 200 && split === "ori-test" && dataset === "cifar10-valid";
    assertEquals(accuracies?.length, isLastAlone ? undefined : epochs);
    if (accuracies !== null) assertEquals(accuracies.at(-1), accuracy);
  }
});

Deno.test("a published table without its list or its architectures, or with another order, is refused", async () => {
  using folder = tempFolder();
  await assertRejects(
    () => publishedFiles(folder.path),
    RangeError,
    `meta.pickle.pbz2 not found in ${folder.path}`,
  );
  await Deno.writeFile(
    join(folder.path, "meta.pickle.pbz2"),
    natsMeta(order.slice(0, 3)),
  );
  await assertRejects(
    () => publishedFiles(folder.path),
    RangeError,
    "Expected files of architectures, 000000.pickle.pbz2 and so on, but found none in",
  );
  const meta = (listed: readonly string[]) => (folder: string) =>
    Deno.writeFile(join(folder, "meta.pickle.pbz2"), natsMeta(listed));
  await refuse(
    meta(order.slice(0, 100)),
    "Expected 300 architectures but found 100",
    "meta.pickle.pbz2",
  );
  await refuse(
    meta([order[1]!, order[0]!, ...order.slice(2)]),
    `Expected the published order, with ${
      order[0]
    } at the index 0, but found "${order[1]!.slice(0, 57)}`,
    "meta.pickle.pbz2",
  );
  await refuse(
    (folder) =>
      Deno.rename(join(folder, natsName(11)), join(folder, natsName(12))),
    `Expected the architecture ${order[12]} but found`,
    natsName(12),
  );
  await refuse(
    (folder) =>
      Deno.rename(join(folder, natsName(284)), join(folder, natsName(99_999))),
    "Expected an index from 0 to 299 but found 099999.pickle.pbz2",
    natsName(99_999),
  );
});

Deno.test("a published table whose files are cut off, damaged or hostile is refused with file and byte", async () => {
  const bytes = async (
    folder: string,
    change: (bytes: Uint8Array) => Uint8Array,
  ) => {
    const path = join(folder, natsName(11));
    await Deno.writeFile(path, change(await Deno.readFile(path)));
  };
  await refuse(
    (folder) => bytes(folder, (bytes) => bytes.subarray(0, 5000)),
    "Expected more bzip2 data but found the end at byte 5000 of",
  );
  await refuse(
    (folder) =>
      bytes(folder, (bytes) => bytes.with(40_000, bytes[40_000]! ^ 4)),
    "Expected whole bzip2 data but found damage before byte",
  );
  await refuse(
    (folder) => bytes(folder, () => new Uint8Array((1 << 23) + 1)),
    "Expected at most 8388608 bytes but found 8388609",
  );
  // os.system("echo pwned"), as Python packs and pickles it
  const hostile = makeBzip2(Uint8Array.fromHex(
    "8004952b000000000000005d94284b018c05706f736978948c0673797374656d9493948c0a6563686f2070776e65649485945294652e",
  ));
  await refuse(
    (folder) => bytes(folder, () => hostile),
    "but found the name posix.system, which was not called, at byte 33 of the pickle in",
  );
});
