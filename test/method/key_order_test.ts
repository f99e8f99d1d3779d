import { assertEquals } from "@std/assert";
import type { BenchmarkCell } from "../../datasets/nasbench101/cell.ts";
import { readTable } from "../../datasets/nasbench101/read_table.ts";
import { writeTableFolder } from "../../datasets/nasbench101/table_folder.ts";
import { run as benchmark } from "../../stages/benchmark/run.ts";
import { makeBenchmark } from "../support/data/make_benchmark.ts";
import { testContext } from "../../pipeline/stage_testing.ts";
import { cellHash } from "../../datasets/nasbench101/cell_hash.ts";
import { randomStream } from "../../engine/philox.ts";
import { alphaMatrices } from "../../nas/space/alpha_matrices.ts";
import type { ChoiceAlphas } from "../../nas/space/choice_alphas.ts";
import {
  CHOICE_SPACE_NAMES,
  choiceSpace,
} from "../../nas/space/choice_space.ts";
import { discretise } from "../../nas/genotype/nasbench_cell.ts";
import { tempFolder } from "../support/temp_folder.ts";

/** Every order of a list. */
function permutations<T>(list: readonly T[]): T[][] {
  return list.length < 2
    ? [[...list]]
    : list.flatMap((head, at) =>
      permutations(list.toSpliced(at, 1)).map((tail) => [head, ...tail])
    );
}

Deno.test("the same architecture has the same key whatever the order of its keys, vertices and unused vertices", () => {
  for (const name of CHOICE_SPACE_NAMES) {
    const space = choiceSpace(name);
    for (let seed = 0; seed < 5; seed++) {
      const stream = randomStream({ seed, stream: `order ${name}` });
      const entries = alphaMatrices(space).map((matrix) =>
        [
          matrix.name,
          Array.from(
            { length: matrix.rows },
            () => Array.from({ length: matrix.columns }, () => stream.normal()),
          ),
        ] as const
      );
      const cellOf = (order: readonly (typeof entries[number])[]) =>
        discretise(space, Object.fromEntries(order) as unknown as ChoiceAlphas);
      const cell = cellOf(entries);
      const key = cellHash(cell);
      assertEquals(cellHash(cellOf(entries.toReversed())), key);
      const { matrix, operations } = cell;
      assertEquals(cellHash({ operations, matrix }), key);
      for (const inner of permutations([1, 2, 3, 4, 5])) {
        const order = [0, ...inner, 6];
        const moved: BenchmarkCell = {
          operations: order.map((at) => operations[at]!),
          matrix: order.map((from) => order.map((to) => matrix[from]![to]!)),
        };
        // only orders along the edges make an upper triangular matrix
        const upper = moved.matrix.every((row, from) =>
          row.every((value, to) => value === 0 || to > from)
        );
        if (upper) assertEquals(cellHash(moved), key);
      }
    }
  }
});

Deno.test("an alphas file with its keys in another order is looked up alike, byte by byte", async () => {
  using folder = tempFolder();
  const space = choiceSpace("nasbench1shot1-3");
  const stream = randomStream({ seed: 0, stream: "alphas" });
  const epochs = [0, 1, 2].map((epoch) => ({
    epoch,
    ...Object.fromEntries(
      alphaMatrices(space).map(({ name, rows, columns }) => [
        name,
        Array.from(
          { length: rows },
          () => Array.from({ length: columns }, () => stream.normal()),
        ),
      ]),
    ),
  }));
  const content = { space, method: "darts", seed: 1, epochs };
  const cells = epochs.map((alphas) =>
    discretise(space, alphas as unknown as ChoiceAlphas)
  );
  const table = `${folder.path}/a.tfrecord`;
  await Deno.writeFile(
    table,
    makeBenchmark(cells.map((cell, i) => ({ cell, test: 0.5 + 0.1 * i }))),
  );
  await writeTableFolder(
    `${folder.path}/table`,
    (await readTable(table)).rows,
    {
      name: "a.tfrecord",
      official: false,
    },
  );
  const lookedUp = async (value: unknown): Promise<string> => {
    const search = `${folder.path}/alphas.json`;
    await Deno.writeTextFile(search, JSON.stringify(value));
    const { context } = testContext({}, {
      choices: undefined,
      inputs: { table: `${folder.path}/table`, search },
      outputs: { benchmark: `${folder.path}/benchmark.json` },
      checkpoint: folder.path,
    });
    await benchmark(context);
    return await Deno.readTextFile(`${folder.path}/benchmark.json`);
  };
  const written = await lookedUp(content);
  assertEquals(
    JSON.parse(written).epochs.map((e: { inTable: boolean }) => e.inTable),
    [true, true, true],
  );
  assertEquals(await lookedUp(reversed(content)), written);
});

/** Copies a value with the keys of every object in reverse order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, reversed(part)])
      .toReversed(),
  );
}
