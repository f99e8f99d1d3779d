/** One name or several. */
export type Names<T extends string> = T | readonly T[];

/** Options of `parseArgs`. */
export interface ParseOptions<
  S extends string = string,
  B extends string = string,
  C extends string = string,
  N extends string = string,
  D extends Record<string, unknown> = Record<string, unknown>,
> {
  /** Names that always hold text. */
  string?: Names<S>;
  /** Names that hold `true` or `false`; `false` when not given. */
  boolean?: Names<B>;
  /** Names whose repeated values are gathered in an array; `[]` when not given. Others keep the last value. */
  collect?: Names<C>;
  /** Names that `--no-NAME` sets to `false`. */
  negatable?: Names<N>;
  /** Other spellings of a name, by name. */
  alias?: Record<string, string | readonly string[]>;
  /** Values of names that are not given. */
  default?: D;
  /** Takes everything from the first positional argument on as positional. */
  stopEarly?: boolean;
  /** Puts what follows `--` into the result's `"--"` instead of `_`. */
  "--"?: boolean;
  /** Called with each argument that no option declares; `false` drops it. */
  unknown?: (arg: string, key?: string, value?: unknown) => unknown;
}

/** Positional arguments. */
export interface Positional {
  /** Arguments that belong to no option; numbers are converted unless `string` contains `_`. */
  _: (string | number)[];
  /** Arguments after `--`, if the option `"--"` is set. */
  "--"?: string[];
}

/** A name without a default may be missing. */
export type Optional<K extends string, V, D> =
  & { [Key in Exclude<K, keyof D>]?: V }
  & { [Key in Extract<K, keyof D>]: V };

/** Result of `parseArgs`; declared names are typed. */
export type Args<
  S extends string,
  B extends string,
  C extends string,
  N extends string,
  D extends Record<string, unknown>,
> =
  & Positional
  & ([S | B | C] extends [never]
    // deno-lint-ignore no-explicit-any
    ? Record<string, any>
    :
      & Record<string, unknown>
      & Optional<Exclude<S, C | N>, string, D>
      & Optional<Exclude<Extract<S, N>, C>, string | false, D>
      & { [Key in Extract<S, C>]: string[] }
      & { [Key in Exclude<C, S>]: unknown[] }
      & { [Key in B]: boolean });
