import { cellHash } from "../../datasets/nasbench101/cell_hash.ts";
import { pruneCell } from "../../datasets/nasbench101/cell.ts";
import { openTableFolder } from "../../datasets/nasbench101/table_folder.ts";
import { countChanges } from "../../nas/genotype/genotype_changes.ts";
import { discretise } from "../../nas/genotype/nasbench_cell.ts";
import { randomChoices } from "../../nas/genotype/random_choices.ts";
import type { ChoiceSpace } from "../../nas/space/choice_space.ts";
import { isGraphSpace } from "../../nas/space/graph_space.ts";
import type { StageContext } from "../../pipeline/stage.ts";
import {
  type ChoiceTrajectory,
  readChoiceAlphasFile,
} from "../_artifacts/choice_alphas_file.ts";
import { type Benchmark, benchmarkFile } from "../_artifacts/benchmark.ts";
import { readJsonFile } from "../_artifacts/json_file.ts";
import type { BenchmarkParams } from "./params.ts";
import type { BenchmarkDraw } from "./stage.ts";

/** What the numbers of a row of NAS-Bench-101 are, which its authors measured by running statistics. */
const TABLE_REGIME = {
  trainings: "mean",
  splits: {
    testError: "test",
    validationError: "validation",
    regret: "test",
  },
  mode: "evaluation",
} as const;

/** The alphas to look up: those of the search, or drawn ones as an epoch 0 of their own. */
async function alphasOf(
  context: StageContext<BenchmarkParams, BenchmarkDraw>,
): Promise<ChoiceTrajectory> {
  const { choices } = context;
  if (choices === undefined) {
    return await readChoiceAlphasFile(context.input("search"));
  }
  const { seed } = choices;
  const space = choices.space as ChoiceSpace;
  const alphas = randomChoices(space, seed);
  return { space, seed, method: "random", epochs: [{ epoch: 0, alphas }] };
}

/** Content of the output, with its regime, which older files lack. */
export type LookUps = Benchmark & {
  readonly regime: NonNullable<Benchmark["regime"]>;
};

/** Module `lookup/graph`, of searches in spaces of graph cells: those of other spaces do without it, and so do their keys. */
interface GraphLookUp {
  readonly lookUpGraphs: (
    context: StageContext<BenchmarkParams, BenchmarkDraw>,
  ) => Promise<LookUps>;
}

/**
 * Looks up the architecture that the search would have given before training (epoch 0) and after each epoch, or a random
 * one. An architecture that is not in the table has no numbers.
 *
 * @throws {RangeError} If the table has no such trainings.
 */
export async function run(
  context: StageContext<BenchmarkParams, BenchmarkDraw>,
): Promise<void> {
  const { space } = context.choices ??
    await readJsonFile(context.input("search")) as { readonly space?: object };
  const isGraph = space !== undefined && isGraphSpace(space);
  const content = isGraph
    ? await (await context.part<GraphLookUp>("lookup/graph"))
      .lookUpGraphs(context)
    : await lookUpChoices(context);
  await benchmarkFile.write(context.output("benchmark"), content);
  const { epochs, regime: { epochs: length, afterEpoch = length } } = content;
  const found = epochs.filter(({ inTable }) => inTable).length;
  const last = epochs.at(-1)!;
  const error = last.testError === null ? "validation error" : "test error";
  const percent = (share: number) => `${(100 * share).toFixed(2)} %`;
  context.log(
    `${
      context.choices === undefined ? `after epoch ${last.epoch}` : "random"
    }: ${
      last.inTable
        ? `${error} ${
          percent((last.testError ?? last.validationError)!)
        }, regret ${percent(last.regret!)} (mean of ${last.repeats} training${
          last.repeats === 1 ? "" : "s"
        } of ${length} epochs${
          afterEpoch === length ? "" : `, taken after epoch ${afterEpoch}`
        })`
        : "not in the table"
    }; ${found} of ${epochs.length} architectures are in the table`,
  );
}

/** Looks up cells of choice blocks in a table of NAS-Bench-101. */
async function lookUpChoices(
  context: StageContext<BenchmarkParams, BenchmarkDraw>,
): Promise<LookUps> {
  const table = await openTableFolder(context.input("table"));
  const { space, method, seed, epochs } = await alphasOf(context);
  const lengths = table.heads.map((head) => head.epochs);
  const length = context.params.epochs ?? lengths.at(-1)!;
  const head = table.heads.find((known) => known.epochs === length);
  if (head === undefined) {
    throw new RangeError(
      `Expected epochs of ${
        lengths.join(", ")
      }, which ${table.name} has, but found ${length}`,
    );
  }
  const points = epochs.map(({ epoch, alphas }) => {
    const cell = discretise(space, alphas);
    const hash = cellHash(cell)!;
    const row = table.query(hash, length);
    return {
      epoch,
      hash,
      cell: pruneCell(cell)!,
      inTable: row !== undefined,
      repeats: row?.repeats ?? null,
      parameters: row?.parameters ?? null,
      testError: row === undefined ? null : 1 - row.testAccuracy,
      validationError: row === undefined ? null : 1 - row.validationAccuracy,
      regret: row === undefined ? null : table.regret(row, length),
    };
  });
  const repeats = points.flatMap(({ repeats }) => repeats ?? []);
  return {
    method,
    space: space.name,
    seed,
    table: { name: table.name, official: table.official, ...head },
    regime: {
      ...TABLE_REGIME,
      epochs: length,
      repeats: repeats.length === 0
        ? null
        : [Math.min(...repeats), Math.max(...repeats)],
    },
    ...countChanges(points.map(({ epoch, hash }) => ({ epoch, text: hash }))),
    epochs: points,
  };
}
