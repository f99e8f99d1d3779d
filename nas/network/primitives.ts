import type { Layers, MixtureRef } from "../layers/layers.ts";
import type { Primitive } from "../space/edge_space.ts";

/** ReLU, 1x1 convolution, batch normalisation: the first thing a cell does with an input. */
export function reluConvNorm<T>(
  layers: Layers<T>,
  x: T,
  { name, filters, affine }: { name: string; filters: number; affine: boolean },
): T {
  return layers.convNorm(layers.relu(x), { name: `${name}.op.1`, filters }, {
    name: `${name}.op.2`,
    affine,
  });
}

/** Halves a map by two 1x1 convolutions of stride 2, the second shifted by one pixel, side by side. */
export function factorizedReduce<T>(
  layers: Layers<T>,
  x: T,
  { name, filters, affine, weight }: {
    name: string;
    filters: number;
    affine: boolean;
    weight?: MixtureRef | undefined;
  },
): T {
  const y = layers.relu(x);
  const half = Math.floor(filters / 2);
  return layers.norm(
    layers.concat([
      layers.conv(layers.subsample(y, 0), {
        name: `${name}.conv_1`,
        filters: half,
      }),
      layers.conv(layers.subsample(y, 1), {
        name: `${name}.conv_2`,
        filters: filters - half,
      }),
    ]),
    { name: `${name}.bn`, affine, weight },
  );
}

/** One candidate operation (docs/method.md section 2), keeping the channels of `x`. */
export function primitive<T>(
  layers: Layers<T>,
  kind: Primitive,
  x: T,
  { name, stride, affine, weight }: {
    /** Prefix of its parameter names. */
    readonly name: string;
    /** 2 at the inputs of a reduction cell. */
    readonly stride: 1 | 2;
    /** True for learned scale and offset in batch normalisation (retrain network). */
    readonly affine: boolean;
    /** Mixture weight by which the output is multiplied; free where the operation ends with a batch normalisation. */
    readonly weight?: MixtureRef | undefined;
  },
): T {
  const filters = layers.channels(x);
  const weighed = (y: T) => weight === undefined ? y : layers.weigh(y, weight);
  switch (kind) {
    case "none":
      return layers.zeros(x, stride);
    case "noise":
      return weighed(layers.noise(x, { name, stride }));
    case "max_pool_3x3":
      return weighed(layers.pool(x, "max", stride));
    case "avg_pool_3x3":
      return weighed(layers.pool(x, "avg", stride));
    case "skip_connect":
      return stride === 1
        ? weighed(x)
        : factorizedReduce(layers, x, { name, filters, affine, weight });
    case "sep_conv_3x3":
    case "sep_conv_5x5":
    case "sep_conv_7x7": {
      const kernel = Number(kind.at(-1));
      const half = (y: T, at: number, step: 1 | 2, weight?: MixtureRef) =>
        layers.convNorm(
          layers.depthwise(layers.relu(y), {
            name: `${name}.op.${at}`,
            kernel,
            stride: step,
            dilation: 1,
          }),
          { name: `${name}.op.${at + 1}`, filters },
          { name: `${name}.op.${at + 2}`, affine, weight },
        );
      return half(half(x, 1, stride), 5, 1, weight);
    }
    case "dil_conv_3x3":
    case "dil_conv_5x5":
      return layers.convNorm(
        layers.depthwise(layers.relu(x), {
          name: `${name}.op.1`,
          kernel: Number(kind.at(-1)),
          stride,
          dilation: 2,
        }),
        { name: `${name}.op.2`, filters },
        { name: `${name}.op.3`, affine, weight },
      );
    case "conv_7x1_1x7": {
      const row = layers.conv(layers.relu(x), {
        name: `${name}.1`,
        filters,
        kernel: [1, 7],
        stride: [1, stride],
        pad: [0, 3],
      });
      return layers.convNorm(row, {
        name: `${name}.2`,
        filters,
        kernel: [7, 1],
        stride: [stride, 1],
        pad: [3, 0],
      }, { name: `${name}.3`, affine, weight });
    }
  }
}

/**
 * A mixed operation: an edge's candidates, each times its mixture weight, to be added up. Pools are normalised here, as
 * in the reference supernet, so that no candidate wins by scale alone; `none` adds nothing.
 */
export function mixedTerms<T>(
  layers: Layers<T>,
  kinds: readonly Primitive[],
  x: T,
  { name, stride, matrix, edge, dropsSkips }: {
    readonly name: string;
    readonly stride: 1 | 2;
    readonly matrix: string;
    readonly edge: number;
    /** True where training may drop values of a `skip_connect` that is an identity. */
    readonly dropsSkips?: boolean | undefined;
  },
): T[] {
  return kinds.flatMap((kind, operation) => {
    if (kind === "none") return [];
    const at = `${name}._ops.${operation}`;
    const weight = { matrix, edge, operation };
    const placement = { name: at, stride, affine: false };
    if (kind === "skip_connect" && stride === 1 && dropsSkips) {
      return [layers.weigh(layers.dropOut(x, { name: at }), weight)];
    }
    const pooled = kind === "max_pool_3x3" || kind === "avg_pool_3x3";
    if (!pooled) return [primitive(layers, kind, x, { ...placement, weight })];
    // the normalised pool serves every edge that leaves the same node
    const y = primitive(layers, kind, x, placement);
    return [
      layers.weigh(layers.norm(y, { name: `${at}.1`, affine: false }), weight),
    ];
  });
}
