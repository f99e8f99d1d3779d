// Calls of the operations that programs are compiled from.
import * as tf from "@tensorflow/tfjs-core";
import { randomStream } from "../../../engine/philox.ts";
import { batchNormTrain } from "../../../engine/gradients/batch_norm.ts";
import { subsample } from "../../../engine/gradients/subsample.ts";
import {
  statelessNormal,
  statelessUniform,
} from "../../../engine/stateless_random.ts";

/** One function of tensors to run eagerly and compiled. */
export interface OpCase {
  readonly name: string;
  /** Makes its inputs. */
  readonly inputs: () => tf.Tensor[];
  /** The function. */
  readonly fn: (...xs: tf.Tensor[]) => tf.Tensor | tf.Tensor[];
}

/** Numbers in -1..1, the same in every run. */
export function sample(...shape: number[]): tf.Tensor {
  const values = new Float32Array(shape.reduce((a, b) => a * b, 1));
  randomStream({ seed: 7, stream: `sample/${shape}` }).fillUniform(
    values,
    -1,
    1,
  );
  return tf.tensor(values, shape);
}

const integers = (...values: number[]) => tf.tensor1d(values, "int32");
const LABELS = () => integers(0, 2, 1, 4, 3, 0);
const FLAGS = () => tf.tensor1d([true, false, true, true, false, true], "bool");
const MAP = () => sample(2, 8, 8, 4);
const MATRIX = () => sample(6, 5);

type Unary = (x: tf.Tensor) => tf.Tensor;
type Map4 = tf.Tensor4D;

/** Gradient of the squared result towards every input. */
function gradient(fn: (...xs: tf.Tensor[]) => tf.Tensor) {
  return (...xs: tf.Tensor[]): tf.Tensor[] =>
    tf.grads((...ys: tf.Tensor[]) => tf.sum(tf.square(fn(...ys))))(xs);
}

const UNARY: Record<string, Unary> = {
  abs: tf.abs,
  exp: tf.exp,
  expm1: tf.expm1,
  log1p: tf.log1p,
  sigmoid: tf.sigmoid,
  logSigmoid: tf.logSigmoid,
  tanh: tf.tanh,
  softplus: tf.softplus,
  elu: tf.elu,
  selu: tf.selu,
  relu: tf.relu,
  relu6: tf.relu6,
  leakyRelu: tf.leakyRelu,
  square: tf.square,
  sqrt: (x) => tf.sqrt(tf.abs(x)),
  rsqrt: (x) => tf.rsqrt(tf.add(tf.abs(x), 0.1)),
  neg: tf.neg,
  sign: tf.sign,
  step: tf.step,
  floor: tf.floor,
  ceil: tf.ceil,
  round: tf.round,
  sin: tf.sin,
  cos: tf.cos,
  tan: tf.tan,
  asin: tf.asin,
  acos: tf.acos,
  atan: tf.atan,
  sinh: tf.sinh,
  cosh: tf.cosh,
  asinh: tf.asinh,
  atanh: tf.atanh,
  erf: tf.erf,
  reciprocal: (x) => tf.reciprocal(tf.add(x, 2)),
  isNaN: tf.isNaN,
  isFinite: tf.isFinite,
  softmax: tf.softmax,
  logSoftmax: tf.logSoftmax,
  logSumExp: tf.logSumExp,
  zerosLike: tf.zerosLike,
  onesLike: tf.onesLike,
  cumsum: tf.cumsum,
  sum: (x) => tf.sum(x, 1),
  mean: (x) => tf.mean(x, [0]),
  max: (x) => tf.max(x, 1),
  min: (x) => tf.min(x, 1),
  prod: (x) => tf.prod(x, 1),
  argMax: (x) => tf.argMax(x, 1),
  argMin: (x) => tf.argMin(x, 1),
  transpose: (x) => tf.transpose(x),
  reshape: (x) => tf.reshape(x, [-1, 2]),
  clipByValue: (x) => tf.clipByValue(x, -0.3, 0.4),
  cast: (x) => tf.cast(tf.cast(tf.mul(x, 9), "int32"), "float32"),
  tile: (x) => tf.tile(x, [2, 1]),
  pad: (x) => tf.pad(x, [[1, 0], [0, 2]], 3),
  mirrorPad: (x) => tf.mirrorPad(x, [[1, 0], [0, 2]], "reflect"),
  reverse: (x) => tf.reverse(x, 1),
  slice: (x) => tf.slice(x, [1, 1], [2, -1]),
  stridedSlice: (x) => tf.stridedSlice(x, [0, 0], [6, 5], [2, 2]),
  topk: (x) => tf.topk(x, 2).values,
  norm: (x) => tf.norm(x),
  "gather by constants": (x) => tf.gather(x, integers(1, 0)),
  gatherND: (x) =>
    tf.gatherND(x, tf.tensor2d([[0, 1], [2, 3]], [2, 2], "int32")),
  broadcastTo: (x) => tf.broadcastTo(x, [3, 6, 5]),
  "addition of a constant": (x) => tf.add(x, tf.range(0, 5)),
};

