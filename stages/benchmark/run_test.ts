import {
  assertAlmostEquals,
  assertEquals,
  assertMatch,
  assertRejects,
} from "@std/assert";
import { cellHash } from "../../datasets/nasbench101/cell_hash.ts";
import { pruneCell } from "../../datasets/nasbench101/cell.ts";
import { readTable } from "../../datasets/nasbench101/read_table.ts";
import { writeTableFolder } from "../../datasets/nasbench101/table_folder.ts";
import { alphaMatrices } from "../../nas/space/alpha_matrices.ts";
import type { ChoiceAlphas } from "../../nas/space/choice_alphas.ts";
import { discretise } from "../../nas/genotype/nasbench_cell.ts";
import { namedSpace } from "../../nas/space/named_space.ts";
import type { ChoiceSpace } from "../../nas/space/choice_space.ts";
import { searchSpace } from "../../nas/space/edge_space.ts";
import {
  chain,
  makeBenchmark,
} from "../../test/support/data/make_benchmark.ts";
import { testContext } from "../../pipeline/stage_testing.ts";
import { readAlphasFile } from "../_artifacts/alphas_file.ts";
import { run as benchmark } from "./run.ts";
import { benchmarkParams } from "./params.ts";
import benchmarkStage, { type BenchmarkDraw } from "./stage.ts";
import { tempFolder } from "../../test/support/temp_folder.ts";

const space = namedSpace("nasbench1shot1-2") as ChoiceSpace;

/** Alphas whose largest values move with the number. */
function alphasOf(number: number) {
  return Object.fromEntries(
    alphaMatrices(space).map(({ name, rows, columns }) => [
      name,
      Array.from(
        { length: rows },
        (_, row) =>
          Array.from(
            { length: columns },
            (_, column) => Math.sin(1 + number * 1.3 + row * 3 + column * 5),
          ),
      ),
    ]),
  ) as unknown as ChoiceAlphas;
}

const cells = [0, 1, 2].map((n) => discretise(space, alphasOf(n)));

/** Runs the stage on a table that has the first two architectures, and others. */
async function run(
  { params = {}, search = {} }: { params?: object; search?: object } = {},
) {
  using folder = tempFolder();
  const path = `${folder.path}/table.tfrecord`;
  await Deno.writeFile(
    path,
    makeBenchmark([
      { cell: cells[0]!, test: 0.5, validation: 0.6 },
      { cell: cells[0]!, test: 0.6, validation: 0.6 },
      { cell: cells[1]!, test: 0.75 },
      { cell: chain("maxpool3x3"), test: 0.9 },
      { cell: cells[0]!, test: 0.1, epochs: 2 },
    ]),
  );
  await writeTableFolder(`${folder.path}/table`, (await readTable(path)).rows, {
    name: "table.tfrecord",
    official: false,
  });
  const epochs = [0, 1, 2].map((epoch) => ({ epoch, ...alphasOf(epoch) }));
  await Deno.writeTextFile(
    `${folder.path}/alphas.json`,
    JSON.stringify({ space, method: "darts", seed: 3, epochs, ...search }),
  );
  const parsed = benchmarkParams.parse(params);
  const { context, logged } = testContext(parsed, {
    choices: benchmarkStage.choices!(parsed, {}) as BenchmarkDraw,
    inputs: {
      table: `${folder.path}/table`,
      search: `${folder.path}/alphas.json`,
    },
    outputs: { benchmark: `${folder.path}/benchmark.json` },
    checkpoint: folder.path,
  });
  await benchmark(context);
  return {
    logged,
    written: JSON.parse(
      await Deno.readTextFile(`${folder.path}/benchmark.json`),
    ),
  };
}

