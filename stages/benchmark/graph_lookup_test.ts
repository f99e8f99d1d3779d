import {
  assertAlmostEquals,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { join } from "node:path";
import {
  publishedFiles,
  readPublishedFolder,
} from "../../datasets/nasbench201/published_folder.ts";
import { resultWriter } from "../../datasets/nasbench201/table_folder.ts";
import type { GraphGenotype } from "../../nas/genotype/graph_genotype.ts";
import { parseGraphCellText } from "../../nas/graph_cells/graph_cell_text.ts";
import { graphSpace } from "../../nas/space/graph_space.ts";
import { runHere, testContext } from "../../pipeline/stage_testing.ts";
import {
  goldenArchitectures,
  publishedArchitectures,
  writeNatsTable,
} from "../../test/support/data/make_nats_table.ts";
import { tempFolder } from "../../test/support/temp_folder.ts";
import { GRAPH_LOOKUP, GRAPH_LOOKUP_MODULE } from "./graph_part.ts";
import { benchmarkParams } from "./params.ts";
import stage from "./stage.ts";
import { tablePart } from "./table_part.ts";

const space = graphSpace("nasbench201");
const golden = goldenArchitectures();

/** Alphas that stand for a cell. */
function alphasOf({ nodes }: GraphGenotype): number[][] {
  return nodes.flat().map(([operation], edge) =>
    space.edges[edge]!.map((name) => Number(name === operation))
  );
}

/** Writes the table of the golden architectures. */
async function writeTable(folder: string): Promise<string> {
  const published = join(folder, "NATS-made");
  const listed = publishedArchitectures().slice(0, 300);
  await writeNatsTable(published, listed);
  const { files } = await publishedFiles(published);
  const architectures = new Map(listed.map((name, index) => [name, index]));
  const table = join(folder, "table");
  const writer = await resultWriter(table);
  for await (
    const { results } of readPublishedFolder(published, {
      files,
      architectures,
    })
  ) {
    for (const result of results) await writer.add(result);
  }
  await writer.close("NATS-made");
  return table;
}

/** Looks up a search that ended its epochs with these architectures. */
async function lookUp(
  params: object,
  { folder, table, architectures }: {
    readonly folder: string;
    readonly table: string;
    readonly architectures: readonly string[];
  },
) {
  const search = join(folder, "alphas.json");
  await Deno.writeTextFile(
    search,
    JSON.stringify({
      space,
      method: "darts",
      seed: 5,
      epochs: architectures.map((text, epoch) => ({
        epoch,
        edges: alphasOf(parseGraphCellText(text, space.edges[0]!)),
      })),
    }),
  );
  const parsed = benchmarkParams.parse(params);
  const output = join(folder, "benchmark.json");
  const { context, logged } = testContext(parsed, {
    choices: stage.choices!(parsed, {}),
    parts: { [GRAPH_LOOKUP]: GRAPH_LOOKUP_MODULE },
    inputs: { table, search },
    outputs: { benchmark: output },
    checkpoint: folder,
  });
  await runHere(stage, context);
  return { logged, written: JSON.parse(await Deno.readTextFile(output)) };
}

/** Names of the published reader for splits. */
const NAMES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "cifar10-valid": { "x-valid": "valid", "ori-test": "test" },
  cifar10: { "ori-test": "test" },
  cifar100: { "x-valid": "valid", "x-test": "test", "ori-test": "valtest" },
  "ImageNet16-120": {
    "x-valid": "valid",
    "x-test": "test",
    "ori-test": "valtest",
  },
};

Deno.test("benchmark gives the means of the published reader for every data set, length and split, and each training", async () => {
  using folder = tempFolder();
  const table = await writeTable(folder.path);
  const architectures = golden.map(({ arch_str }) => arch_str);
  let compared = 0;
  for (const [dataset, splits] of Object.entries(NAMES)) {
    for (const [split, name] of Object.entries(splits)) {
      for (const epochs of [12, 200] as const) {
        const { written } = await lookUp({ dataset, split, epochs }, {
          folder: folder.path,
          table,
          architectures,
        });
        const isTest = split !== "x-valid";
        const means = golden.map(({ hp }) =>
          hp[epochs].get_more_info_mean[dataset]![`${name}-accuracy`]! / 100
        );
        golden.forEach((architecture, epoch) => {
          const found = written.epochs[epoch];
          const { seeds, trials } = architecture.hp[epochs];
          assertAlmostEquals(found.accuracy, means[epoch]!, 1e-14);
          assertEquals(
            [found.architecture, found.index, found.inTable, found.repeats],
            [
              architecture.arch_str,
              architecture.index,
              true,
              seeds[dataset]!.length,
            ],
          );
          assertEquals(found.seeds, seeds[dataset]!.toSorted((a, b) => a - b));
          assertEquals(
            found.accuracies,
            (found.seeds as number[]).map((seed) =>
              trials[`${dataset}|${seed}`]!.eval[split]!.acc_last / 100
            ),
          );
          const made = trials[`${dataset}|${found.seeds[0]}`]!;
          assertEquals(
            [found.parameters, found.flops],
            [made.params, made.flop].map((count) => Math.round(count * 1e6)),
          );
          const error = 1 - found.accuracy;
          assertEquals(
            [found.testError, found.validationError],
            isTest ? [error, null] : [null, error],
          );
          assertAlmostEquals(
            found.regret,
            Math.max(...means) - means[epoch]!,
            1e-14,
          );
          compared++;
        });
        assertEquals(written.regime, {
          epochs,
          dataset,
          images: split,
          trainings: "mean",
          repeats: written.regime.repeats,
          splits: isTest
            ? { testError: "test", regret: "test" }
            : { validationError: "validation", regret: "validation" },
          mode: "evaluation",
        });
        assertEquals(written.table.cells, 3);
      }
    }
  }
  assertEquals(compared, 3 * 9 * 2);
});

