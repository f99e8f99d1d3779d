import { equalSizes } from "./equal_sizes.ts";
import { countBy } from "../../common/moments.ts";
import {
  type PickleDict,
  pickleRefuser,
  type PickleValue,
} from "../formats/pickle_values.ts";
import { checkResult, type TableResult } from "./table_result.ts";
import { TABLE_EPOCHS } from "./table_splits.ts";

/** An architecture of the tables, and how errors name its file. */
export interface EntryPlace {
  /** The architecture, as the tables write it. */
  readonly architecture: string;
  /** Index of each architecture that there is. */
  readonly architectures: ReadonlyMap<string, number>;
  /** Names the file in errors. */
  readonly place: string;
}

/** Reads values of a dict of the tables; errors name the dict. */
interface Fields {
  readonly value: (key: string) => PickleValue | undefined;
  readonly dict: (key: string) => PickleDict;
  readonly number: (key: string) => number;
  readonly fail: (expected: string, found: PickleValue | undefined) => never;
}

function fieldsOf(dict: PickleValue | undefined, place: string): Fields {
  const fail = pickleRefuser(place);
  const known = dict instanceof Map ? dict as PickleDict : fail("a dict", dict);
  const value = (key: string) => known.get(key);
  return {
    value,
    fail,
    dict: (key) => {
      const found = value(key);
      return found instanceof Map ? found : fail(`a dict ${key}`, found);
    },
    number: (key) => {
      const found = value(key);
      return typeof found === "number" ? found : fail(`a number ${key}`, found);
    },
  };
}

/**
 * Results of an architecture, from the pickle of its file: `000000.pickle.pbz2` and its kin.
 *
 * @throws {SyntaxError} If it is another architecture, or its dict lacks something: expected, found, file.
 */
export function entryResults(
  entry: PickleValue,
  at: EntryPlace,
): TableResult[] {
  const { place } = at;
  const regimes = fieldsOf(entry, place);
  const results = [...entry as PickleDict].flatMap(([key]) => {
    const epochs = TABLE_EPOCHS.find((known) => String(known) === key) ??
      regimes.fail(`trainings of ${TABLE_EPOCHS.join(" or ")} epochs`, key);
    return regimeResults(regimes.dict(String(epochs)), epochs, at);
  });
  if (results.length === 0) regimes.fail("trainings", entry);
  return results;
}

/** Results of the trainings of some epochs. */
function regimeResults(
  regime: PickleDict,
  epochs: number,
  at: EntryPlace,
): TableResult[] {
  const { architecture } = at;
  const index = at.architectures.get(architecture);
  const place = `the trainings of ${epochs} epochs in ${at.place}`;
  const fields = fieldsOf(regime, place);
  if (fields.value("arch_str") !== architecture) {
    fields.fail(`the architecture ${architecture}`, fields.value("arch_str"));
  }
  if (fields.value("arch_index") !== index) {
    fields.fail(`the index ${index}`, fields.value("arch_index"));
  }
  const all = [...fields.dict("all_results")].map(([key, training]) => {
    const [dataset, seed] = Array.isArray(key) ? key : [];
    if (typeof dataset !== "string" || typeof seed !== "number") {
      fields.fail("a data set and a seed", key);
    }
    return { dataset: dataset as string, seed: seed as number, training };
  });
  checkSeeds(fields, all);
  const checkSizes = equalSizes();
  return all.flatMap(({ dataset, seed, training }) => {
    const own = `the training on ${dataset} with the seed ${seed} of ${place}`;
    const results = trainingResults(training, {
      ...at,
      place: own,
      given: { architecture, dataset, seed, epochs },
    });
    results.forEach((result) => checkSizes(result, own));
    return results;
  });
}

/** Makes sure that the trainings are those that the reader of the authors takes means of, each once. */
function checkSeeds(
  fields: Fields,
  all: readonly { readonly dataset: string; readonly seed: number }[],
): void {
  const found = all.map(({ dataset, seed }) => `${dataset}, seed ${seed}`);
  const listed = [...fields.dict("dataset_seed")].flatMap(
    ([dataset, seeds]) =>
      Array.isArray(seeds)
        ? seeds.map((seed) => `${dataset}, seed ${seed}`)
        : fields.fail("a list of seeds", seeds),
  );
  const counts = [found, listed].map((names) => countBy(names, String));
  for (const name of new Set([...found, ...listed])) {
    const [made, named] = counts.map((count) => count.get(name) ?? 0);
    if (made !== 1 || named !== 1) {
      fields.fail(
        `all_results and dataset_seed to have ${name} once each`,
        `${made} and ${named} times`,
      );
    }
  }
}

/** Results of a training, one for each split that it was evaluated on. */
function trainingResults(
  training: PickleValue,
  { architectures, place, given }: EntryPlace & {
    readonly given: Readonly<Record<string, unknown>> & {
      readonly epochs: number;
    };
  },
): TableResult[] {
  const fields = fieldsOf(training, place);
  const { epochs } = given;
  if (fields.number("epochs") !== epochs) {
    fields.fail(`${epochs} epochs`, fields.value("epochs"));
  }
  const accuracies = fieldsOf(fields.dict("eval_acc1es"), place);
  const losses = fields.dict("eval_losses");
  const names = fields.value("eval_names");
  const splits = Array.isArray(names) ? names as PickleValue[] : [];
  if (splits.length === 0) fields.fail("a list eval_names", names);
  // Counted in millions.
  const million = (key: string) => Math.round(fields.number(key) * 1e6);
  const counts = { parameters: million("params"), flops: million("flop") };
  return splits.map((split) => {
    const name = typeof split === "string"
      ? split
      : fields.fail("the name of a split", split);
    const last = `${name}@${epochs - 1}`;
    const curve = Array.from(
      { length: epochs },
      (_, epoch) => accuracies.value(`${name}@${epoch}`),
    );
    const present = curve.filter((value) => value !== undefined).length;
    if (present !== 1 && present !== epochs) {
      fields.fail(`accuracies of 1 or ${epochs} epochs on ${name}`, present);
    }
    const loss = losses.get(last);
    return checkResult({
      ...given,
      ...counts,
      split: name,
      accuracy: accuracies.number(last),
      loss: typeof loss === "number" && Number.isFinite(loss) ? loss : null,
      accuracies: present === epochs ? curve : null,
    }, { architectures, place });
  });
}
