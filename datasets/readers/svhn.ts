import { SVHN, SVHN_EXTRA, SVHN_TEST, SVHN_TRAIN } from "../catalogue/svhn.ts";
import { refuseUnsound } from "../sources/check_own_files.ts";
import type { DatasetDefinition } from "../sources/dataset_definition.ts";
import { openSvhn } from "../sources/svhn_source.ts";
import { PASSED } from "../sources/unwanted.ts";

/** SVHN. */
export const dataset: DatasetDefinition = {
  ...SVHN,
  async open({ path, official, extra }) {
    const paths = {
      train: [SVHN_TRAIN, ...(extra ? [SVHN_EXTRA] : [])].map(path),
      test: [path(SVHN_TEST)],
    };
    const train = await openSvhn(paths.train);
    const test = await openSvhn(paths.test);
    if (!official) {
      refuseUnsound({ train, test }, { classes: SVHN.classNames!, paths });
    }
    const beside = train.beside + test.beside;
    return { train, test, passedOver: { [PASSED.arrays]: beside } };
  },
};
