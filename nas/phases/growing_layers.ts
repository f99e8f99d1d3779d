import { allCandidates } from "../layers/all_candidates.ts";
import type { ConvOptions, Layers, NormOptions } from "../layers/layers.ts";
import {
  type ChannelCopies,
  joinedCopies,
  ONE_CHANNEL,
} from "./channel_copies.ts";

/** A value of a network that grows. */
export interface Wide {
  /** Its number of channels in the grown network. */
  readonly channels: number;
  /** Channels of the old network that they copy, where the layer that made them has drawn which. */
  readonly copies?: ChannelCopies | undefined;
}

/** Sizes of a dimension before and after. */
interface Sizes {
  readonly from: number;
  readonly to: number;
}

/** Copies parameters and statistics. */
export interface Grower {
  /** Draws which channels are copied. */
  copies(place: string, sizes: Sizes): ChannelCopies;
  /** Shapes of a parameter before and after. */
  shapes(name: string): {
    readonly from: readonly number[];
    readonly to: readonly number[];
  };
  /** Copies a parameter; its last two dimensions are inputs and outputs. */
  parameter(name: string, input: ChannelCopies, output: ChannelCopies): void;
  /** Name of statistics, which several normalisations may share, and their sizes before and after. */
  statisticsSizes(name: string): Sizes & { readonly name: string };
  /** Copies running statistics. */
  statistics(name: string, output: ChannelCopies): void;
}

/** Reads a network after it has grown, and copies its parameters and statistics layer by layer from those before. */
export function growingLayers(grower: Grower): Layers<Wide> {
  /** Copies that the value itself brings, else drawn ones. */
  const copiesFor = (
    place: string,
    sizes: Sizes,
    known?: ChannelCopies,
  ): ChannelCopies =>
    known !== undefined && known.from === sizes.from &&
      known.sources.length === sizes.to
      ? known
      : grower.copies(place, sizes);
  const dimension = (name: string, back: 1 | 2): Sizes => {
    const { from, to } = grower.shapes(name);
    return { from: from.at(-back)!, to: to.at(-back)! };
  };
  const weighted = (x: Wide, name: string): Wide => {
    const weight = `${name}.weight`;
    const input = copiesFor(`${weight}/in`, dimension(weight, 2), x.copies);
    const copies = copiesFor(`${weight}/out`, dimension(weight, 1));
    grower.parameter(weight, input, copies);
    return { channels: copies.sources.length, copies };
  };
  const norm = (x: Wide, { name, affine }: NormOptions): Wide => {
    const sizes = grower.statisticsSizes(name);
    const copies = copiesFor(sizes.name, sizes, x.copies);
    if (affine) {
      grower.parameter(`${name}.weight`, ONE_CHANNEL, copies);
      grower.parameter(`${name}.bias`, ONE_CHANNEL, copies);
    }
    grower.statistics(name, copies);
    return { channels: x.channels, copies };
  };
  const conv = (x: Wide, { name }: ConvOptions) => weighted(x, name);
  return {
    ...UNCHANGED,
    conv,
    depthwise(x, { name }) {
      const weight = `${name}.weight`;
      const copies = copiesFor(`${weight}/in`, dimension(weight, 2), x.copies);
      grower.parameter(weight, copies, ONE_CHANNEL);
      return { channels: x.channels, copies };
    },
    norm,
    convNorm: (x, options, normOptions) => norm(conv(x, options), normOptions),
    linear(x, { name }) {
      const y = weighted(x, name);
      grower.parameter(`${name}.bias`, ONE_CHANNEL, y.copies!);
      return y;
    },
  };
}

const same = (x: Wide): Wide => x;

/** Channels of a value that no single layer made. */
const mixed = ({ channels }: Wide): Wide => ({ channels });

/** Layers without parameters. */
const UNCHANGED = {
  channels: (x) => x.channels,
  relu: same,
  pool: same,
  borderedHalf: same,
  half: same,
  averagePool: same,
  subsample: same,
  noise: mixed,
  zeros: mixed,
  concat(xs) {
    const channels = xs.reduce((sum, x) => sum + x.channels, 0);
    const copies = xs.flatMap((x) => x.copies ?? []);
    return copies.length < xs.length
      ? { channels }
      : { channels, copies: joinedCopies(copies) };
  },
  split: (x, first) => [{ channels: first }, { channels: x.channels - first }],
  shuffle: mixed,
  add: (xs) => xs.length === 1 ? xs[0]! : mixed(xs[0]!),
  edge: allCandidates,
  weigh: same,
  fade: same,
  dropPath: same,
  dropOut: same,
  recompute: (part) => part(),
  globalAverage: same,
} satisfies Partial<Layers<Wide>>;
