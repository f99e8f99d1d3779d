import {
  CIFAR100,
  CIFAR100_CLASSES,
  CIFAR100_COARSE,
} from "../catalogue/cifar100.ts";
import { CIFAR100_RECORDS } from "../formats/records.ts";
import { refuseUnsound } from "../sources/check_own_files.ts";
import type { DatasetDefinition } from "../sources/dataset_definition.ts";
import { openRecords, readClassNames } from "../sources/record_source.ts";

/** CIFAR-100 with its fine classes. */
export const dataset: DatasetDefinition = {
  ...CIFAR100,
  async open({ path, official }) {
    const paths = { train: [path("train.bin")], test: [path("test.bin")] };
    const classNames = await readClassNames(
      path("fine_label_names.txt"),
      CIFAR100.classes,
      official ? CIFAR100_CLASSES : undefined,
    );
    const rest = {
      layout: CIFAR100_RECORDS,
      classNames,
      ...(official ? { coarse: CIFAR100_COARSE } : {}),
    };
    const train = await openRecords(paths.train, rest);
    const test = await openRecords(paths.test, rest);
    if (!official) {
      refuseUnsound({ train, test }, { classes: classNames, paths });
    }
    return { train, test };
  },
};
