import type { Attribute } from "../tensorflow/attributes.ts";
import type { EagerBinding } from "../tensorflow/binding.ts";
import { isDistinct } from "./distinct_operations.ts";
import { AttributeType, describeTensor, DType } from "../tensorflow/dtype.ts";
import {
  createGraphBuilder,
  type GraphFunction,
  type GraphOutput,
} from "./graph_builder.ts";
import { type Segments, traceSegments } from "./segments.ts";
import type { GraphOperation } from "./split_graph.ts";
import {
  FIRST_SYMBOLIC_ID,
  type OpBinding,
  type TensorMeta,
  type Values,
} from "../tensorflow/op_binding.ts";

/** Largest constant baked into a graph; anything longer is data and belongs into an argument. */
const MAX_CONSTANT = 4096;

/** An eager tensor that a traced function closed over. */
export interface Capture {
  /** Its eager id. */
  readonly id: number;
  /** A handle of our own on the same memory. */
  readonly handle: bigint;
  /** The placeholder that stands for it. */
  readonly placeholder: number;
}

/** A binding that writes operations into a TensorFlow graph instead of running them. */
export interface Recorder extends OpBinding {
  /** Address of the TF_Graph. */
  readonly graph: bigint;
  /** Eager tensors that were used. */
  readonly captures: readonly Capture[];
  /** Operations recorded so far. */
  readonly operations: readonly GraphOperation[];
  /** Adds an input of the function. */
  placeholder(shape: number[], dtype: number): number;
  /** Adds a constant. */
  constant(shape: number[], dtype: number, values: Values): number;
  /** Its segments. */
  readonly segments: Pick<Segments, "run" | "hold">;
  /** The graph output behind an id. */
  output(id: number): GraphOutput;
}

/**
 * Makes a recorder: while it stands in for the eager binding, each operation becomes a node of a TF_Graph. Equal
 * operations are recorded once; sums of many terms become chains of additions.
 *
 * @param options `firstId` is the id of the first symbolic tensor: no other trace may use the ids from there on
 */
