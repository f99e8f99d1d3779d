// Writes tables of NAS-Bench-201 in the form that their authors publish, with golden results of three architectures.
import { join } from "node:path";
import { graphCellText } from "../../../nas/graph_cells/graph_cell_text.ts";
import { ofCode, tableOrder } from "../../../nas/graph_cells/table_order.ts";
import { graphSpace } from "../../../nas/space/graph_space.ts";
import { readGolden } from "../../numerics/golden.ts";
import { makeBzip2 } from "./make_bzip2.ts";
import { makePickle, type Pickled, tuple } from "./make_pickle.ts";

/** Results of a training on a split. */
interface GoldenSplit {
  /** First and last epoch that there are, and their number. */
  readonly epochs_present: readonly [number, number, number];
  readonly acc_last: number;
  readonly loss_last: number;
  readonly acc_all?: readonly number[];
}

/** A training, under `data set|seed`. */
interface GoldenTraining {
  readonly seed: string;
  readonly epochs: number;
  readonly eval: Readonly<Record<string, GoldenSplit>>;
  readonly params: number;
  readonly flop: number;
  readonly latency: readonly number[];
}

/** An architecture of the golden file. */
export interface GoldenArchitecture {
  readonly index: number;
  readonly arch_str: string;
  readonly hp: Readonly<
    Record<"12" | "200", {
      readonly seeds: Readonly<Record<string, readonly number[]>>;
      readonly trials: Readonly<Record<string, GoldenTraining>>;
      /** What the published reader gives: `valid-accuracy` and so on, in per cent, by data set. */
      readonly get_more_info_mean: Readonly<
        Record<string, Readonly<Record<string, number>>>
      >;
    }>
  >;
}

/** The three architectures of the golden file. */
export function goldenArchitectures(): readonly GoldenArchitecture[] {
  return readGolden<{ archs: GoldenArchitecture[] }>("nb201_table_sample")
    .archs;
}

/** All architectures in the published order. */
export function publishedArchitectures(): string[] {
  const space = graphSpace("nasbench201");
  return Array.from(
    tableOrder(space),
    (code) => graphCellText(ofCode(space, code)),
  );
}

const dict = (entries: Readonly<Record<string, Pickled>>): Pickled =>
  new Map(Object.entries(entries));

/** Accuracies or losses by `split@epoch`; those that the golden file does not have are made up. */
function byEpoch(
  { eval: splits }: GoldenTraining,
  last: "acc_last" | "loss_last",
): Pickled {
  return new Map(
    Object.entries(splits).flatMap(([name, split]) => {
      const [from, to, count] = split.epochs_present;
      return Array.from({ length: count }, (_, n): [string, number] => {
        const epoch = from + n;
        const value = epoch === to
          ? split[last]
          : last === "acc_last" && split.acc_all !== undefined
          ? split.acc_all[epoch]!
          : split[last] * (epoch + 1.5) / (to + 2);
        return [`${name}@${epoch}`, value];
      });
    }),
  );
}

function training(name: string, made: GoldenTraining): Pickled {
  return dict({
    name,
    train_acc5es: null,
    params: { numpy: made.params },
    flop: made.flop,
    seed: made.seed,
    epochs: made.epochs,
    latency: made.latency.map((numpy) => ({ numpy })),
    eval_names: Object.keys(made.eval),
    eval_acc1es: byEpoch(made, "acc_last"),
    eval_losses: byEpoch(made, "loss_last"),
    net_state_dict: null,
  });
}

/** The dict of an architecture, as its file has it. */
export function natsEntry(
  { index, arch_str, hp }: GoldenArchitecture,
): Pickled {
  return new Map(
    Object.entries(hp).map(([epochs, { seeds, trials }]) => [
      epochs,
      dict({
        arch_index: index,
        arch_str,
        clear_net_done: true,
        dataset_seed: dict(
          Object.fromEntries(
            Object.entries(seeds).map(([name, own]) => [name, [...own]]),
          ),
        ),
        all_results: new Map(
          Object.entries(trials).map(([key, made]) => {
            const [name, seed] = key.split("|");
            return [tuple(name!, Number(seed)), training(name!, made)];
          }),
        ),
      }),
    ]),
  );
}

/** The file that lists the architectures. */
export function natsMeta(architectures: readonly string[]): Uint8Array {
  return makeBzip2(makePickle(dict({
    meta_archs: architectures,
    total_archs: architectures.length,
    arch2infos: null,
    evaluated_indexes: new Set(),
  })));
}

/** Name of the file of an architecture. */
export function natsName(index: number): string {
  return `${String(index).padStart(6, "0")}.pickle.pbz2`;
}

/** Files by their names; packing takes a second. */
const packed = new Map<string, Uint8Array>();

/**
 * Writes a table of the golden architectures into a folder.
 *
 * @param listed Architectures that it lists, in their order.
 */
export async function writeNatsTable(
  folder: string,
  listed: readonly string[] = publishedArchitectures(),
): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  const write = (name: string, key: string, make: () => Uint8Array) =>
    Deno.writeFile(join(folder, name), packed.getOrInsertComputed(key, make));
  await write(
    "meta.pickle.pbz2",
    String(listed.length),
    () => natsMeta(listed),
  );
  for (const architecture of goldenArchitectures()) {
    const name = natsName(architecture.index);
    await write(
      name,
      name,
      () => makeBzip2(makePickle(natsEntry(architecture))),
    );
  }
}
