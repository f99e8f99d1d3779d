import type { onnx } from "onnx-proto";
import type { Layers, NormOptions } from "./layers.ts";

/** A value of an ONNX graph, NCHW. */
export interface OnnxValue {
  /** Name in the graph. */
  readonly name: string;
  readonly channels: number;
}

/** Layers that write nodes of an ONNX graph. */
export interface OnnxLayers extends Layers<OnnxValue> {
  /** The nodes so far, in topological order. */
  readonly nodes: readonly onnx.INodeProto[];
}

/** Constants of the slices that halve a map: int64 vectors. */
export const SLICE_CONSTANTS: Readonly<Record<string, readonly number[]>> = {
  "slice.starts.0": [0, 0],
  "slice.starts.1": [1, 1],
  // longer than any map
  "slice.ends": [2 ** 31 - 1, 2 ** 31 - 1],
  "slice.axes": [2, 3],
  "slice.steps": [2, 2],
};

/** Codes of `AttributeProto.AttributeType`. */
const INT = 2;
const INTS = 7;

/** Writes a node with one output, which has the node's name. */
type WriteNode = (
  opType: string,
  input: readonly string[],
  channels: number,
  attributes?: Readonly<Record<string, number | readonly number[]>>,
) => OnnxValue;

function nodeWriter(nodes: onnx.INodeProto[]): WriteNode {
  return (opType, input, channels, attributes = {}) => {
    const name = `${opType}.${nodes.length}`;
    nodes.push({
      opType,
      name,
      input: [...input],
      output: [name],
      attribute: Object.entries(attributes).map(([name, value]) =>
        typeof value === "number"
          ? { name, type: INT, i: value }
          : { name, type: INTS, ints: [...value] }
      ),
    });
    return { name, channels };
  };
}

const foreign = (what: string) => (): never => {
  throw new Error(`Expected a network of derived cells but found ${what}`);
};

/** Layers that write no node in evaluation mode, and those that only a supernet has. */
const UNWRITTEN = {
  channels: (x) => x.channels,
  dropPath: (x) => x,
  dropOut: (x) => x,
  recompute: (part) => part(),
  borderedHalf: foreign("a pool of a choice block"),
  half: foreign("partial channels"),
  split: foreign("partial channels"),
  shuffle: foreign("partial channels"),
  edge: foreign("an edge of candidates"),
  weigh: foreign("a mixture weight"),
  fade: foreign("an auxiliary skip of a search"),
} satisfies Partial<Layers<OnnxValue>>;

/**
 * Layers that write a network of derived cells in evaluation mode as an ONNX graph (operator set 17): running
 * statistics, no drop path. Weights and statistics are read under the names of `torchWeights`.
 *
 * Layers that only a supernet has throw an `Error`.
 */
export function onnxLayers(): OnnxLayers {
  const nodes: onnx.INodeProto[] = [];
  const rectified = new Map<string, OnnxValue>();
  const write = nodeWriter(nodes);
  const layers: OnnxLayers = {
    ...UNWRITTEN,
    nodes,
    relu: (x) =>
      rectified.getOrInsertComputed(
        x.name,
        () => write("Relu", [x.name], x.channels),
      ),
    conv: (
      x,
      { name, filters, kernel = [1, 1], stride = [1, 1], pad = [0, 0] },
    ) =>
      write("Conv", [x.name, `${name}.weight`], filters, {
        kernel_shape: kernel,
        strides: stride,
        pads: [...pad, ...pad],
      }),
    depthwise(x, { name, kernel, stride, dilation }) {
      const pad = dilation * (kernel - 1) / 2;
      return write("Conv", [x.name, `${name}.weight`], x.channels, {
        kernel_shape: [kernel, kernel],
        strides: [stride, stride],
        dilations: [dilation, dilation],
        pads: [pad, pad, pad, pad],
        group: x.channels,
      });
    },
    norm: (x, options) => batchNormalisation(write, x, options),
    convNorm: (x, conv, norm) => layers.norm(layers.conv(x, conv), norm),
    pool: (x, kind, stride) =>
      write(kind === "max" ? "MaxPool" : "AveragePool", [x.name], x.channels, {
        kernel_shape: [3, 3],
        strides: [stride, stride],
        pads: [1, 1, 1, 1],
      }),
    subsample: (x, offset) =>
      write(
        "Slice",
        [x.name, `slice.starts.${offset}`].concat(
          ["slice.ends", "slice.axes", "slice.steps"],
        ),
        x.channels,
      ),
    noise(x, { stride }) {
      const like = stride === 1 ? x : layers.subsample(x, 0);
      return write("RandomNormalLike", [like.name], x.channels);
    },
    concat: (xs) =>
      write(
        "Concat",
        xs.map(({ name }) => name),
        xs.reduce((sum, { channels }) => sum + channels, 0),
        { axis: 1 },
      ),
    add: (xs) => write("Sum", xs.map(({ name }) => name), xs[0]!.channels),
    averagePool: (x, size, stride) =>
      write("AveragePool", [x.name], x.channels, {
        kernel_shape: [size, size],
        strides: [stride, stride],
      }),
    zeros(x, stride) {
      if (stride !== 1) throw new Error("Cannot write zeros of another size");
      return write("Sub", [x.name, x.name], x.channels);
    },
    globalAverage: (x) => write("GlobalAveragePool", [x.name], x.channels),
    linear(x, { name, units }) {
      const flat = write("Flatten", [x.name], x.channels).name;
      const inputs = [flat, `${name}.weight`, `${name}.bias`];
      return write("Gemm", inputs, units, { transB: 1 });
    },
  };
  return layers;
}

function batchNormalisation(
  write: WriteNode,
  x: OnnxValue,
  { name, affine }: NormOptions,
): OnnxValue {
  if (!affine) return foreign("a normalisation without weights")();
  const parameters = ["weight", "bias", "running_mean", "running_var"];
  // the default epsilon of the operation is 1e-5, as here
  return write(
    "BatchNormalization",
    [x.name, ...parameters.map((part) => `${name}.${part}`)],
    x.channels,
  );
}
