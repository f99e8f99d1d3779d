import type { Layers } from "../../../nas/layers/layers.ts";
import {
  type MixedEdge,
  mixedTerms,
} from "../../../nas/network/mixed_terms.ts";
import { CHANNEL_SHARE } from "../../../nas/network/partial_channels.ts";

/**
 * A mixed operation on one channel of `share`, by default four, as PC-DARTS publishes it, edge by edge: the others bypass
 * the candidates, and the channels are shuffled afterwards.
 */
export function partialMixture<T>(
  layers: Layers<T>,
  kinds: readonly string[],
  x: T,
  edge: MixedEdge,
  share = CHANNEL_SHARE,
): T {
  const [worked, rest] = layers.split(x, layers.channels(x) / share);
  const mixed = layers.add(mixedTerms(layers, kinds, worked, edge));
  const bypass = edge.stride === 1 ? rest : layers.half(rest);
  return layers.shuffle(layers.concat([mixed, bypass]), share);
}
