import { type Attribute, attributeSetter } from "./attributes.ts";
import {
  type EagerBinding,
  FIRST_SYMBOLIC_ID,
  type OpBinding,
  type TensorMeta,
  type Values,
} from "./binding.ts";
import { AttributeType, describeTensor, DType } from "./dtype.ts";
import { cString } from "./native.ts";
import { type OpDefinition, parseOpDefinition } from "./op_definition.ts";

/** Operations with effects or fresh results: never merged with an equal one. */
const DISTINCT = /Random|Multinomial|Variable|Assign|Print|Summary/;
/** Operations with opaque outputs (reserve space) whose shape nobody reads. */
const OPAQUE_OUTPUTS = /^FusedBatchNorm/;
/** Largest constant baked into a graph; anything longer is data and belongs into an argument. */
const MAX_CONSTANT = 4096;

/** One output of an operation in the graph. */
export interface GraphOutput {
  /** Address of the TF_Operation. */
  readonly operation: bigint;
  /** Which of its outputs. */
  readonly index: number;
  /** Static shape. */
  readonly shape: number[];
  /** One of {@linkcode DType}. */
  readonly dtype: number;
  /** Values, for constants only. */
  value?: Values;
  /** Ids of the terms, for sums, so that a longer sum can take them over. */
  terms?: number[];
}

/** An eager tensor that a traced function closed over. */
export interface Capture {
  /** Its eager id. */
  readonly id: number;
  /** A handle of our own on the same memory. */
  readonly handle: bigint;
  /** The placeholder that stands for it. */
  readonly placeholder: number;
}

/** A function registered with TensorFlow, callable by name in eager mode and in later traces. */
export interface GraphFunction {
  /** Address of the TF_Function. */
  readonly address: bigint;
  /** Shapes and types of its outputs. */
  readonly outputs: readonly TensorMeta[];
}

/** A binding that writes operations into a TensorFlow graph instead of running them. */
export interface Recorder extends OpBinding {
  /** Address of the TF_Graph. */
  readonly graph: bigint;
  /** Eager tensors that were used. */
  readonly captures: readonly Capture[];
  /** Operations recorded so far. */
  operations(): number;
  /** Adds an input of the function. */
  placeholder(shape: number[], dtype: number): number;
  /** Adds a constant. */
  constant(shape: number[], dtype: number, values: Values): number;
  /** The graph output behind an id. */
  output(id: number): GraphOutput;
}

/**
 * Makes a recorder: while it stands in for the eager binding, each operation becomes a node of a TF_Graph. Shapes come
 * from TensorFlow's own inference; equal operations are recorded once; chains of additions become one AddN.
 */
