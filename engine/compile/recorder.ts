import type { EagerBinding } from "../tensorflow/binding.ts";
import { AttributeType, DType } from "../tensorflow/dtype.ts";
import {
  type DeviceControl,
  FIRST_SYMBOLIC_ID,
  type OpBinding,
  type SegmentControl,
  type Values,
} from "../tensorflow/op_binding.ts";
import { type Capture, traceCaptures } from "./captures.ts";
import { createGraphBuilder } from "./graph_builder.ts";
import { graphConstants } from "./graph_constants.ts";
import type { GraphFunction } from "./graph_definitions.ts";
import type { GraphOutput } from "./graph_output.ts";
import { recordOperations } from "./record_operations.ts";
import type { GraphOperation } from "./split_graph.ts";

/** A binding that writes operations into a TensorFlow graph instead of running them. */
export interface Recorder extends OpBinding {
  /** Address of the TF_Graph. */
  readonly graph: bigint;
  /** Eager tensors that were used. */
  readonly captures: readonly Capture[];
  readonly operations: readonly GraphOperation[];
  readonly segments: SegmentControl;
  readonly devices: DeviceControl;
  /** Adds an input of the function. */
  placeholder(shape: number[], dtype: number): number;
  constant(shape: number[], dtype: number, values: Values): number;
  /** The graph output behind an id. */
  output(id: number): GraphOutput;
}

/**
 * Makes a recorder: while it stands in for the eager binding, each operation becomes a node of a TF_Graph.
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
  const builder = createGraphBuilder(eager.native, options);
  const placeholder = (shape: number[], dtype: number): number =>
    // the caller decides on which device an argument lies
    builder.on(undefined, () =>
      builder.add("Placeholder", [
        { name: "dtype", type: AttributeType.type, value: dtype },
        { name: "shape", type: AttributeType.shape, value: shape },
      ], [])[0]!.id);
  const captures = traceCaptures(eager, placeholder);
  const symbolic = (id: number): number => {
    if (id < FIRST_SYMBOLIC_ID) return captures.placeholderOf(id);
    if (builder.owns(id)) return id;
    throw new Error(
      "compile: expected tensors of this trace but found a symbolic tensor of another one",
    );
  };
  const { segments, execute } = recordOperations(builder, symbolic);
  const constants = graphConstants(eager, builder, execute);
  const recorder: Recorder = {
    graph: builder.graph,
    captures: captures.list,
    operations: builder.operations,
    segments,
    devices: {
      run: (device, body) =>
        builder.on(
          `/device:${eager.isUsingGpuDevice() ? "GPU" : "CPU"}:${device}`,
          body,
        ),
    },
    placeholder,
    constant: constants.add,
    output: (id) => builder.output(symbolic(id)),
    createTensor(shape, dtype, values) {
      // int64 scalars are operands of tfjs-node's kernels; any other is an eager tensor whose values tfjs writes only
      // now, and stays one
      return dtype === DType.int64
        ? constants.add(shape, dtype, values)
        : eager.createTensor(shape, dtype, values);
    },
    deleteTensor(id) {
      // disposing a symbolic tensor frees nothing
      if (id >= FIRST_SYMBOLIC_ID) return;
      eager.deleteTensor(id);
      captures.forget(id);
    },
    tensorDataSync(id) {
      if (id < FIRST_SYMBOLIC_ID) return eager.tensorDataSync(id);
      const values = constants.valuesOf(symbolic(id));
      if (values === undefined) {
        throw new Error(
          "compile: expected no reads of values inside the traced function but found one (dataSync, data, arraySync, print): a traced tensor has no value yet",
        );
      }
      return values.slice() as Values;
    },
    executeOp: execute,
  };
  // tfjs-node's kernels also read constants such as TF_FLOAT from their binding
  return Object.assign({ ...eager }, recorder);
}
