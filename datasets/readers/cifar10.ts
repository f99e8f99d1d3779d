import {
  CIFAR10,
  CIFAR10_META_FILE,
  CIFAR10_TEST_FILE,
  CIFAR10_TRAIN_FILES,
} from "../catalogue/cifar10.ts";
import { CIFAR10_RECORDS } from "../formats/records.ts";
import { refuseUnsound } from "../sources/check_own_files.ts";
import type { DatasetDefinition } from "../sources/dataset_definition.ts";
import { openRecords, readClassNames } from "../sources/record_source.ts";

/** CIFAR-10. */
export const dataset: DatasetDefinition = {
  ...CIFAR10,
  async open({ names, path, official }) {
    const paths = {
      train: CIFAR10_TRAIN_FILES.map(({ name }) => path(name)),
      test: [path(CIFAR10_TEST_FILE.name)],
    };
    const rest = {
      layout: CIFAR10_RECORDS,
      // The user's files may have classes of their own.
      ...(official || !names.includes(CIFAR10_META_FILE) ? {} : {
        classNames: await readClassNames(
          path(CIFAR10_META_FILE),
          CIFAR10.classes,
        ),
      }),
    };
    const train = await openRecords(paths.train, rest);
    const test = await openRecords(paths.test, rest);
    if (!official) {
      const classes = train.classNames ?? CIFAR10.classNames!;
      refuseUnsound({ train, test }, { classes, paths });
    }
    return { train, test };
  },
};
