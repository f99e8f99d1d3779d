import type { AnySpace } from "../space/any_space.ts";
import { isChoiceSpace } from "../space/choice_space.ts";
import { choiceSupernet } from "./choice_supernet.ts";
import { backbone, type CellPlace, type NetworkSizes } from "./backbone.ts";
import { graphsOf, type WithGraphs } from "./graph_networks.ts";
import type { Layers, SkipFactor } from "../layers/layers.ts";
import type { Layout } from "../layers/layout.ts";
import { factorizedReduce } from "../operations/factorized_reduce.ts";
import { mixedTerms } from "./mixed_terms.ts";
import type { Operations } from "../operations/operation.ts";
import { reluConvNorm } from "./relu_conv_norm.ts";
import { type Extent, layoutOf } from "../layers/shape_layers.ts";
import { type NodesOptions, partialNodes } from "./partial_channels.ts";
import { firstEdge } from "../space/edge_space.ts";
import type { KeptCandidates } from "../space/kept_candidates.ts";
import { edgeWeights } from "../space/edge_weights.ts";
import { isGraphSpace } from "../space/graph_space.ts";

/**
 * Sizes of a supernet (docs/method.md section 3); published: 16 channels, 8 cells and the stem `cifar`. The side of the
 * images is divisible by 4, or by 32 with the stem `imagenet`, which is for images of 224 pixels.
 */
export interface SupernetConfig extends NetworkSizes, WithGraphs {
  /** Candidate operations of each edge, or choice blocks. */
  readonly space: AnySpace;
  /** Operations by name; all candidates of the edges are among them. Choice blocks read none. */
  readonly operations: Operations;
  /** True where training may drop edges of a space of edges; false by default. */
  readonly dropsPaths?: boolean;
  /** True where training may drop values of skips in a space of edges; false by default. */
  readonly dropsSkips?: boolean;
  /** Factor of the auxiliary skip of every edge (DARTS-), not for choice blocks; by default edges have none. */
  readonly auxiliarySkip?: SkipFactor | undefined;
  /** Candidates that are computed, where a search has pruned others; not for choice blocks. All by default. */
  readonly kept?: KeptCandidates | undefined;
  /**
   * One of this many channels goes through the candidates, and edges have no weights (DrNAS); not for choice blocks. All
   * by default.
   */
  readonly channelShare?: number | undefined;
}

/** Space and place of a search cell. */
export type SearchCellOptions =
  & CellPlace
  & Pick<
    NodesOptions<unknown>,
    | "space"
    | "operations"
    | "dropsPaths"
    | "dropsSkips"
    | "auxiliarySkip"
    | "kept"
    | "channelShare"
  >;

/** One search cell on the outputs of the two cells before it. */
export function searchCell<T>(
  layers: Layers<T>,
  inputs: readonly [T, T],
  options: SearchCellOptions,
): T {
  const { space, name, filters, reduction, afterReduction } = options;
  const affine = false;
  const first = afterReduction ? factorizedReduce : reluConvNorm;
  const states = [
    first(layers, inputs[0], { name: `${name}.preprocess0`, filters, affine }),
    reluConvNorm(layers, inputs[1], {
      name: `${name}.preprocess1`,
      filters,
      affine,
    }),
  ];
  const isPartial = space.mixture === "partial" ||
    options.channelShare !== undefined;
  const nodeOf = isPartial ? partialNodes : fullNodes;
  const compute = nodeOf(layers, {
    space,
    operations: options.operations,
    name,
    reduction,
    states,
    dropsPaths: options.dropsPaths,
    dropsSkips: options.dropsSkips,
    auxiliarySkip: options.auxiliarySkip,
    kept: options.kept,
    channelShare: options.channelShare,
  });
  const nodes: T[] = [];
  for (let node = 0; node < space.nodes; node++) {
    const output = compute(node);
    states.push(output);
    nodes.push(output);
  }
  return layers.concat(nodes.slice(-(space.outputs ?? space.nodes)));
}

/** Makes the function that computes a node of a cell: the sum of mixed operations on all states so far. */
function fullNodes<T>(
  layers: Layers<T>,
  { space, operations, name, reduction, states, ...options }: NodesOptions<T>,
): (node: number) => T {
  const matrix = reduction ? "reduce" : "normal";
  return (node) =>
    layers.add(states.flatMap((state, source) => {
      const edge = firstEdge(node) + source;
      const path = `${name}._ops.${edge}`;
      const terms = mixedTerms(layers, space[matrix][edge]!, state, {
        operations,
        name: path,
        stride: reduction && source < 2 ? 2 : 1,
        matrix,
        edge,
        kept: options.kept?.[matrix]?.[edge],
        dropsSkips: options.dropsSkips,
        auxiliarySkip: options.auxiliarySkip,
      });
      return options.dropsPaths
        ? [layers.dropPath(layers.add(terms), path)]
        : terms;
    }));
}

/** The search network: images to logits. */
export function supernet<T>(
  layers: Layers<T>,
  images: T,
  config: SupernetConfig,
): T {
  const { space, operations, classes } = config;
  const { dropsPaths, dropsSkips, kept, channelShare } = config;
  if (isChoiceSpace(space)) {
    return choiceSupernet(layers, images, { ...config, space });
  }
  if (isGraphSpace(space)) {
    return graphsOf(config).supernet(layers, images, { ...config, space });
  }
  const auxiliarySkip = config.auxiliarySkip ??
    (space.auxiliarySkips ? 1 : undefined);
  const output = backbone(layers, images, {
    ...config,
    compute: (inputs, place) =>
      searchCell(layers, inputs, {
        space,
        operations,
        ...place,
        dropsPaths,
        dropsSkips,
        auxiliarySkip,
        kept,
        channelShare,
      }),
  });
  const logits = layers.linear(layers.globalAverage(output), {
    name: "classifier",
    units: classes,
  });
  if (config.cells > 2) return logits;
  // All cells are reductions: zeros times alphas of normal cells, which no cell reads, give these a gradient of 0.
  const unread = [
    "normal",
    ...edgeWeights(space).filter(({ kind }) => kind === "normal")
      .map(({ name }) => name),
  ].map((matrix) =>
    layers.weigh(layers.zeros(logits, 1), { matrix, edge: 0, operation: 0 })
  );
  return layers.add([logits, ...unread]);
}

/** Parameters, statistics and cost of a supernet. */
export function supernetLayout(config: SupernetConfig): Layout {
  const input: Extent = {
    height: config.size,
    width: config.size,
    channels: 3,
  };
  return layoutOf((layers, x) => supernet(layers, x, config), input);
}
