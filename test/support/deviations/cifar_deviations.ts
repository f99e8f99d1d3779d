// Files of CIFAR-10 that differ from the official ones.
import { assertRejects } from "@std/assert";
import { cifar10Files, withSplit } from "../data/make_dataset.ts";
import { makeRecords } from "../data/make_records.ts";
import type { DeviationTable } from "./deviation.ts";

const train = Array.from(
  { length: 5 },
  () => makeRecords([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 1),
);

/** Deviations of CIFAR-10 in its binary form. */
export const CIFAR_DEVIATIONS: DeviationTable = {
  heading: "CIFAR",
  rows: [{
    what: "a file that is cut short",
    happens: "refused",
    how: "the message names the file",
    check: async () => {
      await assertRejects(
        () =>
          withSplit(
            { dataset: "cifar10" },
            cifar10Files(train, train[0]!.slice(1)),
            { body: () => {} },
          ),
        RangeError,
        "Expected a multiple of 3073 bytes but found 30729",
      );
    },
  }],
};
