import { inputsName } from "../space/alpha_matrices.ts";
import {
  CHOICE_OPERATIONS,
  choiceBlocks,
  type ChoiceOperation,
  type ChoiceSpace,
  weighedBlocks,
} from "../space/choice_space.ts";
import { isReduction } from "../space/cell_kinds.ts";
import type { NetworkSizes } from "./backbone.ts";
import { computeCell } from "./compute_cell.ts";
import type { Layers } from "../layers/layers.ts";
import { reluConvNorm } from "./relu_conv_norm.ts";

/**
 * Share of the batch in running statistics. The reference copied TensorFlow's decay of 0.997 into PyTorch, where it
 * means the opposite: the running statistics are almost those of the last batch (docs/method.md section 7.13).
 */
const MOMENTUM = 0.997;

/** Sizes of a supernet of choice blocks; published: 16 channels of the first cell's blocks and 9 cells. */
export interface ChoiceSupernetConfig
  extends Omit<NetworkSizes, "size" | "stem"> {
  readonly space: ChoiceSpace;
}

/** Convolution, normalisation with learned scale and offset, ReLU. */
function convNormRelu<T>(
  layers: Layers<T>,
  x: T,
  { name, filters, kernel }: { name: string; filters: number; kernel: 1 | 3 },
): T {
  const pad = (kernel - 1) / 2;
  return layers.relu(
    layers.convNorm(x, {
      name: `${name}.op.0`,
      filters,
      kernel: [kernel, kernel],
      pad: [pad, pad],
    }, { name: `${name}.op.1`, affine: true, momentum: MOMENTUM }),
  );
}

/** One operation of a choice block, keeping the channels of `x`; a pool is not normalised. */
export function choiceOperation<T>(
  layers: Layers<T>,
  kind: ChoiceOperation,
  x: T,
  name: string,
): T {
  if (kind === "maxpool3x3") return layers.pool(x, "max", 1);
  return convNormRelu(layers, x, {
    name: `${name}.op`,
    filters: layers.channels(x),
    kernel: kind === "conv3x3-bn-relu" ? 3 : 1,
  });
}

/** A cell of choice blocks; its output has `filters` channels for each block. */
export function choiceCell<T>(
  layers: Layers<T>,
  input: T,
  { space, name, filters }: {
    readonly space: ChoiceSpace;
    readonly name: string;
    readonly filters: number;
  },
): T {
  const blocks = choiceBlocks(space);
  const weighed = new Set(weighedBlocks(space));
  const project = (at: number, channels: number) =>
    convNormRelu(layers, input, {
      name: `${name}._input_projections.${at}`,
      filters: channels,
      kernel: 1,
    });
  const outputs: T[] = [];
  for (let block = 0; block < blocks; block++) {
    const vertex = block + 1;
    const inputs = [project(block, filters), ...outputs];
    const mixed = layers.add(
      weighed.has(vertex)
        ? inputs.map((x, operation) =>
          layers.weigh(x, { matrix: inputsName(vertex), edge: 0, operation })
        )
        : inputs,
    );
    outputs.push(
      layers.add(CHOICE_OPERATIONS.map((kind, operation) =>
        layers.weigh(
          choiceOperation(
            layers,
            kind,
            mixed,
            `${name}._choice_blocks.${block}.mixed_op._ops.${operation}`,
          ),
          { matrix: "operations", edge: block, operation },
        )
      )),
    );
  }
  const [direct, ...own] = [project(blocks, filters * blocks), ...outputs]
    .map((x, operation) =>
      layers.weigh(x, { matrix: "output", edge: 0, operation })
    );
  return layers.add([direct!, layers.concat(own)]);
}

/** The search network of NAS-Bench-1Shot1 (docs/method.md section 1b): images to logits. */
export function choiceSupernet<T>(
  layers: Layers<T>,
  images: T,
  { space, channels, cells, classes, recompute }: ChoiceSupernetConfig,
): T {
  let x = convNormRelu(layers, images, {
    name: "stem",
    filters: channels,
    kernel: 3,
  });
  let filters = channels;
  for (let cell = 0; cell < cells; cell++) {
    if (isReduction(cell, cells)) {
      filters *= 2;
      x = layers.borderedHalf(x);
    }
    const input = x;
    const options = { space, name: `cells.${cell}`, filters };
    x = computeCell(layers, () => choiceCell(layers, input, options), {
      cell,
      cells,
      recompute,
    });
  }
  const head = reluConvNorm(layers, x, {
    name: "postprocess",
    filters,
    affine: false,
  });
  return layers.linear(layers.globalAverage(head), {
    name: "classifier",
    units: classes,
  });
}
