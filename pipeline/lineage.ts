/** Kind of an artifact, by which the wiring of a pipeline file is checked. */
export type Kind = string;

/** Coordinates of an instance on the matrix axes, such as `{ method: "darts", seed: 0 }`. */
export type Point = Readonly<Record<string, string | number | boolean>>;

/** An output of an instance, such as `history` of `search@darts,seed=0`. */
export interface Origin {
  /** Name of the instance that made it. */
  readonly instance: string;
  /** Name of its output. */
  readonly output: string;
}

/** An instance that the inputs of a stage descend from. */
export interface Ancestor {
  /** Name, such as `search@darts,seed=0`. */
  readonly name: string;
  /** Identifier of its stage in the pipeline file. */
  readonly stage: string;
  /** Name of the stage, as `use:` gives it. */
  readonly use: string;
  /** Its coordinates on the axes of the matrix. */
  readonly point: Point;
  /** Its parsed parameters. */
  readonly params: unknown;
  /** Kinds of its outputs. */
  readonly kinds: readonly Kind[];
  /** Names of the instances that it takes its inputs from. */
  readonly inputs: readonly {
    readonly name: string;
    /** True if the input gathers. */
    readonly many: boolean;
    readonly from: readonly string[];
  }[];
}
