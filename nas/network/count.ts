import { AUXILIARY_PREFIX } from "./auxiliary_head.ts";
import { type NetworkConfig, networkLayout } from "./network.ts";

/** Size and cost of a network. */
export interface NetworkCount {
  /** Trainable parameters without the auxiliary head: the headline. */
  readonly parameters: number;
  /** Trainable parameters of the auxiliary head. */
  readonly auxiliary: number;
  /** Multiply-accumulates of the convolutions of one image, without the auxiliary head. */
  readonly convolutionMacs: number;
  /** Multiply-accumulates of the classifier. */
  readonly linearMacs: number;
}

/** What {@linkcode countNetwork} leaves out of its multiply-accumulates, also without the auxiliary head. */
export interface OtherCosts {
  /** Multiply-accumulates of normalisations in evaluation mode: a factor and a summand for each value. */
  readonly normalisationMacs: number;
  /** Additions and comparisons of pools: one for each place of a window, of a shared pool once. */
  readonly poolingOperations: number;
}

/** How {@linkcode countNetwork} counts (docs/method.md section 6). */
export const COUNTING = {
  auxiliaryHead: "excluded",
  macs: ["convolution", "linear"],
} as const;

/** Counts normalisation and pooling, which the papers leave out, apart. */
export function countOthers(config: NetworkConfig): OtherCosts {
  const { normalisationMacs, poolingOperations } = networkLayout({
    ...config,
    auxiliary: false,
  });
  return { normalisationMacs, poolingOperations };
}

/** Counts parameters and multiply-accumulates from shapes, as the papers do: without the auxiliary head. */
export function countNetwork(config: NetworkConfig): NetworkCount {
  const plain = networkLayout({ ...config, auxiliary: false });
  const auxiliary = config.auxiliary
    ? networkLayout(config).parameters
      .filter((p) => p.name.startsWith(AUXILIARY_PREFIX))
      .reduce((sum, p) => sum + p.size, 0)
    : 0;
  return {
    parameters: plain.parameterCount,
    auxiliary,
    convolutionMacs: plain.convolutionMacs,
    linearMacs: plain.linearMacs,
  };
}
