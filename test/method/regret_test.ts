import { assertAlmostEquals, assertEquals } from "@std/assert";
import { cellHash } from "../../datasets/nasbench101/cell_hash.ts";
import { readTable } from "../../datasets/nasbench101/read_table.ts";
import { encodeTable, openTable } from "../../datasets/nasbench101/table.ts";
import {
  chain,
  type MadeRecord,
  makeBenchmark,
} from "../support/data/make_benchmark.ts";
import { tempFolder } from "../support/temp_folder.ts";

const CONV = "conv3x3-bn-relu";
const ONE = "conv1x1-bn-relu";
const POOL = "maxpool3x3";

async function tableOf(records: readonly MadeRecord[]) {
  using folder = tempFolder();
  await Deno.writeFile(`${folder.path}/a.tfrecord`, makeBenchmark(records));
  const { rows } = await readTable(`${folder.path}/a.tfrecord`);
  await Deno.writeFile(`${folder.path}/index`, encodeTable(rows));
  return openTable(`${folder.path}/index`);
}

Deno.test("regret is the best mean test accuracy of the table minus the mean of the cell's three runs", async () => {
  // the best cell of the official table at 108 epochs has this mean
  const best = 0.943175752957662;
  const runs = (cell: ReturnType<typeof chain>, ...tests: number[]) =>
    tests.map((test): MadeRecord => ({ cell, test, epochs: 108 }));
  const table = await tableOf([
    ...runs(chain(CONV, CONV), best - 0.01, best, best + 0.01),
    // its best run beats every run of the best cell, its mean does not
    ...runs(chain(CONV), 0.99, 0.9, 0.9),
    ...runs(chain(POOL), 0.5, 0.6, 0.7),
    // a short training is another table
    { cell: chain(ONE), test: 1, epochs: 4 },
  ]);
  const regret = (cell: ReturnType<typeof chain>) =>
    table.regret(table.query(cellHash(cell)!, 108)!, 108);
  assertAlmostEquals(regret(chain(CONV, CONV)), 0, 1e-12);
  assertAlmostEquals(regret(chain(CONV)), best - 0.93, 1e-12);
  assertAlmostEquals(regret(chain(POOL)), best - 0.6, 1e-12);
  assertEquals(table.query(cellHash(chain(ONE))!, 108), undefined);
});