export function createRecorder(
  eager: EagerBinding,
  options: {
    readonly functions: ReadonlyMap<string, GraphFunction>;
    readonly firstId: number;
  },
): Recorder {
  const { c, status, check } = eager.native;
  const builder = createGraphBuilder(eager.native, options);
  const { add } = builder;
  const captures: Capture[] = [];
  const captured = new Map<number, number>();
  const constants = new Map<string, number>();
  const recorded = new Map<string, TensorMeta[]>();
  /** Values of constants. */
  const known = new Map<number, Values>();
  // a repetition with inputs of its own is what the backward pass may ask for as well
  const segments = traceSegments((name, attributes, inputs, after) =>
    after.length > 0 ? add(name, attributes, inputs, { after }) : once(
      name,
      attributes,
      inputs,
    )
  );

  function symbolic(id: number): number {
    if (id >= FIRST_SYMBOLIC_ID) {
      if (!builder.owns(id)) {
        throw new Error(
          "compile: expected tensors of this trace but found a symbolic tensor of another one",
        );
      }
      return id;
    }
    const seen = captured.get(id);
    if (seen !== undefined) return seen;
    const handle = c.TFE_TensorHandleCopySharingTensor(
      eager.handleOf(id),
      status,
    );
    check("capture");
    const { shape, dtype } = eager.describe(handle);
    const input = placeholder(shape, dtype);
    captured.set(id, input);
    captures.push({ id, handle, placeholder: input });
    return input;
  }

  function placeholder(shape: number[], dtype: number): number {
    return add("Placeholder", [
      { name: "dtype", type: AttributeType.type, value: dtype },
      { name: "shape", type: AttributeType.shape, value: shape },
    ], [])[0]!.id;
  }

  function constant(shape: number[], dtype: number, values: Values): number {
    const size = shape.reduce((a, b) => a * b, 1);
    const numbers = values as Float32Array;
    let key = "";
    if (size <= 256) {
      const text = Array.from(numbers, (x) => Object.is(x, -0) ? "-0" : `${x}`);
      key = `${dtype}|${shape}|${text}`;
      const equal = constants.get(key);
      if (equal !== undefined) return equal;
    } else if (numbers.every((x) => Object.is(x, numbers[0]))) {
      return execute("Fill", [
        { name: "T", type: AttributeType.type, value: dtype },
        { name: "index_type", type: AttributeType.type, value: DType.int32 },
      ], [
        constant([shape.length], DType.int32, Int32Array.from(shape)),
        constant([], dtype, numbers.slice(0, 1)),
      ])[0]!.id;
    } else if (size > MAX_CONSTANT) {
      throw new Error(
        `compile: expected data as arguments but found a constant ${
          describeTensor({ dtype, shape })
        } made inside the traced function; pass it in`,
      );
    }
    const temporary = eager.createTensor(shape, dtype, values);
    const tensor = c.TFE_TensorHandleResolve(
      eager.handleOf(temporary),
      status,
    );
    check("constant");
    const id = add(
      "Const",
      [
        { name: "dtype", type: AttributeType.type, value: dtype },
      ],
      [],
      { value: tensor },
    )[0]!.id;
    c.TF_DeleteTensor(tensor);
    eager.deleteTensor(temporary);
    known.set(id, values);
    if (key) constants.set(key, id);
    return id;
  }

  function execute(
    name: string,
    attributes: Attribute[],
    inputs: number[],
  ): TensorMeta[] {
    const ids = inputs.map((id) => segments.read(symbolic(id)));
    return name === "AddN" ? sum(attributes, ids) : once(name, attributes, ids);
  }

  function once(
    name: string,
    attributes: Attribute[],
    inputs: number[],
  ): TensorMeta[] {
    const key = isDistinct(name)
      ? undefined
      : `${name}|${inputs}|${JSON.stringify(attributes)}`;
    const equal = key === undefined ? undefined : recorded.get(key);
    if (equal !== undefined) return equal;
    const result = add(name, attributes, inputs);
    if (key !== undefined) recorded.set(key, result);
    segments.note(name, attributes, inputs, result);
    return result;
  }

  /**
   * AddN of three and more terms as a chain of additions in the order of the terms. TensorFlow's own kernel reorders its
   * terms by which buffer happens to be free, so that its last bits differ from run to run.
   */
  function sum(
    attributes: Attribute[],
    [head, ...tail]: number[],
  ): TensorMeta[] {
    const type = attributes.filter(({ name }) => name === "T");
    let total = head!;
    let result: TensorMeta[] | undefined;
    for (const term of tail) {
      result = once("AddV2", type, [total, term]);
      total = result[0]!.id;
    }
    return result ?? once("Identity", type, [total]);
  }

  const recorder: Recorder = {
    graph: builder.graph,
    captures,
    operations: builder.operations,
    segments,
    placeholder,
    constant,
    output: (id) => builder.output(symbolic(id)),
    createTensor(shape, dtype, values) {
      // int64 scalars are operands of tfjs-node's kernels; anything else is an eager tensor whose values tfjs had not
      // handed over yet, and stays one
      return dtype === DType.int64
        ? constant(shape, dtype, values)
        : eager.createTensor(shape, dtype, values);
    },
    deleteTensor(id) {
      // disposing a symbolic tensor frees nothing
      if (id >= FIRST_SYMBOLIC_ID) return;
      eager.deleteTensor(id);
      // the eager binding gives the id to another tensor
      captured.delete(id);
    },
    tensorDataSync(id) {
      if (id < FIRST_SYMBOLIC_ID) return eager.tensorDataSync(id);
      const values = known.get(symbolic(id));
      if (values === undefined) {
        throw new Error(
          "compile: expected no reads of values inside the traced function but found one (dataSync, data, arraySync, print): a traced tensor has no value yet",
        );
      }
      return values.slice() as Values;
    },
    executeOp: (name, attributes, inputs) => execute(name, attributes, inputs),
  };
  // tfjs-node's kernels also read constants such as TF_FLOAT from their binding
  return Object.assign({ ...eager }, recorder);
}
