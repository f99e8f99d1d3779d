import type { Layers } from "../layers/layers.ts";
import { isReduction } from "../space/cell_kinds.ts";
import { computeCell } from "../network/compute_cell.ts";
import type { GraphNetworks, GraphSizes } from "../network/graph_networks.ts";
import { derivedGraphCell, searchGraphCell } from "./graph_cell.ts";

/** Halves the map and doubles the channels: two 3x3 convolutions beside a mean of 2x2 pixels with a 1x1 convolution. */
export function residualBlock<T>(
  layers: Layers<T>,
  x: T,
  { name, filters }: { readonly name: string; readonly filters: number },
): T {
  const convolution = (y: T, at: string, stride: 1 | 2) =>
    layers.convNorm(layers.relu(y), {
      name: `${at}.op.1`,
      filters,
      kernel: [3, 3],
      stride: [stride, stride],
      pad: [1, 1],
    }, { name: `${at}.op.2`, affine: true });
  const halved = convolution(x, `${name}.conv_a`, 2);
  const deep = convolution(halved, `${name}.conv_b`, 1);
  const shortcut = layers.conv(layers.averagePool(x, 2, 2), {
    name: `${name}.downsample.1`,
    filters,
  });
  return layers.add([shortcut, deep]);
}

/** Images to logits. A residual block stands before the cells at a third and at two thirds of the depth. */
function graphBackbone<T>(
  layers: Layers<T>,
  images: T,
  { channels, cells, classes, recompute }: Omit<GraphSizes, "operations">,
  compute: (input: T, name: string) => T,
): T {
  let filters = channels;
  let x = layers.convNorm(images, {
    name: "stem.0",
    filters,
    kernel: [3, 3],
    pad: [1, 1],
  }, { name: "stem.1", affine: true });
  let at = 0;
  for (let cell = 0; cell < cells; cell++) {
    if (isReduction(cell, cells)) {
      filters *= 2;
      x = residualBlock(layers, x, { name: `cells.${at++}`, filters });
    }
    const input = x;
    const name = `cells.${at++}`;
    x = computeCell(layers, () => compute(input, name), {
      cell,
      cells,
      recompute,
    });
  }
  const last = layers.relu(layers.norm(x, { name: "lastact.0", affine: true }));
  return layers.linear(layers.globalAverage(last), {
    name: "classifier",
    units: classes,
  });
}

/** Networks of graph cells (docs/method.md section 1c). */
export const graphs: GraphNetworks = {
  supernet: (layers, images, { space, operations, ...config }) =>
    graphBackbone(
      layers,
      images,
      config,
      (input, name) =>
        searchGraphCell(layers, input, {
          space,
          operations,
          name,
          auxiliarySkip: config.auxiliarySkip,
          kept: config.kept,
          channelShare: config.channelShare,
        }),
    ),
  network: (layers, images, { genotype, operations, ...sizes }) =>
    graphBackbone(
      layers,
      images,
      sizes,
      (input, name) =>
        derivedGraphCell(layers, input, { genotype, operations, name }),
    ),
};