export function createRecorder(
  eager: EagerBinding,
  functions: ReadonlyMap<string, GraphFunction>,
): Recorder {
  const { native } = eager;
  const { c, status, check } = native;
  const graph = c.TF_NewGraph();
  const setAttribute = attributeSetter(native, "TF_");
  const nodes: GraphOutput[] = [];
  const captures: Capture[] = [];
  const captured = new Map<number, number>();
  const constants = new Map<string, number>();
  const definitions = new Map<string, OpDefinition>();
  const recorded = new Map<string, TensorMeta[]>();
  let operations = 0;

  const nodeOf = (id: number): GraphOutput =>
    nodes[symbolic(id) - FIRST_SYMBOLIC_ID]!;

  function symbolic(id: number): number {
    if (id >= FIRST_SYMBOLIC_ID) {
      if (nodes[id - FIRST_SYMBOLIC_ID] === undefined) {
        throw new Error(
          "compile: expected tensors of this trace but found a symbolic tensor of another one",
        );
      }
      return id;
    }
    const known = captured.get(id);
    if (known !== undefined) return known;
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
      const known = constants.get(key);
      if (known !== undefined) return known;
    } else if (numbers.every((x) => x === numbers[0])) {
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
      tensor,
    )[0]!.id;
    c.TF_DeleteTensor(tensor);
    eager.deleteTensor(temporary);
    nodeOf(id).value = values;
    if (key) constants.set(key, id);
    return id;
  }

  function execute(
    name: string,
    attributes: Attribute[],
    inputs: number[],
  ): TensorMeta[] {
    const ids = inputs.map(symbolic);
    return name === "AddV2" || name === "AddN"
      ? sum(name, attributes, ids)
      : once(name, attributes, ids);
  }

  function once(
    name: string,
    attributes: Attribute[],
    inputs: number[],
  ): TensorMeta[] {
    if (DISTINCT.test(name)) return add(name, attributes, inputs);
    const key = `${name}|${inputs}|${JSON.stringify(attributes)}`;
    let result = recorded.get(key);
    if (result === undefined) {
      recorded.set(key, result = add(name, attributes, inputs));
    }
    return result;
  }

  /** Gradient accumulation makes chains a+b+c...: one AddN in the same order; TensorFlow prunes the unused partial sums. */
  function sum(
    name: string,
    attributes: Attribute[],
    inputs: number[],
  ): TensorMeta[] {
    const first = nodeOf(inputs[0]!);
    const alike = inputs.every((id) =>
      `${nodeOf(id).shape}` === `${first.shape}`
    );
    if (first.dtype !== DType.float32 || !alike) {
      return once(name, attributes, inputs);
    }
    const terms = inputs.flatMap((id, k) =>
      k === 0 ? nodeOf(id).terms ?? [id] : [id]
    );
    const result = once("AddN", [
      { name: "T", type: AttributeType.type, value: DType.float32 },
      { name: "N", type: AttributeType.int, value: terms.length },
    ], terms);
    nodeOf(result[0]!.id).terms = terms;
    return result;
  }

  function definitionOf(name: string): OpDefinition {
    let definition = definitions.get(name);
    if (definition === undefined) {
      const fn = functions.get(name);
      if (fn !== undefined) {
        c.TF_GraphCopyFunction(graph, fn.address, 0n, status);
        check(name);
      }
      const buffer = c.TF_NewBuffer();
      c.TF_GraphGetOpDef(graph, cString(name), buffer, status);
      check(name);
      const header = new BigUint64Array(2); // TF_Buffer { const void* data; size_t length; ... }
      c.copyOut(new Uint8Array(header.buffer), buffer, 16n);
      const bytes = new Uint8Array(Number(header[1]));
      if (bytes.length > 0) c.copyOut(bytes, header[0]!, header[1]!);
      c.TF_DeleteBuffer(buffer);
      definitions.set(name, definition = parseOpDefinition(bytes));
    }
    return definition;
  }

  function add(
    name: string,
    attributes: Attribute[],
    inputs: number[],
    value = 0n,
  ): TensorMeta[] {
    const definition = definitionOf(name);
    const description = c.TF_NewOperation(
      graph,
      cString(name),
      new TextEncoder().encode(`n${operations++}\0`),
    );
    addInputs(description, definition, inputs);
    for (const attribute of attributes) {
      if (
        attribute.name[0] === "_" || definition.attributes.has(attribute.name)
      ) {
        setAttribute(description, attribute);
      }
    }
    if (value !== 0n) {
      c.TF_SetAttrTensor(description, cString("value"), value, status);
      check(name);
    }
    const operation = c.TF_FinishOperation(description, status);
    check(() =>
      `trace ${name}(${
        inputs.map((id) => describeTensor(nodeOf(id))).join(", ")
      })`
    );
    const count = c.TF_OperationNumOutputs(operation);
    return Array.from(
      { length: count },
      (_, i) => outputOf(name, operation, i),
    );
  }

  function addInputs(
    description: bigint,
    { listInputs }: OpDefinition,
    inputs: number[],
  ): void {
    const lists = listInputs.filter((list) => list).length;
    const perList = lists > 0
      ? (inputs.length - (listInputs.length - lists)) / lists
      : 0;
    let at = 0;
    for (const list of listInputs) {
      if (list) {
        const ids = inputs.slice(at, at += perList);
        c.TF_AddInputList(
          description,
          encodeOutputs(ids.map(nodeOf)),
          ids.length,
        );
      } else {
        const node = nodeOf(inputs[at++]!);
        c.TF_AddInput(description, node.operation, node.index);
      }
    }
  }

  function outputOf(
    name: string,
    operation: bigint,
    index: number,
  ): TensorMeta {
    const declared = functions.get(name)?.outputs[index];
    const rank = declared?.shape.length ??
      c.TF_GraphGetTensorNumDims(graph, operation, index, status);
    check(name);
    const dims = new BigInt64Array(Math.max(rank, 1));
    if (declared === undefined && rank > 0) {
      c.TF_GraphGetTensorShape(graph, operation, index, dims, rank, status);
      check(name);
    }
    const shape = declared?.shape ??
      Array.from(dims.subarray(0, Math.max(rank, 0)), Number);
    const known = rank >= 0 && shape.every((d) => d >= 0);
    if (!known && !OPAQUE_OUTPUTS.test(name)) {
      throw new Error(
        `compile: expected static shapes but output ${index} of ${name} depends on values (${
          rank < 0 ? "unknown rank" : `[${shape}]`
        })`,
      );
    }
    const dtype = c.TF_OperationOutputType(operation, index);
    const id = nodes.push({ operation, index, shape, dtype }) - 1 +
      FIRST_SYMBOLIC_ID;
    return { id, shape: known ? shape : [0], dtype };
  }

  const recorder: Recorder = {
    graph,
    captures,
    operations: () => operations,
    placeholder,
    constant,
    output: nodeOf,
    createTensor: constant,
    // disposing a symbolic tensor frees nothing
    deleteTensor(id) {
      if (id < FIRST_SYMBOLIC_ID) eager.deleteTensor(id);
    },
    tensorDataSync(id) {
      if (id < FIRST_SYMBOLIC_ID) return eager.tensorDataSync(id);
      const { value } = nodeOf(id);
      if (value === undefined) {
        throw new Error(
          "compile: expected no reads of values inside the traced function but found one (dataSync, data, arraySync, print): a traced tensor has no value yet",
        );
      }
      return value.slice() as Values;
    },
    executeOp: (name, attributes, inputs) => execute(name, attributes, inputs),
  };
  // tfjs-node's kernels also read constants such as TF_FLOAT from their binding
  return Object.assign({ ...eager }, recorder);
}

/** Bytes of a `TF_Output[]`. */
export function encodeOutputs(
  outputs: readonly GraphOutput[],
): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(16 * Math.max(1, outputs.length)));
  outputs.forEach(({ operation, index }, i) => {
    view.setBigUint64(16 * i, operation, true);
    view.setInt32(16 * i + 8, index, true);
  });
  return new Uint8Array(view.buffer);
}
