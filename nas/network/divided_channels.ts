import type { Layers, MixtureRef } from "../layers/layers.ts";

/** A value in two parts: the channels for the candidates, and those that bypass them, halved for edges of stride 2. */
export interface DividedValue<T> {
  readonly worked: T;
  readonly rest: (stride: 1 | 2) => T;
}

/**
 * Divides the channels of a value.
 *
 * @param share One of this many channels, the first ones, goes through the candidates.
 * @throws {RangeError} If the channels cannot be divided by it.
 */
export function divided<T>(
  layers: Layers<T>,
  x: T,
  share: number,
): DividedValue<T> {
  const channels = layers.channels(x);
  if (channels % share !== 0) {
    throw new RangeError(
      `Expected channels divisible by ${share} for partial channels but found ${channels}`,
    );
  }
  const [worked, rest] = layers.split(x, channels / share);
  let halved: T | undefined;
  return {
    worked,
    rest: (stride) => stride === 1 ? rest : halved ??= layers.half(rest),
  };
}

/** Contribution of an edge to its node, in two parts of the channels. */
export interface DividedTerm<T> {
  /** Sum of its candidates. */
  readonly worked: T;
  /** The channels that bypass the candidates. */
  readonly rest: T;
  /** Weight of the edge among those of its node; none by default. */
  readonly weight?: MixtureRef | undefined;
}

/**
 * Sum over edges, with the channels shuffled in as many groups as they were divided by. All edges shuffle alike, so their
 * sum is shuffled, once.
 */
export function joined<T>(
  layers: Layers<T>,
  edges: readonly DividedTerm<T>[],
  share: number,
): T {
  const weighed = (part: "worked" | "rest") =>
    layers.add(
      edges.map(({ weight, ...term }) =>
        weight === undefined ? term[part] : layers.weigh(term[part], weight)
      ),
    );
  return layers.shuffle(
    layers.concat([weighed("worked"), weighed("rest")]),
    share,
  );
}
