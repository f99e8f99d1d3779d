import type { DatasetSpec } from "../catalogue/spec.ts";
import type { ImageSources } from "./image_source.ts";

/** The files of a data set, as the stage `download` has stored them. */
export interface DatasetFiles {
  /** Names of the files, ascending. */
  readonly names: readonly string[];
  /** Path of a file, there or not. */
  readonly path: (name: string) => string;
  /** True if every byte is as `files` of the data set says; false for files that the user names in their place. */
  readonly official: boolean;
  /** True if optional files are wanted too: the parameter `extra` of `split`. */
  readonly extra: boolean;
  /** Class folders to take, the parameter `classes` of `download`; undefined for all. */
  readonly classes?: readonly string[];
}

/**
 * A data set as a module exports it under the name `dataset`: what is known before its files are read, and how they are
 * read. The built-in ones in `datasets/readers/` are written by it too.
 */
export interface DatasetDefinition extends DatasetSpec {
  /**
   * Opens the files: reads labels, but no pixels yet. It runs in the process of the stage `split`, which may read the
   * files and nothing else.
   *
   * @throws {Error} If a file is damaged, with the file, what was expected and what was found.
   */
  readonly open: (files: DatasetFiles) => Promise<ImageSources>;
}
