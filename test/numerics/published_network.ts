import type { Genotype } from "../../nas/genotype/genotype.ts";
import type { NetworkConfig } from "../../nas/network/network.ts";
import { BUILT_IN_OPERATIONS } from "../../nas/operations/built_in_operations.ts";
import { BUILT_IN_STEMS } from "../../nas/stems/built_in_stems.ts";
import { readGolden } from "./golden.ts";

/** A derived network as golden files describe it. */
export interface GoldenNetworkSize {
  /** Name of a published genotype. */
  readonly genotype: string;
  /** Channels of the first cells. */
  readonly C: number;
  /** Cells. */
  readonly layers: number;
  readonly classes: number;
}

const { genotypes } = readGolden<{ genotypes: Record<string, Genotype> }>(
  "published_genotypes",
);

/** The network for images of CIFAR, with its auxiliary head. */
export function publishedNetwork(
  { genotype, C, layers, classes }: GoldenNetworkSize,
): NetworkConfig {
  return {
    genotype: genotypes[genotype]!,
    operations: BUILT_IN_OPERATIONS,
    stem: BUILT_IN_STEMS.cifar,
    channels: C,
    cells: layers,
    classes,
    size: 32,
    auxiliary: true,
  };
}
