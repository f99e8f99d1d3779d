import { attributeSetter } from "./attributes.ts";
import { encodeConfigProto, type EngineConfig } from "./config_proto.ts";
import { describeTensor, DType, elementSize } from "./dtype.ts";
import { cString, type Native, openNative } from "./native.ts";
import {
  FIRST_SYMBOLIC_ID,
  type OpBinding,
  type TensorMeta,
  type Values,
} from "./op_binding.ts";
import { tfjsMembers } from "./tfjs_members.ts";

/** The eager binding: tfjs-node's `TFJSBinding` over TensorFlow's C eager API, without its native addon. */
export interface EagerBinding extends OpBinding {
  /** The opened library. */
  readonly native: Native;
  /** TensorFlow's eager context. */
  readonly context: bigint;
  /** True when operations run on a GPU. */
  isUsingGpuDevice(): boolean;
  /** Live handles, for leak tests. */
  getNumOfTensors(): number;
  /** Handle of a tensor id. */
  handleOf(id: number): bigint;
  /** Gives an id to a handle and owns it. */
  adopt(handle: bigint): number;
  /** Shape and type of a handle. */
  describe(handle: bigint): { shape: number[]; dtype: number };
}

/** Opens the library at a path and makes an eager context on it. */
export function openBinding(
  library: string,
  config: EngineConfig,
): EagerBinding {
  const native = openNative(library);
  const { c, status, check } = native;
  const options = c.TFE_NewContextOptions();
  const proto = encodeConfigProto(config);
  c.TFE_ContextOptionsSetConfig(options, proto, BigInt(proto.length), status);
  check("configuration");
  const context = c.TFE_NewContext(options, status);
  check("context");
  c.TFE_DeleteContextOptions(options);
  const gpu = firstGpu(native, context);

  const handles: bigint[] = [];
  const free: number[] = [];
  let live = 0;
  const adopt = (handle: bigint): number => {
    live++;
    const id = free.pop();
    if (id === undefined) return handles.push(handle) - 1;
    handles[id] = handle;
    return id;
  };
  const handleOf = (id: number): bigint => {
    const handle = handles[id];
    if (id >= FIRST_SYMBOLIC_ID) {
      throw new Error(
        "Expected a tensor with values but found a symbolic one of a finished trace",
      );
    }
    if (handle === undefined || handle === 0n) {
      throw new Error(`Expected a live tensor but found id ${id}, disposed`);
    }
    return handle;
  };
  const describe = (handle: bigint) => {
    const rank = c.TFE_TensorHandleNumDims(handle, status);
    const shape = new Array<number>(rank);
    for (let i = 0; i < rank; i++) {
      shape[i] = Number(c.TFE_TensorHandleDim(handle, i, status));
    }
    return { shape, dtype: c.TFE_TensorHandleDataType(handle) };
  };
  const setAttribute = attributeSetter(native, "TFE_Op");
  const signature = (name: string, inputs: number[]) => () =>
    `${name}(${
      inputs.map((id) => describeTensor(describe(handleOf(id)))).join(", ")
    })`;

  // one op object, reset for every call, keeps its allocations
  let op = 0n;
  // sized by the op below: a fixed buffer is overrun by Split, Unpack and compiled programs
  let outputHandles = new BigUint64Array(64);
  const outputCount = new Int32Array(1);

  const binding: EagerBinding = {
    native,
    context,
    adopt,
    handleOf,
    describe,
    getNumOfTensors: () => live,
    isUsingGpuDevice: () => gpu !== null,

    createTensor(shape, dtype, values) {
      const dims = BigInt64Array.from(shape, BigInt);
      const count = shape.reduce((a, b) => a * b, 1);
      const bytes = typedValues(dtype, values);
      const size = count * elementSize(dtype);
      if (bytes.byteLength !== size) {
        throw new RangeError(
          `Expected ${size} bytes but found ${bytes.byteLength} for ${
            describeTensor({ dtype, shape })
          }`,
        );
      }
      const tensor = c.TF_AllocateTensor(
        dtype,
        dims.length > 0 ? dims : new BigInt64Array(1),
        shape.length,
        BigInt(size),
      );
      if (size > 0) c.copyIn(c.TF_TensorData(tensor), bytes, BigInt(size));
      const handle = c.TFE_NewTensorHandle(tensor, status);
      c.TF_DeleteTensor(tensor);
      check("tensor");
      if (gpu === null || dtype === DType.int32) return adopt(handle); // int32 stays in host memory
      const onDevice = c.TFE_TensorHandleCopyToDevice(
        handle,
        context,
        gpu,
        status,
      );
      c.TFE_DeleteTensorHandle(handle);
      check("copy to the GPU");
      return adopt(onDevice);
    },

    deleteTensor(id) {
      if (id >= FIRST_SYMBOLIC_ID) return; // kept beyond its trace
      c.TFE_DeleteTensorHandle(handleOf(id));
      handles[id] = 0n;
      free.push(id);
      live--;
    },

    tensorDataSync(id) {
      const handle = handleOf(id);
      const dtype = c.TFE_TensorHandleDataType(handle);
      const tensor = c.TFE_TensorHandleResolve(handle, status);
      check("read");
      try {
        const size = c.TF_TensorByteSize(tensor);
        const buffer = new ArrayBuffer(Number(size));
        if (size > 0n) {
          c.copyOut(new Uint8Array(buffer), c.TF_TensorData(tensor), size);
        }
        switch (dtype) {
          case DType.float32:
          case DType.complex64:
            return new Float32Array(buffer);
          case DType.int32:
            return new Int32Array(buffer);
          case DType.int64:
            return new BigInt64Array(buffer);
          case DType.bool:
          case DType.uint8:
            return new Uint8Array(buffer);
          default:
            throw new TypeError(
              `Expected a readable tensor but found ${
                describeTensor(describe(handle))
              }`,
            );
        }
      } finally {
        c.TF_DeleteTensor(tensor);
      }
    },

    executeOp(name, attributes, inputs, outputs) {
      if (op === 0n) op = c.TFE_NewOp(context, cString(name), status);
      else c.TFE_OpReset(op, cString(name), 0n, status);
      check(name);
      for (const id of inputs) c.TFE_OpAddInput(op, handleOf(id), status);
      check(signature(name, inputs));
      for (const attribute of attributes) setAttribute(op, attribute);
      if (outputs > outputHandles.length) {
        outputHandles = new BigUint64Array(2 * outputs);
      }
      outputCount[0] = outputs;
      c.TFE_Execute(op, outputHandles, outputCount, status);
      check(signature(name, inputs));
      const results: TensorMeta[] = [];
      for (let i = 0; i < outputCount[0]; i++) {
        const handle = outputHandles[i]!;
        results.push({ id: adopt(handle), ...describe(handle) });
      }
      return results;
    },
  };
  return Object.assign(binding, tfjsMembers(native.version));
}

/** Name (as a C string) of the first GPU of a context, or null. */
function firstGpu(
  { c, status, check, text }: Native,
  context: bigint,
): Uint8Array<ArrayBuffer> | null {
  const devices = c.TFE_ContextListDevices(context, status);
  check("devices");
  try {
    for (let i = 0, n = c.TF_DeviceListCount(devices); i < n; i++) {
      if (text(c.TF_DeviceListType(devices, i, status)) === "GPU") {
        return cString(text(c.TF_DeviceListName(devices, i, status)));
      }
    }
    return null;
  } finally {
    c.TF_DeleteDeviceList(devices);
  }
}

/** tfjs hands over plain arrays for some bool and int32 data. */
function typedValues(
  dtype: number,
  values: Values,
): Uint8Array<ArrayBuffer> | Float32Array<ArrayBuffer> {
  if (ArrayBuffer.isView(values)) return values as Float32Array<ArrayBuffer>;
  const plain = values as unknown as number[];
  if (dtype === DType.float32) return Float32Array.from(plain);
  if (dtype === DType.int32) {
    return new Uint8Array(Int32Array.from(plain).buffer);
  }
  return Uint8Array.from(plain);
}
