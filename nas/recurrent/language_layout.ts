import type { Layout, ParameterSpec } from "../layers/layout.ts";

/** Sizes of a language model around a recurrent cell. */
export interface LanguageSizes {
  /** Words of the vocabulary. */
  readonly words: number;
  /** Numbers of an embedding, and of a hidden state. */
  readonly units: number;
  /** Nodes of the cell. */
  readonly nodes: number;
}

/** All weights begin uniform in +- this, but for the bias of the decoder, which is 0. */
const INITIAL_BOUND = 0.04;

/** Name of the normalisation that all states of the cell of a search pass. */
const STATE_NORM = "rnns.0.bn";

/**
 * Positions of the weights of a language model, by the reference's names. The decoder has the weights of the encoder
 * (docs/recurrent.md section 2).
 *
 * @param normalised True for the cell of a search.
 */
export function languageLayout(
  { words, units, nodes }: LanguageSizes,
  normalised: boolean,
): Layout {
  const shapes: [name: string, shape: number[]][] = [
    ["encoder.weight", [words, units]],
    ["rnns.0._W0", [2 * units, 2 * units]],
    ...Array.from({ length: nodes }, (_, i): [string, number[]] => [
      `rnns.0._Ws.${i}`,
      [units, 2 * units],
    ]),
    ["decoder.bias", [words]],
  ];
  const parameters: ParameterSpec[] = [];
  let offset = 0;
  for (const [name, shape] of shapes) {
    const size = shape.reduce((product, n) => product * n, 1);
    const initial = shape.length === 1
      ? { constant: 0 }
      : { bound: INITIAL_BOUND };
    parameters.push({ name, shape, offset, size, initial });
    offset += size;
  }
  const statistics = normalised
    ? [{ name: STATE_NORM, aliases: [], size: units, offset: 0 }]
    : [];
  return {
    parameters,
    parameterCount: offset,
    statistics,
    statisticsCount: normalised ? units : 0,
    paths: [],
    noises: [],
    convolutionMacs: 0,
    linearMacs: 0,
    normalisationMacs: 0,
    poolingOperations: 0,
  };
}
