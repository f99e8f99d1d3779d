import { allCandidates } from "./all_candidates.ts";
import type { ConvOptions, Layers, NormOptions } from "./layers.ts";
import type { Layout } from "./layout.ts";
import { createLedger, type Ledger } from "./ledger.ts";

/** Size of a feature map. */
export interface Extent {
  /** Rows. */
  readonly height: number;
  /** Columns. */
  readonly width: number;
  readonly channels: number;
}

/**
 * Reads a network with shapes only: parameters, statistics, droppable paths and costs, without a single tensor.
 *
 * @example Parameters of a 1x1 convolution from 3 to 8 channels
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { layoutOf } from "./shape_layers.ts";
 *
 * const layout = layoutOf((layers, x) => {
 *   layers.conv(x, { name: "stem", filters: 8 });
 * }, { height: 32, width: 32, channels: 3 });
 * assertEquals(layout.parameterCount, 24);
 * assertEquals(layout.convolutionMacs, 24 * 32 * 32);
 * ```
 */
export function layoutOf(
  network: (layers: Layers<Extent>, x: Extent) => void,
  input: Extent,
): Layout {
  const ledger = createLedger();
  network(shapeLayers(ledger), input);
  return ledger.layout();
}

/** Layers over sizes that record parameters, statistics and costs in a ledger. */
function shapeLayers(ledger: Ledger): Layers<Extent> {
  const pooled = new Map<Extent, Map<string, Extent>>();
  const conv = (x: Extent, options: ConvOptions) =>
    convolution(ledger, x, options);
  const norm = normalisation(ledger);
  return {
    ...SIZES,
    ...pooling(ledger),
    conv,
    depthwise(x, { name, kernel, stride }) {
      ledger.parameter({
        name: `${name}.weight`,
        shape: [kernel, kernel, x.channels, 1],
        initial: { bound: 1 / kernel },
        depthwise: true,
      });
      const y = strided(x, stride);
      const macs = kernel * kernel * x.channels * y.height * y.width;
      ledger.cost("convolutionMacs", macs);
      return y;
    },
    norm,
    convNorm: (x, options, normOptions) => norm(conv(x, options), normOptions),
    pool(x, kind, stride) {
      return pooled.getOrInsertComputed(x, () => new Map())
        .getOrInsertComputed(`${kind}${stride}`, () => {
          const y = strided(x, stride);
          ledger.cost("poolingOperations", 9 * volume(y));
          return y;
        });
    },
    noise(x, { name, stride }) {
      ledger.noise(name);
      return strided(x, stride);
    },
    dropPath(x, name) {
      ledger.path(name);
      return { ...x };
    },
    dropOut(x, { name }) {
      ledger.noise(name);
      return { ...x };
    },
    linear(x, { name, units }) {
      const inputs = x.height * x.width * x.channels;
      const initial = { bound: 1 / Math.sqrt(inputs) };
      const shape = [inputs, units];
      ledger.parameter({ name: `${name}.weight`, shape, initial });
      ledger.parameter({ name: `${name}.bias`, shape: [units], initial });
      ledger.cost("linearMacs", inputs * units);
      return { height: 1, width: 1, channels: units };
    },
  };
}

function convolution(
  ledger: Ledger,
  x: Extent,
  { name, filters, kernel = [1, 1], stride = [1, 1], pad = [0, 0] }:
    ConvOptions,
): Extent {
  const fanIn = kernel[0] * kernel[1] * x.channels;
  ledger.parameter({
    name: `${name}.weight`,
    shape: [...kernel, x.channels, filters],
    initial: { bound: 1 / Math.sqrt(fanIn) },
  });
  const y = {
    height: Math.floor((x.height + 2 * pad[0] - kernel[0]) / stride[0]) + 1,
    width: Math.floor((x.width + 2 * pad[1] - kernel[1]) / stride[1]) + 1,
    channels: filters,
  };
  ledger.cost("convolutionMacs", fanIn * filters * y.height * y.width);
  return y;
}