const BINARY: Record<string, (a: tf.Tensor, b: tf.Tensor) => tf.Tensor> = {
  add: tf.add,
  sub: tf.sub,
  mul: tf.mul,
  div: tf.div,
  divNoNan: tf.divNoNan,
  floorDiv: tf.floorDiv,
  mod: tf.mod,
  pow: (a, b) => tf.pow(tf.abs(a), b),
  maximum: tf.maximum,
  minimum: tf.minimum,
  squaredDifference: tf.squaredDifference,
  atan2: tf.atan2,
  prelu: tf.prelu,
  equal: tf.equal,
  notEqual: tf.notEqual,
  less: tf.less,
  lessEqual: tf.lessEqual,
  greater: tf.greater,
  greaterEqual: tf.greaterEqual,
};

const SMOOTH: (keyof typeof UNARY)[] = [
  "exp",
  "sigmoid",
  "tanh",
  "softplus",
  "relu",
  "leakyRelu",
  "sqrt",
  "softmax",
  "logSoftmax",
  "logSumExp",
  "max",
  "mean",
  "clipByValue",
  "slice",
  "pad",
  "transpose",
];

const MAPS: Record<string, [filters: number[][], fn: OpCase["fn"]]> = {
  conv2d: [
    [[3, 3, 4, 4]],
    (x, w) => tf.conv2d(x as Map4, w as Map4, 1, "same"),
  ],
  "conv2d 1x1": [
    [[1, 1, 4, 6]],
    (x, w) => tf.conv2d(x as Map4, w as Map4, 1, "valid"),
  ],
  "conv2d stride 2": [
    [[3, 3, 4, 4]],
    (x, w) => tf.conv2d(x as Map4, w as Map4, 2, "valid"),
  ],
  "conv2d 1x7": [
    [[1, 7, 4, 4]],
    (x, w) =>
      tf.conv2d(
        tf.pad(x, [[0, 0], [0, 0], [3, 3], [0, 0]]) as Map4,
        w as Map4,
        [1, 2],
        "valid",
      ),
  ],
  "depthwise 3x3": [
    [[3, 3, 4, 1]],
    (x, w) => tf.depthwiseConv2d(x as Map4, w as Map4, 1, "same"),
  ],
  "depthwise 5x5 stride 2": [
    [[5, 5, 4, 1]],
    (x, w) =>
      tf.depthwiseConv2d(
        tf.pad(x, [[0, 0], [2, 2], [2, 2], [0, 0]]) as Map4,
        w as Map4,
        2,
        "valid",
      ),
  ],
  "depthwise 3x3 in phases": [[[3, 3, 4, 1]], (x, w) => {
    const crop = [[0, 0], [0, 0]];
    const phases = tf.spaceToBatchND(x, [2, 2], crop) as Map4;
    return tf.batchToSpaceND(tf.depthwiseConv2d(phases, w as Map4, 1, "same"), [
      2,
      2,
    ], crop);
  }],
  "max pool": [[], (x) => tf.maxPool(x as Map4, 3, 1, "same")],
  "max pool stride 2": [
    [],
    (x) =>
      tf.maxPool(
        tf.pad(x, [[0, 0], [1, 1], [1, 1], [0, 0]], -1e30) as Map4,
        3,
        2,
        "valid",
      ),
  ],
  "average pool": [[], (x) => tf.avgPool(x as Map4, 3, 1, "same")],
  "average pool 5x5 stride 3": [
    [],
    (x) => tf.avgPool(x as Map4, 5, 3, "valid"),
  ],
  subsample: [
    [],
    (x) => tf.concat([subsample(x as Map4, 0), subsample(x as Map4, 1)], 3),
  ],
  "batch norm": [
    [[4], [4]],
    (x, scale, offset) =>
      batchNormTrain(x as Map4, scale as tf.Tensor1D, offset as tf.Tensor1D).y,
  ],
  "global average": [[], (x) => tf.mean(x, [1, 2])],
  "channels first": [
    [],
    (x) => tf.reshape(tf.transpose(x, [0, 3, 1, 2]), [2, 256]),
  ],
};

