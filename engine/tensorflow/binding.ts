import { type Attribute, attributeSetter } from "./attributes.ts";
import { cString } from "./c_string.ts";
import {
  encodeConfigProto,
  encodeLayoutConfig,
  type EngineConfig,
} from "./config_proto.ts";
import { AttributeType, describeTensor, DType } from "./dtype.ts";
import { createHandleTable, type HandleTable } from "./handle_table.ts";
import { type Native, openNative } from "./native.ts";
import {
  FIRST_SYMBOLIC_ID,
  type OpBinding,
  type TensorMeta,
} from "./op_binding.ts";
import { readTensor, writeTensor } from "./tensor_values.ts";
import { tfjsMembers } from "./tfjs_members.ts";

/** The eager binding: tfjs-node's `TFJSBinding` over TensorFlow's C eager API, without its native addon. */
export interface EagerBinding
  extends OpBinding, Pick<HandleTable, "adopt" | "handleOf" | "describe"> {
  readonly native: Native;
  /** TensorFlow's eager context. */
  readonly context: bigint;
  /** True when operations run on a GPU. */
  isUsingGpuDevice(): boolean;
  /** Devices that programs may be divided over: GPUs where there are any, else those of the processor. */
  readonly deviceCount: number;
  /** Attributes of calls of compiled programs. */
  readonly callAttributes: readonly Attribute[];
  /** Live handles, for leak tests. */
  getNumOfTensors(): number;
}

/** Opens the library at a path and makes an eager context on it. */
export function openBinding(
  library: string,
  config: EngineConfig,
): EagerBinding {
  const native = openNative(library);
  const { c, status, check } = native;
  const context = openContext(native, config);
  const devices = deviceNames(native, context);
  const [gpu = null] = devices.GPU ?? [];
  const handles = createHandleTable(native);
  const { adopt, handleOf, describe } = handles;
  const binding: EagerBinding = {
    native,
    context,
    adopt,
    handleOf,
    describe,
    getNumOfTensors: handles.live,
    isUsingGpuDevice: () => gpu !== null,
    deviceCount: (devices.GPU ?? devices.CPU ?? []).length,
    callAttributes: config.layoutOptimiser === true
      ? [{
        name: "config_proto",
        type: AttributeType.string,
        value: encodeLayoutConfig(),
      }]
      : [],
    createTensor(shape, dtype, values) {
      const handle = writeTensor(native, { shape, dtype, values });
      // int32 stays in host memory
      if (gpu === null || dtype === DType.int32) return adopt(handle);
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
      // symbolic tensors may be kept beyond their trace
      if (id < FIRST_SYMBOLIC_ID) handles.free(id);
    },
    tensorDataSync(id) {
      const handle = handleOf(id);
      return readTensor(
        native,
        handle,
        () => describeTensor(describe(handle)),
      );
    },
    executeOp: eagerOperations(native, context, handles),
  };
  return Object.assign(binding, tfjsMembers(native.version));
}

function openContext(native: Native, config: EngineConfig): bigint {
  const { c, status, check } = native;
  const options = c.TFE_NewContextOptions();
  const proto = encodeConfigProto(config);
  c.TFE_ContextOptionsSetConfig(options, proto, BigInt(proto.length), status);
  check("configuration");
  const context = c.TFE_NewContext(options, status);
  check("context");
  c.TFE_DeleteContextOptions(options);
  return context;
}

/** Runs single operations in an eager context. */
function eagerOperations(
  native: Native,
  context: bigint,
  { adopt, handleOf, describe }: HandleTable,
): OpBinding["executeOp"] {
  const { c, status, check } = native;
  const setAttribute = attributeSetter(native, "TFE_Op");
  const signature = (name: string, inputs: number[]) => () =>
    `${name}(${
      inputs.map((id) => describeTensor(describe(handleOf(id)))).join(", ")
    })`;
  // one op object, reset for every call, keeps its allocations
  let op = 0n;
  // grows with the outputs of an operation: a fixed buffer is overrun by Split, Unpack and compiled programs
  let outputHandles = new BigUint64Array(64);
  const outputCount = new Int32Array(1);
  return (name, attributes, inputs, outputs) => {
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
  };
}

/** Names (as C strings) of the devices of a context, by their kind. */
function deviceNames(
  { c, status, check, text }: Native,
  context: bigint,
): Partial<Record<string, Uint8Array<ArrayBuffer>[]>> {
  const devices = c.TFE_ContextListDevices(context, status);
  check("devices");
  try {
    const names: Partial<Record<string, Uint8Array<ArrayBuffer>[]>> = {};
    for (let i = 0, n = c.TF_DeviceListCount(devices); i < n; i++) {
      const name = cString(text(c.TF_DeviceListName(devices, i, status)));
      (names[text(c.TF_DeviceListType(devices, i, status))] ??= []).push(name);
    }
    return names;
  } finally {
    c.TF_DeleteDeviceList(devices);
  }
}
