// Files of NAS-Bench-101 that differ from the official ones.
import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { cellHash } from "../../../datasets/nasbench101/cell_hash.ts";
import { nasbenchParams } from "../../../stages/nasbench/params.ts";
import { run } from "../../../stages/nasbench/run.ts";
import { testContext } from "../../../pipeline/stage_testing.ts";
import {
  chain,
  frame,
  type MadeRecord,
  makeBenchmark,
  makeContent,
} from "../data/make_benchmark.ts";
import { sha256 } from "../data/make_wheel.ts";
import { openTableFolder } from "../../../datasets/nasbench101/table_folder.ts";
import { tempFolder } from "../temp_folder.ts";
import { type DeviationTable, refusedRows } from "./deviation.ts";

const CONV = "conv3x3-bn-relu";
const POOL = "maxpool3x3";

/** Three trainings of a cell. */
const three = (
  operation: string,
  rest: Partial<MadeRecord> = {},
): MadeRecord[] =>
  [0.25, 0.5, 0.75].map((test) => ({ cell: chain(operation), test, ...rest }));

const USUAL = [...three(CONV), ...three(POOL)];

/** Runs the stage on a file; gives its note, log and the mean test accuracy of the cell with a convolution. */
async function index(bytes: Uint8Array) {
  using folder = tempFolder();
  const path = join(folder.path, "own.tfrecord");
  await Deno.writeFile(path, bytes);
  const { context, logged } = testContext(
    nasbenchParams.parse({
      file: { url: `file://${path}`, sha256: sha256(bytes) },
    }),
    {
      outputs: { table: join(folder.path, "table") },
      checkpoint: await Deno.makeTempDir({ dir: folder.path }),
    },
  );
  await run(context, true);
  const table = await openTableFolder(join(folder.path, "table"));
  const { passedOver, uneven } = JSON.parse(
    await Deno.readTextFile(join(folder.path, "table", "table.json")),
  );
  const row = table.query(cellHash(chain(CONV))!, 4)!;
  return { passedOver, uneven, logged, row };
}

const refused = refusedRows(index, "own.tfrecord");

/** The usual records, the first of them with other content. */
function changed(change: (parts: unknown[]) => void): Uint8Array {
  const parts = JSON.parse(
    new TextDecoder().decode(makeContent(USUAL[0]!)),
  ) as unknown[];
  change(parts);
  const text = new TextEncoder().encode(JSON.stringify(parts));
  return Uint8Array.from([
    ...frame(text),
    ...makeBenchmark(USUAL.slice(1)),
  ]);
}

const whole = makeBenchmark(USUAL);
const first = frame(makeContent(USUAL[0]!)).length;
const flipped = whole.slice();
flipped[first + 40]! ^= 1;

/** Deviations of NAS-Bench-101 files. */
export const NASBENCH_DEVIATIONS: DeviationTable = {
  heading: "NAS-Bench-101",
  rows: [
    {
      what: "epochs that are written as text, and fields that are not known",
      happens: "taken",
      how: "derived tables have them",
      check: async () => {
        const { row, passedOver, uneven } = await index(
          changed((parts) => parts[1] = "4"),
        );
        assertEquals([row.repeats, row.testAccuracy], [3, 0.5]);
        assertEquals([passedOver, uneven], [{}, {}]);
      },
    },
    {
      what: "cells without a training of some length, or with fewer trainings",
      happens: "taken",
      how:
        "the log and `table.json` count them; a search that ends in a missing one has no number",
      check: async () => {
        const { uneven, logged } = await index(
          makeBenchmark([...USUAL.slice(1), ...three(POOL, { epochs: 12 })]),
        );
        assertEquals(uneven, {
          "cells without a training of some length": 1,
          "means of fewer than 3 trainings": 1,
        });
        assertEquals(
          logged.at(-1),
          "incomplete: 1 cell without a training of some length, 1 mean of fewer than 3 trainings",
        );
      },
    },
    {
      what: "a record twice, in a cell with more records than most",
      happens: "counted",
      how: "as repeated records",
      check: async () => {
        const { passedOver, row, logged } = await index(
          makeBenchmark([...USUAL, ...three(CONV).slice(0, 1)]),
        );
        assertEquals(passedOver, { "repeated records": 1 });
        assertEquals([row.repeats, row.testAccuracy], [3, 0.5]);
        assertEquals(logged.at(-1), "passed over: 1 repeated record");
        // Trainings of a cell may come out the same.
        const same = await index(
          makeBenchmark([...three(POOL), ...three(CONV, { test: 0.5 })]),
        );
        assertEquals([same.row.repeats, same.passedOver], [3, {}]);
      },
    },
    refused(
      "a file that is cut off",
      "with its place",
      [whole.slice(0, first + 5), "but found 5 at byte"],
      [whole.slice(0, -1), "bytes of a record but found"],
    ),
    refused(
      "a wrong checksum",
      "with its place",
      [flipped, `Expected the masked crc32c`],
    ),
    refused(
      "a key that is not that of its cell",
      "the message has both; in the official file the first 10,000 cells are checked",
      [
        makeBenchmark([
          ...USUAL,
          { cell: chain(POOL), test: 0.5, hash: cellHash(chain(CONV))! },
        ]),
        `Expected the key ${cellHash(chain(POOL))} but found ${
          cellHash(chain(CONV))
        }`,
      ],
    ),
    refused(
      "an unknown operation",
      "the message has those that are known",
      [
        changed((parts) => parts[3] = "input,conv5x5-bn-relu,output"),
        "but found conv5x5-bn-relu in its cell",
      ],
    ),
    refused(
      "accuracies that are no numbers from 0 to 1",
      "also in percent",
      [
        makeBenchmark([...USUAL, ...three(POOL, { test: NaN })]),
        "Expected finite metrics but found NaN",
      ],
      [
        makeBenchmark([...USUAL, ...three(POOL, { test: 93.5 })]),
        "Expected an accuracy from 0 to 1 but found 93.5",
      ],
      [
        makeBenchmark([...USUAL, ...three(POOL, { test: -0.5 })]),
        "Expected an accuracy from 0 to 1 but found -0.5",
      ],
    ),
    refused(
      "a training whose last evaluation is not after its last epoch",
      "its accuracy would be that of a shorter training",
      [
        changed((parts) => parts[1] = 108),
        "Expected a last evaluation after epoch 108 but found 4",
      ],
    ),
    refused(
      "a file without records, or of another format",
      "with the first thing that is wrong",
      [new Uint8Array(), "No records in"],
      [new TextEncoder().encode("module_hash,epochs\n"), "a record's length"],
    ),
  ],
};
