import type { LoadedParts } from "./part.ts";

/**
 * A file or folder of the user outside of the cache. `run` reads it, and a parameter identifies it by its digest. Every
 * plan and run looks at it again: if it is no longer what the parameter says, the instance is not done.
 */
export interface OutsideInput {
  /** Absolute path. */
  readonly path: string;
  /**
   * Where its digest is: keys that lead to a parameter, with the SHA-256 of a file or of the listing of a folder; or, of a
   * file that a user's module names, the digest that stands there.
   */
  readonly digest: readonly string[] | FileHash;
  /** For a folder: URL of a module that exports a {@linkcode ListOutside} as `listOutside`. */
  readonly list?: string;
  /** What that function is given, as plain JSON, such as the classes that count. */
  readonly options?: unknown;
}

/** Hash of a file that a module names. */
export interface FileHash {
  /** Hash function. */
  readonly algorithm: "md5" | "sha256" | "sha512";
  /** Lower-case hex. */
  readonly hex: string;
  /** The module, as messages name it. */
  readonly module: string;
}

/** Lists what lies outside of the cache, by the parameters of a stage and what users' modules export. */
export type ListedOutside<P> = (
  params: P,
  loaded: LoadedParts,
) => readonly OutsideInput[];

/** The files of a folder that count for its listing. */
export interface OutsideFiles {
  /** Their paths below the folder, with `/` between the steps and in the order of the listing. */
  readonly files: readonly string[];
  /** Name of one of them in messages, such as `image`. */
  readonly noun: string;
  /** Number of what the noun names, for messages. */
  readonly count: number;
  /** Throws at content that cannot be used, before its digest is offered for the pipeline file. */
  readonly check?: () => void;
}

/**
 * Lists the files of a folder that count. It is called by every plan and run, so it opens no file. It throws what is
 * wrong with the folder.
 */
export type ListOutside = (
  folder: string,
  options: unknown,
) => Promise<OutsideFiles>;
