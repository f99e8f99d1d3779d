import type { ConvOptions, Layers, NormOptions } from "./layers.ts";
import type { Layout, ParameterSpec, StatisticsSpec } from "./layout.ts";

/** Size of a feature map. */
export interface Extent {
  /** Rows. */
  readonly height: number;
  /** Columns. */
  readonly width: number;
  /** Channels. */
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
  const parameters: ParameterSpec[] = [];
  const statistics: (StatisticsSpec & { aliases: string[] })[] = [];
  const paths: string[] = [];
  const noises: string[] = [];
  const normalised = new Map<Extent, { y: Extent; index: number }>();
  const pooled = new Map<Extent, Map<string, Extent>>();
  const names = new Set<string>();
  let parameterCount = 0;
  let statisticsCount = 0;
  let convolutionMacs = 0;
  let linearMacs = 0;

  const parameter = (
    name: string,
    shape: readonly number[],
    initial: ParameterSpec["initial"],
  ) => {
    if (names.has(name)) {
      throw new Error(`Expected distinct parameters but found ${name} twice`);
    }
    names.add(name);
    const size = shape.reduce((a, b) => a * b, 1);
    parameters.push({ name, shape, offset: parameterCount, size, initial });
    parameterCount += size;
  };
  const strided = (x: Extent, stride: number): Extent => ({
    ...x,
    height: Math.ceil(x.height / stride),
    width: Math.ceil(x.width / stride),
  });
  const conv = (x: Extent, options: ConvOptions): Extent => {
    const { name, filters, kernel = [1, 1], stride = [1, 1], pad = [0, 0] } =
      options;
    const fanIn = kernel[0] * kernel[1] * x.channels;
    parameter(`${name}.weight`, [...kernel, x.channels, filters], {
      bound: 1 / Math.sqrt(fanIn),
    });
    const y = {
      height: Math.floor((x.height + 2 * pad[0] - kernel[0]) / stride[0]) + 1,
      width: Math.floor((x.width + 2 * pad[1] - kernel[1]) / stride[1]) + 1,
      channels: filters,
    };
    convolutionMacs += fanIn * filters * y.height * y.width;
    return y;
  };
  const norm = (
    x: Extent,
    { name, affine, momentum }: NormOptions,
  ): Extent => {
    const known = affine ? undefined : normalised.get(x);
    if (known !== undefined) {
      statistics[known.index]!.aliases.push(name);
      return known.y;
    }
    if (affine) {
      parameter(`${name}.weight`, [x.channels], { constant: 1 });
      parameter(`${name}.bias`, [x.channels], { constant: 0 });
    }
    statistics.push({
      name,
      aliases: [],
      size: x.channels,
      offset: statisticsCount,
      ...(momentum === undefined ? {} : { momentum }),
    });
    statisticsCount += x.channels;
    const y = { ...x };
    if (!affine) normalised.set(x, { y, index: statistics.length - 1 });
    return y;
  };

  network({
    channels: (x) => x.channels,
    relu: (x) => ({ ...x }),
    conv,
    depthwise(x, { name, kernel, stride }) {
      parameter(`${name}.weight`, [kernel, kernel, x.channels, 1], {
        bound: 1 / kernel,
      });
      const y = strided(x, stride);
      convolutionMacs += kernel * kernel * x.channels * y.height * y.width;
      return y;
    },
    norm,
    convNorm: (x, options, normOptions) => norm(conv(x, options), normOptions),
    pool(x, kind, stride) {
      const kinds = pooled.get(x) ?? new Map<string, Extent>();
      pooled.set(x, kinds);
      const y = kinds.get(`${kind}${stride}`) ?? strided(x, stride);
      kinds.set(`${kind}${stride}`, y);
      return y;
    },
    borderedHalf: (x) => ({
      ...x,
      height: Math.floor(x.height / 2) + 1,
      width: Math.floor(x.width / 2) + 1,
    }),
    half: (x) => ({
      ...x,
      height: Math.floor(x.height / 2),
      width: Math.floor(x.width / 2),
    }),
    averagePool: (x, size, stride) => ({
      ...x,
      height: Math.floor((x.height - size) / stride) + 1,
      width: Math.floor((x.width - size) / stride) + 1,
    }),
    subsample: (x, offset) => ({
      ...x,
      height: Math.ceil((x.height - offset) / 2),
      width: Math.ceil((x.width - offset) / 2),
    }),
    noise(x, { name, stride }) {
      noises.push(name);
      return strided(x, stride);
    },
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
    weigh: (x) => ({ ...x }),
    dropPath(x, name) {
      paths.push(name);
      return { ...x };
    },
    recompute: (part) => part(),
    dropOut(x, { name }) {
      noises.push(name);
      return { ...x };
    },
    globalAverage: (x) => ({ height: 1, width: 1, channels: x.channels }),
    linear(x, { name, units }) {
      const inputs = x.height * x.width * x.channels;
      const bound = 1 / Math.sqrt(inputs);
      parameter(`${name}.weight`, [inputs, units], { bound });
      parameter(`${name}.bias`, [units], { bound });
      linearMacs += inputs * units;
      return { height: 1, width: 1, channels: units };
    },
  }, input);
  return {
    parameters,
    parameterCount,
    statistics,
    statisticsCount,
    paths,
    noises,
    convolutionMacs,
    linearMacs,
  };
}

function sameSize(xs: readonly Extent[], place: string): Extent {
  const first = xs[0];
  if (first === undefined) {
    throw new Error(`Expected values in ${place} but found none`);
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
