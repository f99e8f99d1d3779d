import { auxiliaryHead, auxiliarySide } from "./auxiliary_head.ts";
import { computeCell, type Recomputing } from "./compute_cell.ts";
import type { Genotype } from "../genotype/genotype.ts";
import type { Layers } from "../layers/layers.ts";
import type { Layout } from "../layers/layout.ts";
import { factorizedReduce, primitive, reluConvNorm } from "./primitives.ts";
import { layoutOf } from "../layers/shape_layers.ts";
import { stem, type StemName } from "./stem.ts";
import { isReduction } from "./supernet.ts";

/** Sizes of a network for a derived cell (method.md section 3). */
export interface NetworkConfig extends Recomputing {
  /** Derived cells. */
  readonly genotype: Genotype;
  /**
   * First layers: `cifar` (default) keeps the size of the images, `imagenet` divides it by 8 before the second cell
   * input.
   */
  readonly stem?: StemName;
  /** Channels of the first cell; 36 as published for CIFAR-10, 48 for ImageNet. */
  readonly channels: number;
  /** Cells; 20 as published for CIFAR-10, 14 for ImageNet. */
  readonly cells: number;
  /** Classes. */
  readonly classes: number;
  /** Side of the square images. */
  readonly size: number;
  /** True for the auxiliary head; it needs images of 32 pixels, or 224 with the stem `imagenet`. */
  readonly auxiliary: boolean;
}

/** Logits of a forward pass. */
export interface NetworkOutput<T> {
  /** Of the network. */
  readonly logits: T;
  /** Of the auxiliary head, where the network has one. */
  readonly auxiliary: T | null;
}

/** What a derived cell is made of. */
export interface CellOptions {
  /** Derived cells. */
  readonly genotype: Genotype;
  /** Prefix of parameter names. */
  readonly name: string;
  /** Channels of each node. */
  readonly filters: number;
  /** True for a cell that halves the map. */
  readonly reduction: boolean;
  /** True when the cell before the last input halved the map. */
  readonly afterReduction: boolean;
}

/** One derived cell on the outputs of the two cells before it. Drop path applies to everything but the identity. */
export function derivedCell<T>(
  layers: Layers<T>,
  inputs: readonly [T, T],
  options: CellOptions,
): T {
  const { genotype, name, filters, reduction, afterReduction } = options;
  const affine = true;
  const first = afterReduction ? factorizedReduce : reluConvNorm;
  const states = [
    first(layers, inputs[0], { name: `${name}.preprocess0`, filters, affine }),
    reluConvNorm(layers, inputs[1], {
      name: `${name}.preprocess1`,
      filters,
      affine,
    }),
  ];
  const edges = reduction ? genotype.reduce : genotype.normal;
  const concat = reduction ? genotype.reduce_concat : genotype.normal_concat;
  const output = (at: number): T => {
    const [kind, source] = edges[at]!;
    const stride = reduction && source < 2 ? 2 : 1;
    const path = `${name}._ops.${at}`;
    const y = primitive(layers, kind, states[source]!, {
      name: path,
      stride,
      affine,
    });
    const identity = kind === "skip_connect" && stride === 1;
    return identity ? y : layers.dropPath(y, path);
  };
  for (let at = 0; at < edges.length; at += 2) {
    states.push(layers.add([output(at), output(at + 1)]));
  }
  return layers.concat(concat.map((node) => states[node]!));
}

/** The network of derived cells: images to logits. */
export function network<T>(
  layers: Layers<T>,
  images: T,
  config: NetworkConfig,
): NetworkOutput<T> {
  const { genotype, cells, classes, stem: form = "cifar" } = config;
  const { inputs, reduced } = stem(layers, images, {
    form,
    channels: config.channels,
  });
  let previous = inputs;
  let filters = config.channels;
  let afterReduction = reduced;
  let side: T | null = null;
  for (let cell = 0; cell < cells; cell++) {
    const reduction = isReduction(cell, cells);
    if (reduction) filters *= 2;
    const inputs = previous;
    const options = {
      genotype,
      name: `cells.${cell}`,
      filters,
      reduction,
      afterReduction,
    };
    const output = computeCell(
      layers,
      () => derivedCell(layers, inputs, options),
      { ...config, cell },
    );
    const headed = config.auxiliary && cell === Math.floor(2 * cells / 3);
    if (headed) side = output;
    // the reference's head rectifies its input in place: visible only where it reads the last cell
    const rectified = headed && cell === cells - 1;
    previous = [previous[1], rectified ? layers.relu(output) : output];
    afterReduction = reduction;
  }
  const auxiliary = side === null ? null : auxiliaryHead(
    layers,
    side,
    { classes, form },
  );
  const logits = layers.linear(layers.globalAverage(previous[1]), {
    name: "classifier",
    units: classes,
  });
  return { logits, auxiliary };
}

/** Side of the map behind the second reduction, which the auxiliary head reads. */
function headSide({ size, stem = "cifar" }: NetworkConfig): number {
  const halvings = stem === "imagenet" ? 5 : 2;
  let side = size;
  for (let at = 0; at < halvings; at++) side = Math.ceil(side / 2);
  return side;
}

/**
 * Parameters, statistics, droppable paths and cost of a network.
 *
 * @throws {RangeError} If the images do not fit the auxiliary head.
 */
export function networkLayout(config: NetworkConfig): Layout {
  const { size, stem = "cifar" } = config;
  if (config.auxiliary && headSide(config) !== auxiliarySide(stem)) {
    const [own, other] = stem === "cifar"
      ? [32, "stem: imagenet with images of 224 pixels"]
      : [224, "stem: cifar with images of 32 pixels"];
    throw new RangeError(
      `Expected images of ${own} pixels for the auxiliary head of stem: ${stem} but found ${size}: ` +
        `set auxiliary: false, or take ${other}`,
    );
  }
  return layoutOf((layers, x) => {
    network(layers, x, config);
  }, { height: size, width: size, channels: 3 });
}