const OTHERS: OpCase[] = [
  {
    name: "matMul",
    inputs: () => [sample(6, 5), sample(5, 3)],
    fn: (a, b) => tf.matMul(a, b),
  },
  {
    name: "matMul in batches, transposed",
    inputs: () => [sample(2, 3, 4), sample(2, 5, 4)],
    fn: (a, b) => tf.matMul(a, b, false, true),
  },
  {
    name: "einsum",
    inputs: () => [sample(6, 5), sample(5, 3)],
    fn: (a, b) => tf.einsum("ij,jk->ik", a, b),
  },
  {
    name: "batch norm statistics",
    inputs: () => [MAP(), sample(4), sample(4)],
    fn: (x, s, o) => {
      const { y, mean, variance } = batchNormTrain(
        x as Map4,
        s as tf.Tensor1D,
        o as tf.Tensor1D,
      );
      return [y, mean, variance];
    },
  },
  {
    name: "stateless normal",
    inputs: () => [integers(3, 4)],
    fn: (seed) => statelessNormal([4, 5], seed),
  },
  {
    name: "stateless uniform",
    inputs: () => [integers(3, 4)],
    fn: (seed) => statelessUniform([4, 5], seed),
  },
  {
    name: "split",
    inputs: () => [MATRIX()],
    fn: (x) => tf.split(x, [2, 1, 3]),
  },
  {
    name: "gradient of split",
    inputs: () => [MATRIX()],
    fn: gradient((x) => tf.split(x, [2, 1, 3])[1]!),
  },
  { name: "unstack", inputs: () => [MATRIX()], fn: (x) => tf.unstack(x) },
  {
    name: "stack",
    inputs: () => [sample(6)],
    fn: (x) => tf.stack([x, tf.mul(x, 2)], 1),
  },
  {
    name: "concat",
    inputs: () => [MATRIX(), sample(6, 2)],
    fn: (a, b) => tf.concat([a, b], 1),
  },
  {
    name: "gradient of concat",
    inputs: () => [MATRIX(), sample(6, 2)],
    fn: gradient((a, b) => tf.concat([a!, b!], 1)),
  },
  {
    name: "addN",
    inputs: () => [MATRIX(), sample(6, 5)],
    fn: (a, b) => tf.addN([a, b, a]),
  },
  {
    name: "where",
    inputs: () => [FLAGS(), sample(6)],
    fn: (flags, x) => tf.where(flags, x, tf.mul(x, 2)),
  },
  {
    name: "logic",
    inputs: () => [FLAGS()],
    fn: (
      b,
    ) => [
      tf.logicalNot(b),
      tf.logicalOr(b, tf.logicalNot(b)),
      tf.any(b),
      tf.all(b),
      tf.cast(b, "float32"),
    ],
  },
  {
    name: "one hot",
    inputs: () => [LABELS()],
    fn: (y) => tf.oneHot(y as tf.Tensor1D, 5),
  },
  {
    name: "int32 arithmetic",
    inputs: () => [LABELS()],
    fn: (y) => [tf.mul(y, integers(2)), tf.add(y, y), tf.sum(y)],
  },
  {
    name: "gather by a captured tensor",
    inputs: () => [MATRIX()],
    fn: (x) => tf.gather(x, LABELS()),
  },
  {
    name: "scatterND",
    inputs: () => [sample(2)],
    fn: (x) => tf.scatterND(tf.tensor2d([[1], [3]], [2, 1], "int32"), x, [5]),
  },
  {
    name: "linear layer",
    inputs: () => [sample(6, 5), sample(5, 3), sample(3)],
    fn: gradient((x, w, b) => tf.add(tf.matMul(x!, w!), b!)),
  },
  {
    name: "cross entropy",
    inputs: () => [MATRIX()],
    fn: (x) => {
      const target = tf.cast(tf.oneHot(LABELS(), 5), "float32");
      return tf.neg(tf.mean(tf.sum(tf.mul(target, tf.logSoftmax(x)), 1)));
    },
  },
  {
    name: "resize",
    inputs: () => [MAP()],
    fn: (x) => tf.image.resizeBilinear(x as Map4, [5, 5]),
  },
  {
    name: "flip",
    inputs: () => [MAP()],
    fn: (x) => tf.image.flipLeftRight(x as Map4),
  },
  {
    name: "moments",
    inputs: () => [MAP()],
    fn: (x) => {
      const { mean, variance } = tf.moments(x, [0, 1, 2]);
      return [mean, variance];
    },
  },
];

/** Everything that the networks use, its gradients, and a broad part of the rest of tfjs. */
export const OP_CASES: readonly OpCase[] = [
  ...Object.entries(UNARY).map(([name, fn]) => ({
    name,
    inputs: () => [MATRIX()],
    fn,
  })),
  ...SMOOTH.map((name) => ({
    name: `gradient of ${name}`,
    inputs: () => [MATRIX()],
    fn: gradient((x) => UNARY[name]!(x!)),
  })),
  ...Object.entries(BINARY).map(([name, fn]) => ({
    name: `${name} with a row`,
    inputs: () => [MATRIX(), sample(5)],
    fn,
  })),
  ...Object.entries(MAPS).flatMap(([name, [filters, fn]]) => {
    const inputs = () => [MAP(), ...filters.map((shape) => sample(...shape))];
    return [
      { name, inputs, fn },
      {
        name: `gradient of ${name}`,
        inputs,
        fn: gradient(fn as (...xs: tf.Tensor[]) => tf.Tensor),
      },
    ];
  }),
  ...OTHERS,
];
