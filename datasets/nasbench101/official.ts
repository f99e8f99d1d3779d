import type { PublishedFile } from "../catalogue/spec.ts";

const FOLDER = "https://storage.googleapis.com/nasbench/";

function file(name: string, hex: string): PublishedFile {
  return {
    name,
    url: `${FOLDER}${name}`,
    digest: { algorithm: "sha256", hex },
  };
}

/**
 * The two official NAS-Bench-101 files (Ying et al. 2019): 423,624 cells, each trained three times. `only108` holds the
 * trainings of 108 epochs (about 499 MB), `full` those of 4, 12, 36 and 108 (about 1.95 GB).
 */
export const OFFICIAL_TABLES = {
  only108: file(
    "nasbench_only108.tfrecord",
    "4c39c3936e36a85269881d659e44e61a245babcb72cb374eacacf75d0e5f4fd1",
  ),
  full: file(
    "nasbench_full.tfrecord",
    "3d64db8180fb1b0207212f9032205064312b6907a3bbc81eabea10db2f5c7e9c",
  ),
} as const satisfies Readonly<Record<string, PublishedFile>>;

/** Names of the official tables. */
export const TABLE_NAMES = ["only108", "full"] as const;
