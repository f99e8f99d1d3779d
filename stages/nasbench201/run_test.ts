import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { hashFile } from "../../common/hash_file.ts";
import { listingDigest } from "../../common/hash_file.ts";
import {
  readPart,
  readResultNote,
} from "../../datasets/nasbench201/table_folder.ts";
import { runHere, testContext } from "../../pipeline/stage_testing.ts";
import {
  goldenArchitectures,
  writeNatsTable,
} from "../../test/support/data/make_nats_table.ts";
import { tempFolder } from "../../test/support/temp_folder.ts";
import { listOutside } from "./list_files.ts";
import { nasbench201Params } from "./params.ts";
import stage from "./stage.ts";

const PART = { dataset: "cifar100", epochs: 200, split: "x-test" } as const;

/** Runs the stage; gives the folder of the table, and the log. */
async function read(folder: string, params: object) {
  const table = await Deno.makeTempDir({ dir: folder });
  const { context, logged, progress } = testContext(
    nasbench201Params.parse(params),
    {
      outputs: { table },
      checkpoint: await Deno.makeTempDir({ dir: folder }),
    },
  );
  await runHere(stage, context);
  const last = progress.at(-1)!;
  assertEquals(last.done, last.total);
  return { table, logged };
}

Deno.test("nasbench201 reads the published files, and again the file that it makes of them", async () => {
  using folder = tempFolder();
  const published = join(folder.path, "NATS-tss-made");
  await writeNatsTable(published);
  await Deno.writeTextFile(join(published, "licence.txt"), "MIT");
  const { files, noun, count } = await listOutside(published, {});
  assertEquals([files.length, noun, count], [4, "file", 4]);
  const listing = listingDigest(
    await Promise.all(
      files.map(async (name) =>
        [name, await hashFile(join(published, name))] as const
      ),
    ),
  );
  await assertRejects(
    () => read(folder.path, { folder: published }),
    RangeError,
    `Expected listing: with the digest of the files but found ${listing} (4 files) in ${published}`,
  );
  const first = await read(folder.path, { folder: published, listing });
  assertEquals(first.logged, [
    "passed over: 1 other file",
    "NATS-tss-made: 3 architectures",
    "incomplete: 15,622 architectures without results",
  ]);
  const rows = await readPart(first.table, PART);
  assertEquals(
    rows.map((
      { architecture, seed, accuracy },
    ) => [architecture, seed, accuracy]),
    goldenArchitectures().flatMap(({ arch_str, hp }) =>
      Object.entries(hp["200"].trials).flatMap(([key, made]) => {
        const [dataset, seed] = key.split("|");
        return dataset === PART.dataset
          ? [[arch_str, Number(seed), made.eval[PART.split]!.acc_last]]
          : [];
      })
    ),
  );
  const parquet = join(first.table, "table.parquet");
  const second = await read(folder.path, {
    file: { url: `file://${parquet}`, sha256: await hashFile(parquet) },
  });
  assertEquals(second.logged[0], "table.parquet: 3 architectures");
  assertEquals(await readPart(second.table, PART), rows);
  // The same rows, written by hand.
  const json = JSON.stringify(rows.map(({ accuracies: _, ...row }) => row));
  const path = join(folder.path, "mine.json");
  await Deno.writeTextFile(path, json);
  const third = await read(folder.path, {
    file: {
      url: `file://${path}`,
      sha256: createHash("sha256").update(json).digest("hex"),
    },
  });
  assertEquals(await readPart(third.table, PART), rows);
  assertEquals((await readResultNote(third.table)).results, {
    "cifar100, 200 epochs, x-test": 9,
  });
});

Deno.test("nasbench201 takes either a folder or a file, whose name says its form", () => {
  const sha256 = "0".repeat(64);
  const file = { url: "file:///mine.parquet", sha256 };
  assert(nasbench201Params.safeParse({ file }).success);
  for (
    const [given, message] of [
      [{}, "Expected one of folder and file"],
      [{ folder: "/tables", file }, "Expected one of folder and file"],
      [{ folder: "tables" }, "Expected an absolute path"],
      [
        { file: { url: "file:///NATS-tss-v1_0-3ffb9.pickle.pbz2", sha256 } },
        "an address that ends with .json or .parquet",
      ],
    ] as const
  ) assertThrows(() => nasbench201Params.parse(given), Error, message);
});

Deno.test("nasbench201 may read its folder alone", () => {
  const { permissions } = stage;
  assertEquals(
    typeof permissions === "function" &&
      permissions(nasbench201Params.parse({ folder: "/tables" }), {}),
    { read: ["/tables"], envUnkeyed: [] },
  );
});