/** Plain normalisations of the same map share their statistics. */
function normalisation(
  ledger: Ledger,
): (x: Extent, options: NormOptions) => Extent {
  const normalised = new Map<Extent, { y: Extent; index: number }>();
  return (x, { name, affine, momentum }) => {
    const known = affine ? undefined : normalised.get(x);
    if (known !== undefined) {
      ledger.alias(known.index, name);
      return known.y;
    }
    if (affine) {
      for (const [part, constant] of [["weight", 1], ["bias", 0]] as const) {
        ledger.parameter({
          name: `${name}.${part}`,
          shape: [x.channels],
          initial: { constant },
        });
      }
    }
    const index = ledger.statistics(name, x.channels, momentum);
    ledger.cost("normalisationMacs", volume(x));
    const y = { ...x };
    if (!affine) normalised.set(x, { y, index });
    return y;
  };
}

/** Values of a feature map. */
function volume({ height, width, channels }: Extent): number {
  return height * width * channels;
}

/** Pools whose windows do not overlap the border by much; those of a candidate operation are shared and apart. */
function pooling(
  ledger: Ledger,
): Pick<
  Layers<Extent>,
  "borderedHalf" | "half" | "averagePool" | "globalAverage"
> {
  const counted = (y: Extent, window: number): Extent => {
    ledger.cost("poolingOperations", window * volume(y));
    return y;
  };
  const side = (x: Extent, to: (side: number) => number): Extent => ({
    ...x,
    height: to(x.height),
    width: to(x.width),
  });
  return {
    borderedHalf: (x) => counted(side(x, (n) => Math.floor(n / 2) + 1), 4),
    half: (x) => counted(side(x, (n) => Math.floor(n / 2)), 4),
    averagePool: (x, size, stride) =>
      counted(
        side(x, (n) => Math.floor((n - size) / stride) + 1),
        size * size,
      ),
    globalAverage: (x) => counted(side(x, () => 1), x.height * x.width),
  };
}

function strided(x: Extent, stride: number): Extent {
  return {
    ...x,
    height: Math.ceil(x.height / stride),
    width: Math.ceil(x.width / stride),
  };
}

/** Layers that have nothing but a size. */
const SIZES = {
  channels: (x) => x.channels,
  relu: (x) => ({ ...x }),
  subsample: (x, offset) => ({
    ...x,
    height: Math.ceil((x.height - offset) / 2),
    width: Math.ceil((x.width - offset) / 2),
  }),
  zeros: strided,
  concat: (xs) => ({
    ...sameSize(xs, "concat"),
    channels: xs.reduce((sum, x) => sum + x.channels, 0),
  }),
  split: (x, first) => [
    { ...x, channels: first },
    { ...x, channels: x.channels - first },
  ],
  shuffle: (x) => ({ ...x }),
  add: (xs) => ({ ...sameShape(xs, "add") }),
  edge: allCandidates,
  weigh: (x) => ({ ...x }),
  fade: (x) => ({ ...x }),
  recompute: (part) => part(),
} satisfies Partial<Layers<Extent>>;

function sameSize(xs: readonly Extent[], place: string): Extent {
  const first = xs[0];
  if (first === undefined) {
    throw new Error(`No values to ${place}`);
  }
  for (const x of xs) {
    if (x.height !== first.height || x.width !== first.width) {
      throw new Error(
        `Expected ${first.height}x${first.width} but found ${x.height}x${x.width} in ${place}: the image side must be divisible by 4, or by 32 with stem: imagenet`,
      );
    }
  }
  return first;
}

function sameShape(xs: readonly Extent[], place: string): Extent {
  const first = sameSize(xs, place);
  for (const x of xs) {
    if (x.channels !== first.channels) {
      throw new Error(
        `Expected ${first.channels} channels but found ${x.channels} in ${place}`,
      );
    }
  }
  return first;
}
