/** Names of the golden files in `test/golden`. */
export type GoldenName =
  | "beta_darts"
  | "benchsuite"
  | "cell_retrain"
  | "cell_search"
  | "clip"
  | "counts"
  | "cutout"
  | "drnas"
  | "darts_minus"
  | "early_stop"
  | "fairdarts"
  | "gdas"
  | "genotype"
  | "robustdarts_hessian_fixture"
  | "robustdarts_search_eigenvalues"
  | "hessian_s2"
  | "hessian_s5"
  | "hessian_nb101_space1"
  | `hvp_darts_${"s1" | "s5"}`
  | "mixedop"
  | "nb201_genotype"
  | "nb201_index"
  | "nb201_table_sample"
  | "nb201_ops"
  | "nb_convert"
  | "oles"
  | "primitives"
  | "published_genotypes"
  | "retrain"
  | "rnn_cell"
  | "rnn_corpus"
  | "rnn_genotype"
  | "schedules"
  | `search_darts_${"s1" | "s5"}_${"darts1" | "darts2" | "rs" | "adv"}`
  | "search_darts_s5_fairdarts"
  | `search_nb101_space1_${"darts1" | "darts2" | "rs" | "adv"}`
  | `search_rnn_${"start" | "darts1" | "rs" | "adv"}`
  | `search_nb201_${"darts1" | "rs" | "adv" | "beta" | "drnas" | "gdas"}`
  | "spaces"
  | "supernet_darts_s1"
  | "supernet_darts_s5"
  | `supernet_nb101_space${1 | 2 | 3}`
  | "supernet_nb201";

/** A tensor as a golden file holds it: base64 of raw little-endian values in C order. */
export interface EncodedTensor {
  /** Size of each dimension. */
  readonly shape: readonly number[];
  /** Element type. */
  readonly dtype: "f32" | "f64" | "i32";
  /** The values. */
  readonly b64: string;
}

/** A decoded golden tensor. */
export interface GoldenTensor {
  /** Size of each dimension. */
  readonly shape: number[];
  /** Elements in C order. */
  readonly data: Float32Array | Float64Array | Int32Array;
}

const ARRAYS = { f32: Float32Array, f64: Float64Array, i32: Int32Array };

/**
 * Reads a golden file. The caller names the part of its form that the test uses.
 *
 * @example
 * ```ts
 * import { readGolden } from "./golden.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { cases } = readGolden<{ cases: { in: number[][] }[] }>("clip");
 * assertEquals(cases[0]?.in, [[0.2, 0.3, 0.5]]);
 * ```
 */
export function readGolden<T>(name: GoldenName): T {
  return JSON.parse(
    Deno.readTextFileSync(new URL(`../golden/${name}.json`, import.meta.url)),
  );
}

/** Decodes a tensor of a golden file. */
export function goldenTensor(
  { shape, dtype, b64 }: EncodedTensor,
): GoldenTensor {
  const bytes = Uint8Array.from(
    atob(b64),
    (character) => character.charCodeAt(0),
  );
  const data = new ARRAYS[dtype](bytes.buffer);
  const count = shape.reduce((product, n) => product * n, 1);
  if (data.length !== count) {
    throw new RangeError(
      `Expected ${count} values for shape [${shape}] but found ${data.length}`,
    );
  }
  return { shape: [...shape], data };
}