Deno.test("benchmark gives error and regret of each epoch's architecture, and nothing for one that is not in the table", async () => {
  const hashes = new Set(cells.map(cellHash));
  assertEquals(hashes.size, 3, "three architectures");
  const { written, logged } = await run();
  const { epochs, ...rest } = written;
  assertEquals(rest.table, {
    name: "table.tfrecord",
    official: false,
    epochs: 4,
    cells: 3,
    bestTestAccuracy: 0.9,
    bestValidationAccuracy: 0.9,
  });
  assertEquals([rest.method, rest.space, rest.seed], [
    "darts",
    "nasbench1shot1-2",
    3,
  ]);
  const [first, second, third] = epochs;
  assertEquals(first.cell, JSON.parse(JSON.stringify(pruneCell(cells[0]!))));
  assertAlmostEquals(first.testError, 0.45, 1e-12);
  assertAlmostEquals(first.validationError, 0.4, 1e-12);
  assertAlmostEquals(first.regret, 0.35, 1e-12);
  assertEquals([first.repeats, second.repeats], [2, 1]);
  assertAlmostEquals(second.regret, 0.15, 1e-12);
  assertEquals(third.inTable, false);
  assertEquals(
    [third.testError, third.validationError, third.regret, third.repeats],
    [null, null, null, null],
  );
  assertEquals(logged, [
    "after epoch 2: not in the table; 2 of 3 architectures are in the table",
  ]);
});

Deno.test("benchmark says which trainings and images its numbers are of, and how often the architecture changed", async () => {
  const { written, logged } = await run({
    search: {
      epochs: [0, 1, 0].map((n, epoch) => ({ epoch, ...alphasOf(n) })),
    },
  });
  assertEquals(written.regime, {
    epochs: 4,
    trainings: "mean",
    repeats: [1, 2],
    splits: {
      testError: "test",
      validationError: "validation",
      regret: "test",
    },
    mode: "evaluation",
  });
  assertEquals(
    [written.genotypeChanges, written.lastGenotypeChange],
    [2, 2],
  );
  assertEquals(logged, [
    "after epoch 2: test error 45.00 %, regret 35.00 % (mean of 2 trainings of 4 epochs); 3 of 3 architectures are in the table",
  ]);
  const { written: absent } = await run({
    search: { epochs: [{ epoch: 0, ...alphasOf(2) }] },
  });
  assertEquals([absent.regime.repeats, absent.lastGenotypeChange], [
    null,
    null,
  ]);
});

Deno.test("benchmark takes the trainings of the length that is asked for", async () => {
  const { written } = await run({ params: { epochs: 2 } });
  assertAlmostEquals(written.epochs[0].testError, 0.9, 1e-12);
  assertEquals(written.epochs[0].regret, 0);
  assertEquals(written.epochs[1].inTable, false);
  await assertRejects(
    () => run({ params: { epochs: 108 } }),
    RangeError,
    "Expected epochs of 2, 4, which table.tfrecord has, but found 108",
  );
});

Deno.test("benchmark looks up a random architecture, another for each seed, without a search", async () => {
  const seeds = [0, 1, 2, 3];
  const found = await Promise.all(
    seeds.map((seed) =>
      run({ params: { random: { space: "nasbench1shot1-3", seed } } })
    ),
  );
  for (const [seed, { written, logged }] of found.entries()) {
    assertEquals([written.method, written.space, written.seed], [
      "random",
      "nasbench1shot1-3",
      seed,
    ]);
    assertEquals(written.epochs.length, 1);
    assertEquals(written.epochs[0].epoch, 0);
    assertMatch(logged[0]!, /^random: /);
  }
  const hashes = found.map(({ written }) => written.epochs[0].hash);
  assertEquals(new Set(hashes).size, seeds.length);
});

Deno.test("benchmark refuses alphas of another space, of another shape and that are not finite", async () => {
  const refuse = (search: object, message: string) =>
    assertRejects(() => run({ search }), Error, message);
  await refuse(
    { space: searchSpace("s3") },
    "Expected a search in nasbench1shot1-1, nasbench1shot1-2, nasbench1shot1-3 but found one in s3",
  );
  await refuse(
    { space: namedSpace("nasbench1shot1-3") },
    "at epochs[0].operations",
  );
  const { output: _, ...rest } = alphasOf(0) as unknown as Record<
    string,
    number[][]
  >;
  await refuse(
    { epochs: [{ epoch: 0, ...rest }] },
    "Expected 1 rows but found none in",
  );
  await refuse({ epochs: [] }, "Expected array to have >=1 items but found []");
});

Deno.test("stages for cells of edges say who looks up cells of choice blocks", async () => {
  const path = await Deno.makeTempFile();
  const epochs = [{ epoch: 0, ...alphasOf(0) }];
  await Deno.writeTextFile(
    path,
    JSON.stringify({ space, method: "darts", seed: 3, epochs }),
  );
  await assertRejects(
    () => readAlphasFile(path),
    TypeError,
    "is a NAS-Bench-1Shot1 space: use the stage benchmark",
  );
  await Deno.remove(path);
});
