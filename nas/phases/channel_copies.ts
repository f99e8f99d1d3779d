import { randomStream } from "../../engine/philox.ts";

/** How a dimension of channels grows: for each new channel, the old one that it is a copy of. */
export interface ChannelCopies {
  /** Old channels. */
  readonly from: number;
  /** Old channel of each new one. */
  readonly sources: Uint32Array;
}

/** A dimension that is no channel, or a single channel: it stays. */
export const ONE_CHANNEL: ChannelCopies = {
  from: 1,
  sources: new Uint32Array(1),
};

/** Where copies are drawn: each place has random numbers of its own. */
export interface CopiesAt {
  readonly seed: number;
  /** Epoch, from 0, before which the network grows. */
  readonly epoch: number;
}

/**
 * The old channels in their order, then copies of channels that are drawn at random, uniformly and with replacement.
 *
 * @param place Name of the dimension, such as `cells.0._ops.3._ops.1.op.1.weight/in`.
 * @throws {RangeError} If there are fewer new channels than old ones.
 */
export function drawnCopies(
  place: string,
  { from, to }: { readonly from: number; readonly to: number },
  { seed, epoch }: CopiesAt,
): ChannelCopies {
  if (to < from) {
    throw new RangeError(
      `Expected at least ${from} channels but found ${to} in ${place}`,
    );
  }
  const random = randomStream({ seed, stream: `widen/${place}`, epoch });
  return {
    from,
    sources: Uint32Array.from(
      { length: to },
      (_, at) => at < from ? at : random.below(from),
    ),
  };
}

/** Copies of values that are joined: those of the first, then those of the second, and so on. */
export function joinedCopies(parts: readonly ChannelCopies[]): ChannelCopies {
  let from = 0;
  const sources: number[] = [];
  for (const part of parts) {
    for (const source of part.sources) sources.push(from + source);
    from += part.from;
  }
  return { from, sources: Uint32Array.from(sources) };
}

/**
 * A tensor whose last two dimensions are channels, such as a filter in HWIO, with copies of them.
 *
 * @param data Row-major; the last dimensions have `input.from` and `output.from` elements.
 */
export function grownTensor(
  data: Float32Array,
  input: ChannelCopies,
  output: ChannelCopies,
): Float32Array {
  const each = input.from * output.from;
  const [inputs, outputs] = [input.sources, output.sources];
  const grown = new Float32Array(
    data.length / each * inputs.length * outputs.length,
  );
  let at = 0;
  for (let start = 0; start < data.length; start += each) {
    for (const i of inputs) {
      for (const o of outputs) grown[at++] = data[start + i * output.from + o]!;
    }
  }
  return grown;
}