Deno.test("benchmark looks at trainings after another epoch than the last where the table has them", async () => {
  using folder = tempFolder();
  const table = await writeTable(folder.path);
  const [first, second] = golden;
  const at = {
    folder: folder.path,
    table,
    architectures: [second!.arch_str, first!.arch_str],
  };
  const part = { dataset: "cifar10-valid", split: "x-valid", epochs: 12 };
  const { written, logged } = await lookUp({ ...part, afterEpoch: 2 }, at);
  const accuracies = [777, 111].map((seed) =>
    second!.hp["12"].trials[`cifar10-valid|${seed}`]!.eval["x-valid"]!
  );
  assertEquals(written.epochs[0].seeds, [111, 777]);
  // The golden file has all epochs of one of the two trainings.
  assertEquals(
    written.epochs[0].accuracies[1],
    accuracies[0]!.acc_all![1]! / 100,
  );
  assertEquals(written.regime.afterEpoch, 2);
  assertEquals(written.genotypeChanges, 1);
  assertStringIncludes(
    logged.join(),
    " of 12 epochs, taken after epoch 2); ",
  );
  const last = await lookUp({ ...part, afterEpoch: 12 }, at);
  assertEquals(last.written.epochs, (await lookUp(part, at)).written.epochs);
  await assertRejects(
    () =>
      lookUp({
        dataset: "cifar100",
        split: "x-test",
        epochs: 200,
        afterEpoch: 50,
      }, at),
    RangeError,
    "Expected afterEpoch: 200, as the table has only accuracies after the last epoch for cifar100, 200 epochs, x-test, but found 50",
  );
});

Deno.test("benchmark gives no numbers for architectures that the table of nasbench201 lacks, and draws random ones", async () => {
  using folder = tempFolder();
  const table = await writeTable(folder.path);
  const none = "|none~0|+|none~0|none~1|+|none~0|none~1|none~2|";
  const at = { folder: folder.path, table, architectures: [none] };
  const part = { dataset: "cifar10", split: "ori-test", epochs: 200 };
  const { written, logged } = await lookUp(part, at);
  const { architecture, index, inTable, accuracy, accuracies, regret } =
    written.epochs[0];
  assertEquals(
    [architecture, index, inTable, accuracy, accuracies, regret],
    [none, 1651, false, null, [], null],
  );
  assertEquals(logged, [
    "after epoch 0: not in the table; 0 of 1 architectures are in the table",
  ]);
  const drawn = await Promise.all([0, 1, 2].map(async (seed) => {
    const own = await Deno.makeTempDir({ dir: folder.path });
    const { written } = await lookUp(
      { ...part, random: { space: "nasbench201", seed } },
      { ...at, folder: own },
    );
    assertEquals([written.method, written.seed], ["random", seed]);
    return written.epochs[0].index;
  }));
  assertEquals(new Set(drawn).size, 3);
});

Deno.test("benchmark asks for data set, length and split, and refuses combinations that no table has", () => {
  const refuse = (params: object, message: string) =>
    assertThrows(
      () => tablePart(benchmarkParams.parse(params)),
      RangeError,
      message,
    );
  const part = { dataset: "cifar10", epochs: 200, split: "ori-test" };
  assertEquals(tablePart(benchmarkParams.parse(part)), part);
  refuse(
    { epochs: 200, split: "ori-test" },
    "Expected dataset of cifar10-valid, cifar10, cifar100, ImageNet16-120, which the tables of nasbench201 have, but found none",
  );
  refuse(
    { dataset: "cifar10", split: "ori-test" },
    "Expected epochs of 12, 200, which the tables of nasbench201 have, but found none",
  );
  refuse({ ...part, epochs: 90 }, "but found 90");
  refuse(
    { dataset: "cifar10", epochs: 200 },
    "Expected split of x-valid, ori-test, x-test, which",
  );
  for (
    const [dataset, split, allowed] of [
      ["cifar10", "x-valid", "ori-test"],
      ["cifar10", "x-test", "ori-test"],
      ["cifar10-valid", "x-test", "x-valid or ori-test"],
    ]
  ) {
    refuse(
      { dataset, split, epochs: 12 },
      `Expected the split ${allowed}, which networks of ${dataset} were evaluated on, but found ${split}`,
    );
  }
  refuse(
    { ...part, afterEpoch: 201 },
    "Expected afterEpoch of at most 200, the epochs of the trainings, but found 201",
  );
});
