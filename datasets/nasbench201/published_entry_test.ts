import { assertEquals, assertThrows } from "@std/assert";
import {
  goldenArchitectures,
  natsEntry,
} from "../../test/support/data/make_nats_table.ts";
import {
  makePickle,
  type Pickled,
  tuple,
} from "../../test/support/data/make_pickle.ts";
import { readPickle } from "../formats/pickle.ts";
import { entryResults } from "./published_entry.ts";

const golden = goldenArchitectures()[1]!;

const AT = {
  architecture: golden.arch_str,
  architectures: new Map([[golden.arch_str, golden.index]]),
  place: "x.pickle.pbz2",
};

/** Expects that a dict is refused in one line with its place. */
function refuse(value: Pickled, message: string): void {
  const error = assertThrows(
    () => entryResults(readPickle(makePickle(value), "x"), AT),
    SyntaxError,
    message,
  );
  assertEquals(error.message.endsWith(" x.pickle.pbz2"), true, error.message);
  assertEquals(error.message.includes("\n"), false);
}

/** The dict of the architecture 11 with a change, made where the path leads. */
function changed(
  path: readonly string[],
  change: (dict: Map<Pickled, Pickled>) => void,
): Pickled {
  const value = natsEntry(goldenArchitectures()[1]!);
  let dict = value as Map<Pickled, Pickled>;
  for (const step of path) {
    dict = step === "first"
      ? [...dict.values()][0] as Map<Pickled, Pickled>
      : dict.get(step) as Map<Pickled, Pickled>;
  }
  change(dict);
  return value;
}

Deno.test("entries whose dicts lack something, or say something else, are refused", () => {
  const first = ["200", "all_results", "first"];
  refuse(tuple(1, 2), "Expected a dict but found a list of 2");
  refuse(new Map(), "Expected trainings but found a dict of 0");
  refuse(
    changed([], (dict) => dict.set("90", dict.get("200")!)),
    'Expected trainings of 12 or 200 epochs but found "90"',
  );
  refuse(
    changed(["200"], (dict) => dict.set("arch_index", 12)),
    "Expected the index 11 but found 12 in the trainings of 200 epochs in x.pickle.pbz2",
  );
  refuse(
    changed(["200"], (dict) => dict.delete("all_results")),
    "Expected a dict all_results but found nothing",
  );
  refuse(
    changed(["200", "dataset_seed"], (dict) => dict.set("cifar10", [777])),
    'Expected all_results and dataset_seed to have cifar10, seed 999 once each but found "1 and 0 times"',
  );
  refuse(
    changed(first, (dict) => dict.set("epochs", 12)),
    "Expected 200 epochs but found 12 in the training on cifar10-valid with the seed 999 of the trainings of 200 epochs in x.pickle.pbz2",
  );
  refuse(
    changed(first, (dict) => dict.set("eval_names", ["x-test"])),
    "Expected accuracies of 1 or 200 epochs on x-test but found 0",
  );
  refuse(
    changed(
      [...first, "eval_acc1es"],
      (dict) => dict.set("x-valid@199", 130),
    ),
    "Expected accuracy from 0 to 100 but found 130",
  );
  refuse(
    changed([...first, "eval_acc1es"], (dict) => dict.delete("x-valid@100")),
    "Expected accuracies of 1 or 200 epochs on x-valid but found 199",
  );
  refuse(
    changed(first, (dict) => dict.set("params", 1)),
    `Expected 1000000 parameters, as another training of ${golden.arch_str} on cifar10-valid for 200 epochs has, but found `,
  );
  refuse(
    changed(["200", "all_results"], (dict) => {
      const [key, value] = [...dict][0]!;
      dict.delete(key);
      dict.set(tuple("svhn", 999), value);
    }),
    'to have svhn, seed 999 once each but found "1 and 0 times"',
  );
});
