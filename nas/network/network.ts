import { auxiliaryHead } from "./auxiliary_head.ts";
import { auxiliarySkipPath } from "./auxiliary_skip_path.ts";
import { backbone, type CellPlace, type NetworkSizes } from "./backbone.ts";
import { nodeOf, nodesWithEdges } from "../genotype/edge_nodes.ts";
import type { AnyGenotype } from "../genotype/any_genotype.ts";
import type { Genotype } from "../genotype/genotype.ts";
import { isGraphGenotype } from "../genotype/graph_genotype.ts";
import { graphTroubles } from "./graph_trouble.ts";
import { graphsOf, type WithGraphs } from "./graph_networks.ts";
import type { Layers } from "../layers/layers.ts";
import type { Layout } from "../layers/layout.ts";
import { factorizedReduce } from "../operations/factorized_reduce.ts";
import { operationOf, type Operations } from "../operations/operation.ts";
import { reluConvNorm } from "./relu_conv_norm.ts";
import { layoutOf } from "../layers/shape_layers.ts";

/**
 * Sizes of a network for a derived cell (docs/method.md section 3); published: 36 channels and 20 cells for CIFAR-10, 48
 * and 14 for ImageNet.
 */
export interface NetworkConfig extends NetworkSizes, WithGraphs {
  readonly genotype: AnyGenotype;
  /** Operations by name; those of the genotype are among them. */
  readonly operations: Operations;
  /** True for the auxiliary head of the stem; it needs images of 32 pixels, or 224 with the stem `imagenet`. */
  readonly auxiliary: boolean;
}

/** Logits of a forward pass. */
export interface NetworkOutput<T> {
  /** Logits of the main classifier. */
  readonly logits: T;
  /** Logits of the auxiliary head, where the network has one. */
  readonly auxiliary: T | null;
}

/** Architecture and place of a derived cell. */
export type CellOptions =
  & CellPlace
  & Pick<NetworkConfig, "operations">
  & { readonly genotype: Genotype };

/**
 * One derived cell on the outputs of the two cells before it. Drop path applies to everything but the identity; with
 * auxiliary skips, to the sum of each edge.
 */
export function derivedCell<T>(
  layers: Layers<T>,
  inputs: readonly [T, T],
  { genotype, operations, name, filters, reduction, afterReduction }:
    CellOptions,
): T {
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
  if (concat.length === 0) {
    throw new RangeError(
      `Expected edges in the ${
        reduction ? "reduction" : "normal"
      } cell but found none: such a genotype has no network`,
    );
  }
  const output = (at: number): T => {
    const [kind, source] = edges[at]!;
    const stride = reduction && source < 2 ? 2 : 1;
    const path = `${name}._ops.${at}`;
    const operation = operationOf(operations, kind);
    const y = operation.forward(layers, states[source]!, {
      name: path,
      stride,
      affine,
    });
    if (genotype.auxiliary_skips) {
      const skip = { name: path, stride, affine } as const;
      const skipped = auxiliarySkipPath(layers, states[source]!, skip);
      return layers.dropPath(layers.add([y, skipped]), path);
    }
    return operation.identity && stride === 1 ? y : layers.dropPath(y, path);
  };
  for (const node of nodesWithEdges(edges)) {
    const inputs = [...edges.keys()].filter((at) => nodeOf(edges, at) === node)
      .map(output);
    states[node + 2] = inputs.length === 1 ? inputs[0]! : layers.add(inputs);
  }
  return layers.concat(concat.map((node) => states[node]!));
}

/** The network of derived cells: images to logits. */
export function network<T>(
  layers: Layers<T>,
  images: T,
  config: NetworkConfig,
): NetworkOutput<T> {
  const { genotype, operations, stem, cells, classes } = config;
  if (isGraphGenotype(genotype)) {
    const { network } = graphsOf(config);
    return {
      logits: network(layers, images, { ...config, genotype }),
      auxiliary: null,
    };
  }
  let side = null as T | null;
  const output = backbone(layers, images, {
    ...config,
    compute: (inputs, place) =>
      derivedCell(layers, inputs, { genotype, operations, ...place }),
    pass: (output, cell) => {
      const headed = config.auxiliary && cell === Math.floor(2 * cells / 3);
      if (headed) side = output;
      // the reference's head rectifies its input in place: visible only where it reads the last cell
      return headed && cell === cells - 1 ? layers.relu(output) : output;
    },
  });
  const form = stem.auxiliary;
  const auxiliary = side === null || form === undefined
    ? null
    : auxiliaryHead(layers, side, { classes, form });
  const logits = layers.linear(layers.globalAverage(output), {
    name: "classifier",
    units: classes,
  });
  return { logits, auxiliary };
}

/** The way out for images that do not fit the head of a built-in stem. */
const OTHERS: Readonly<Record<string, string>> = {
  cifar: ", or take stem: imagenet with images of 224 pixels",
  imagenet: ", or take stem: cifar with images of 32 pixels",
};

/**
 * Says why the auxiliary head cannot read images of a side.
 *
 * @returns What was expected and found, and what to do; undefined if it can.
 */
export function auxiliaryTrouble(
  { size, stem, cells = Infinity }: Pick<NetworkConfig, "stem"> & {
    /** Cells of the network; a single one has no second reduction. */
    readonly cells?: number | undefined;
    /** Pixels a side; undefined where they are not known yet. */
    readonly size: number | undefined;
  },
): string | undefined {
  const { name, halvings, auxiliary } = stem;
  if (auxiliary === undefined) {
    return `Expected auxiliary: false, as stem: ${name} has no auxiliary head`;
  }
  if (cells < 2) {
    return `Expected auxiliary: false, as the auxiliary head reads the map behind a second reduction, but found ${cells} cell`;
  }
  if (size === undefined) return undefined;
  // Side of the map behind the second reduction, which the head reads.
  let side = size;
  for (let at = 0; at < halvings + 2; at++) side = Math.ceil(side / 2);
  if (side === auxiliary.side) return undefined;
  const own = auxiliary.side * 2 ** (halvings + 2);
  return `Expected images of ${own} pixels for the auxiliary head of stem: ${name} but found ${size}: ` +
    `set auxiliary: false${OTHERS[name] ?? ""}`;
}

/**
 * Parameters, statistics, droppable paths and cost of a network.
 *
 * @throws {RangeError} If the images do not fit the auxiliary head, or the network has what graph cells do not have.
 */
export function networkLayout(config: NetworkConfig): Layout {
  const { size, auxiliary } = config;
  const [first] = isGraphGenotype(config.genotype)
    ? graphTroubles(config).map(({ message }) => message)
    : auxiliary
    ? [auxiliaryTrouble(config)]
    : [];
  if (first !== undefined) throw new RangeError(first);
  return layoutOf((layers, x) => {
    network(layers, x, config);
  }, { height: size, width: size, channels: 3 });
}
