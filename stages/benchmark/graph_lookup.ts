import { mean } from "../../common/moments.ts";
import {
  partText,
  readPart,
  readResultNote,
} from "../../datasets/nasbench201/table_folder.ts";
import type { TableResult } from "../../datasets/nasbench201/table_result.ts";
import type { TableSplit } from "../../datasets/nasbench201/table_splits.ts";
import { countChanges } from "../../nas/genotype/genotype_changes.ts";
import {
  deriveGraph,
  type GraphGenotype,
} from "../../nas/genotype/graph_genotype.ts";
import { graphCellText } from "../../nas/graph_cells/graph_cell_text.ts";
import { randomGraph } from "../../nas/graph_cells/random_graph.ts";
import { codeOf, tableOrder } from "../../nas/graph_cells/table_order.ts";
import { type GraphSpace, isGraphSpace } from "../../nas/space/graph_space.ts";
import type { StageContext } from "../../pipeline/stage.ts";
import type { Benchmark } from "../_artifacts/benchmark.ts";
import { readGraphAlphasFile } from "../_artifacts/found_alphas.ts";
import type { BenchmarkParams } from "./params.ts";
import type { LookUps } from "./run.ts";
import type { BenchmarkDraw } from "./stage.ts";
import { tablePart } from "./table_part.ts";

/** Name of the space that the tables are of. */
const TABULATED = "nasbench201";

/** What a split is: images by which architectures may be chosen, or test images. */
const ROLES = {
  "x-valid": "validation",
  "ori-test": "test",
  "x-test": "test",
} as const satisfies Readonly<Record<TableSplit, string>>;

/** Architectures to look up, by epoch. */
interface GraphTrajectory {
  readonly space: GraphSpace;
  readonly method: string;
  readonly seed: number;
  readonly cells: readonly { epoch: number; cell: GraphGenotype }[];
}

type Context = StageContext<BenchmarkParams, BenchmarkDraw>;

/** The cells to look up: those of each epoch of the search, or a drawn one as an epoch 0 of its own. */
async function cellsOf({ choices, input }: Context): Promise<GraphTrajectory> {
  if (choices !== undefined && isGraphSpace(choices.space)) {
    const { space, seed } = choices;
    const cells = [{ epoch: 0, cell: randomGraph(space, seed) }];
    return { space, method: "random", seed, cells };
  }
  const { space, method, seed, epochs } = await readGraphAlphasFile(
    input("search"),
  );
  if (space.name !== TABULATED) {
    throw new RangeError(
      `Expected a search in ${TABULATED}, which has tables, but found one in ${space.name}`,
    );
  }
  const cells = epochs.map(({ epoch, ...alphas }) => ({
    epoch,
    cell: deriveGraph(space, alphas),
  }));
  return { space, method, seed, cells };
}

/** Trainings of an architecture, by seed, and their mean; accuracies as shares. */
interface Tabulated {
  readonly trainings: readonly {
    readonly seed: number;
    readonly accuracy: number;
  }[];
  readonly accuracy: number;
  readonly parameters: number;
  readonly flops: number;
}

/** Reads the trainings of all architectures, after an epoch. */
async function tabulated(
  { params, input }: Context,
): Promise<ReadonlyMap<string, Tabulated>> {
  const part = tablePart(params);
  const { epochs } = part;
  const { afterEpoch = epochs } = params;
  const isLast = afterEpoch === epochs;
  const rows = await readPart(input("table"), part, { curves: !isLast });
  const accuracyOf = ({ accuracy, accuracies }: TableResult) => {
    const found = isLast ? accuracy : accuracies?.[afterEpoch - 1];
    if (found === undefined) {
      throw new RangeError(
        `Expected afterEpoch: ${epochs}, as the table has only accuracies after the last epoch for ${
          partText(part)
        }, but found ${afterEpoch}`,
      );
    }
    return found / 100;
  };
  return new Map(
    [...Map.groupBy(rows, ({ architecture }) => architecture)].map(
      ([architecture, own]) => {
        const trainings = own.map((row) => ({
          seed: row.seed,
          accuracy: accuracyOf(row),
        })).sort((a, b) => a.seed - b.seed);
        const { parameters, flops } = own[0]!;
        const accuracy = mean(trainings.map(({ accuracy }) => accuracy));
        return [architecture, { trainings, accuracy, parameters, flops }];
      },
    ),
  );
}

/**
 * Looks up the graph cells of a search, or a random one, in a table of NAS-Bench-201.
 *
 * @throws {RangeError} If the parameters name no part of the table, or the table lacks it.
 */
export async function lookUpGraphs(context: Context): Promise<LookUps> {
  const { params, input } = context;
  const part = tablePart(params);
  const { space, method, seed, cells } = await cellsOf(context);
  const table = await tabulated(context);
  const { name } = await readResultNote(input("table"));
  const best = Math.max(...[...table.values()].map(({ accuracy }) => accuracy));
  const role = ROLES[part.split];
  const order = tableOrder(space);
  const points = cells.map(({ epoch, cell }): Benchmark["epochs"][number] => {
    const architecture = graphCellText(cell);
    const row = table.get(architecture);
    const error = row === undefined ? null : 1 - row.accuracy;
    return {
      epoch,
      architecture,
      index: order.indexOf(codeOf(space, cell)),
      inTable: row !== undefined,
      repeats: row?.trainings.length ?? null,
      parameters: row?.parameters ?? null,
      flops: row?.flops ?? null,
      accuracy: row?.accuracy ?? null,
      seeds: row?.trainings.map(({ seed }) => seed) ?? [],
      accuracies: row?.trainings.map(({ accuracy }) => accuracy) ?? [],
      testError: role === "test" ? error : null,
      validationError: role === "validation" ? error : null,
      regret: row === undefined ? null : best - row.accuracy,
    };
  });
  const repeats = points.flatMap(({ repeats }) => repeats ?? []);
  const { afterEpoch } = params;
  return {
    method,
    space: space.name,
    seed,
    table: { name, ...part, cells: table.size, bestAccuracy: best },
    regime: {
      epochs: part.epochs,
      ...(afterEpoch === undefined ? {} : { afterEpoch }),
      dataset: part.dataset,
      images: part.split,
      trainings: "mean",
      repeats: repeats.length === 0
        ? null
        : [Math.min(...repeats), Math.max(...repeats)],
      splits: { [`${role}Error`]: role, regret: role },
      mode: "evaluation",
    },
    ...countChanges(
      points.map(({ epoch, architecture }) => ({ epoch, text: architecture! })),
    ),
    epochs: points,
  };
}
