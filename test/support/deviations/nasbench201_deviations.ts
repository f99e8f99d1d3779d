// Tables of NAS-Bench-201 that differ from the published ones.
import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import {
  publishedFiles,
  readPublishedFolder,
} from "../../../datasets/nasbench201/published_folder.ts";
import { readResultFile } from "../../../datasets/nasbench201/result_file.ts";
import type { TableResult } from "../../../datasets/nasbench201/table_result.ts";
import { makeBzip2 } from "../data/make_bzip2.ts";
import {
  natsMeta,
  natsName,
  publishedArchitectures,
  writeNatsTable,
} from "../data/make_nats_table.ts";
import { makePickle, pickledName, pickleOf } from "../data/make_pickle.ts";
import { tempFolder } from "../temp_folder.ts";
import { type DeviationTable, refusedRows } from "./deviation.ts";

/** Fewer than are published, so that they are packed sooner. */
const LISTED = publishedArchitectures().slice(0, 300);
const ARCHITECTURES = new Map(LISTED.map((name, index) => [name, index]));
const FILE = natsName(11);

/** Reads a folder of three architectures after a change. */
async function readChanged(change: (folder: string) => Promise<unknown>) {
  using folder = tempFolder();
  await writeNatsTable(folder.path, LISTED);
  await change(folder.path);
  const { files, others } = await publishedFiles(folder.path);
  let architectures = 0;
  for await (
    const { results } of readPublishedFolder(folder.path, {
      files,
      architectures: ARCHITECTURES,
    })
  ) architectures += Number(results.length > 0);
  return { architectures, others };
}

/** A change that writes a file anew. */
const write = (name: string, bytes: Uint8Array) => (folder: string) =>
  Deno.writeFile(join(folder, name), bytes);

/** A change of the bytes of an architecture. */
const change =
  (change: (bytes: Uint8Array) => Uint8Array) => async (folder: string) => {
    const path = join(folder, FILE);
    await Deno.writeFile(path, change(await Deno.readFile(path)));
  };

const refused = refusedRows(readChanged, ".pickle.pbz2");

const packed = (bytes: Uint8Array) => write(FILE, makeBzip2(bytes));

/** Reads rows of a file of JSON. */
async function readRows(rows: readonly object[]): Promise<TableResult[]> {
  using folder = tempFolder();
  const path = join(folder.path, "mine.json");
  await Deno.writeTextFile(path, JSON.stringify(rows));
  return await Array.fromAsync(
    readResultFile(path, { name: "mine.json", architectures: ARCHITECTURES }),
  );
}

const ROW = {
  architecture: LISTED[7],
  dataset: "cifar10",
  epochs: 200,
  split: "ori-test",
  seed: 777,
  accuracy: 90,
  parameters: 10,
  flops: 20,
};

/** Deviations of tables of NAS-Bench-201. */
export const NASBENCH201_DEVIATIONS: DeviationTable = {
  heading: "NAS-Bench-201",
  rows: [
    {
      what: "architectures without a file, or without some trainings",
      happens: "taken",
      how:
        "the log counts those without a file; a search that ends in one has no number",
      check: async () => {
        const { architectures } = await readChanged((folder) =>
          Deno.remove(join(folder, FILE))
        );
        assertEquals(architectures, 2);
      },
    },
    {
      what: "further columns of your own file, and no losses or curves in it",
      happens: "taken",
      how: "a further column is not read",
      check: async () => {
        const [row] = await readRows([{ ...ROW, remark: "mine" }]);
        assertEquals([row!.loss, row!.accuracies], [null, null]);
        assertEquals("remark" in row!, false);
      },
    },
    {
      what: "other files in the folder",
      happens: "counted",
      how: "as other files",
      check: async () => {
        const { others } = await readChanged((folder) =>
          Deno.writeTextFile(join(folder, "licence.txt"), "MIT")
        );
        assertEquals(others, 1);
      },
    },
    refused(
      "a file that is cut off or damaged",
      "with its place",
      [change((bytes) => bytes.subarray(0, 99)), "found the end at byte 99 of"],
      [change((bytes) => bytes.with(9000, bytes[9000]! ^ 1)), "before byte"],
      [packed(makePickle([1]).subarray(0, 5)), "further bytes but found"],
    ),
    refused(
      "a pickle that names anything but ordered dicts and numbers of NumPy",
      "with the name and its place; nothing of it is called",
      [packed(pickleOf(pickledName("os", "system"))), "the name os.system"],
      [packed(pickleOf([0x4e, 0x4e, 0x81])), "but found NEWOBJ (0x81)"],
    ),
    refused(
      "a pickle that stands for more than its bytes, or bzip2 data for more than the limits",
      "also a list in itself, or 33 lists in each other",
      [
        packed(pickleOf([0x5d, 0x94, 0x68, 0, 0x61])),
        "each dict, list, tuple and set once",
      ],
      [
        packed(pickleOf([...Array(33).fill(0x5d), ...Array(32).fill(0x61)])),
        "Expected values nested at most 32 deep",
      ],
      [
        write(
          FILE,
          // 64 MiB of zeros
          Uint8Array.fromHex(
            "425a68393141592653590e09e2df015f8e4000c0000008200030804d4642a025a90a8097314159265359bc04b5c300a275c000c0000008200020a40836328a884d2a2a2138bb9229c2848500bb83e8",
          ),
        ),
        "Expected at most 16777216 bytes in bzip2 data",
      ],
    ),
    refused(
      "a list of architectures in another order than the published one, or a file with another architecture than its number says",
      "indices would mean other cells",
      [
        write("meta.pickle.pbz2", natsMeta(LISTED.toReversed())),
        "Expected the published order",
      ],
      [
        (folder) => Deno.rename(join(folder, FILE), join(folder, natsName(12))),
        `Expected the architecture ${LISTED[12]}`,
      ],
    ),
    refused(
      "a folder without `meta.pickle.pbz2`, or with nothing else",
      "the message names what is missing",
      [
        (folder) => Deno.remove(join(folder, "meta.pickle.pbz2")),
        "meta.pickle.pbz2 not found",
      ],
      [
        async (folder) => {
          for (const index of [0, 11, 284]) {
            await Deno.remove(join(folder, natsName(index)));
          }
        },
        "Expected files of architectures",
      ],
    ),
    {
      what: "a row of your own file twice, or with values that no table has",
      happens: "refused",
      how: "the message has the row, what is expected and what was found",
      check: async () => {
        for (
          const [rows, message] of [
            [[ROW, ROW], "Expected each training once"],
            [[{ ...ROW, accuracy: 0.9e3 }], "Expected accuracy from 0 to 100"],
            [[{ ...ROW, split: "x-valid" }], "Expected the split ori-test"],
            [[{ ...ROW, epochs: 90 }], "Expected epochs of 12, 200"],
          ] as const
        ) await assertRejects(() => readRows(rows), SyntaxError, message);
      },
    },
    {
      what: "accuracies of your own file that are all below 1",
      happens: "refused",
      how: "they are shares and not per cent",
      check: async () => {
        await assertRejects(
          () => readRows([{ ...ROW, accuracy: 0.93 }]),
          SyntaxError,
          "Expected accuracies in per cent",
        );
      },
    },
  ],
};
