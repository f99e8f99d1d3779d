/**
 * The part of TensorFlow's C API that the engine calls.
 *
 * Pointers travel as `u64`: they are read out of arrays as BigInts, which is cheaper than making pointer objects,
 * and the platform passes both alike. `TF_Output` (pointer, int) is passed by value as two integer registers,
 * which is right on x86-64 System V and AArch64 only; {@linkcode assertSupportedAbi} rejects other platforms.
 *
 * @module
 */

/** Symbols for `Deno.dlopen`. */
export const SYMBOLS = {
  TF_Version: { parameters: [], result: "u64" },
  TF_NewStatus: { parameters: [], result: "u64" },
  TF_GetCode: { parameters: ["u64"], result: "i32" },
  TF_Message: { parameters: ["u64"], result: "u64" },
  TF_SetStatus: { parameters: ["u64", "i32", "buffer"], result: "void" },
  TF_AllocateTensor: {
    parameters: ["i32", "buffer", "i32", "usize"],
    result: "u64",
  },
  TF_DeleteTensor: { parameters: ["u64"], result: "void" },
  TF_TensorData: { parameters: ["u64"], result: "u64" },
  TF_TensorByteSize: { parameters: ["u64"], result: "usize" },
  TFE_NewContextOptions: { parameters: [], result: "u64" },
  TFE_ContextOptionsSetConfig: {
    parameters: ["u64", "buffer", "usize", "u64"],
    result: "void",
  },
  TFE_DeleteContextOptions: { parameters: ["u64"], result: "void" },
  TFE_NewContext: { parameters: ["u64", "u64"], result: "u64" },
  TFE_ContextListDevices: { parameters: ["u64", "u64"], result: "u64" },
  TF_DeviceListCount: { parameters: ["u64"], result: "i32" },
  TF_DeviceListName: { parameters: ["u64", "i32", "u64"], result: "u64" },
  TF_DeviceListType: { parameters: ["u64", "i32", "u64"], result: "u64" },
  TF_DeleteDeviceList: { parameters: ["u64"], result: "void" },
  TFE_NewTensorHandle: { parameters: ["u64", "u64"], result: "u64" },
  TFE_DeleteTensorHandle: { parameters: ["u64"], result: "void" },
  TFE_TensorHandleDataType: { parameters: ["u64"], result: "i32" },
  TFE_TensorHandleNumDims: { parameters: ["u64", "u64"], result: "i32" },
  TFE_TensorHandleDim: { parameters: ["u64", "i32", "u64"], result: "i64" },
  TFE_TensorHandleResolve: { parameters: ["u64", "u64"], result: "u64" },
  TFE_TensorHandleCopySharingTensor: {
    parameters: ["u64", "u64"],
    result: "u64",
  },
  TFE_TensorHandleCopyToDevice: {
    parameters: ["u64", "u64", "buffer", "u64"],
    result: "u64",
  },
  TFE_NewOp: { parameters: ["u64", "buffer", "u64"], result: "u64" },
  TFE_OpReset: {
    parameters: ["u64", "buffer", "u64", "u64"],
    result: "void",
  },
  TFE_OpAddInput: { parameters: ["u64", "u64", "u64"], result: "void" },
  TFE_OpSetAttrString: {
    parameters: ["u64", "buffer", "buffer", "usize"],
    result: "void",
  },
  TFE_OpSetAttrStringList: {
    parameters: ["u64", "buffer", "buffer", "buffer", "i32"],
    result: "void",
  },
  TFE_OpSetAttrInt: { parameters: ["u64", "buffer", "i64"], result: "void" },
  TFE_OpSetAttrIntList: {
    parameters: ["u64", "buffer", "buffer", "i32"],
    result: "void",
  },
  TFE_OpSetAttrFloat: { parameters: ["u64", "buffer", "f32"], result: "void" },
  TFE_OpSetAttrFloatList: {
    parameters: ["u64", "buffer", "buffer", "i32"],
    result: "void",
  },
  TFE_OpSetAttrBool: { parameters: ["u64", "buffer", "u8"], result: "void" },
  TFE_OpSetAttrBoolList: {
    parameters: ["u64", "buffer", "buffer", "i32"],
    result: "void",
  },
  TFE_OpSetAttrType: { parameters: ["u64", "buffer", "i32"], result: "void" },
  TFE_OpSetAttrTypeList: {
    parameters: ["u64", "buffer", "buffer", "i32"],
    result: "void",
  },
  TFE_OpSetAttrShape: {
    parameters: ["u64", "buffer", "buffer", "i32", "u64"],
    result: "void",
  },
  TFE_Execute: {
    parameters: ["u64", "buffer", "buffer", "u64"],
    result: "void",
  },
  TF_NewGraph: { parameters: [], result: "u64" },
  TF_DeleteGraph: { parameters: ["u64"], result: "void" },
  TF_NewOperation: { parameters: ["u64", "buffer", "buffer"], result: "u64" },
  TF_FinishOperation: { parameters: ["u64", "u64"], result: "u64" },
  TF_AddInput: { parameters: ["u64", "u64", "i32"], result: "void" },
  TF_AddControlInput: { parameters: ["u64", "u64"], result: "void" },
  TF_AddInputList: { parameters: ["u64", "buffer", "i32"], result: "void" },
  TF_SetAttrType: { parameters: ["u64", "buffer", "i32"], result: "void" },
  TF_SetAttrTypeList: {
    parameters: ["u64", "buffer", "buffer", "i32"],
    result: "void",
  },
  TF_SetAttrInt: { parameters: ["u64", "buffer", "i64"], result: "void" },
  TF_SetAttrIntList: {
    parameters: ["u64", "buffer", "buffer", "i32"],
    result: "void",
  },
  TF_SetAttrFloat: { parameters: ["u64", "buffer", "f32"], result: "void" },
  TF_SetAttrFloatList: {
    parameters: ["u64", "buffer", "buffer", "i32"],
    result: "void",
  },
  TF_SetAttrBool: { parameters: ["u64", "buffer", "u8"], result: "void" },
  TF_SetAttrBoolList: {
    parameters: ["u64", "buffer", "buffer", "i32"],
    result: "void",
  },
  TF_SetAttrString: {
    parameters: ["u64", "buffer", "buffer", "usize"],
    result: "void",
  },
  TF_SetAttrStringList: {
    parameters: ["u64", "buffer", "buffer", "buffer", "i32"],
    result: "void",
  },
  TF_SetAttrShape: {
    parameters: ["u64", "buffer", "buffer", "i32"],
    result: "void",
  },
  TF_SetAttrTensor: {
    parameters: ["u64", "buffer", "u64", "u64"],
    result: "void",
  },
  TF_OperationNumOutputs: { parameters: ["u64"], result: "i32" },
  TF_OperationOutputType: { parameters: ["u64", "i32"], result: "i32" },
  TF_GraphGetTensorNumDims: {
    parameters: ["u64", "u64", "i32", "u64"],
    result: "i32",
  },
  TF_GraphGetTensorShape: {
    parameters: ["u64", "u64", "i32", "buffer", "i32", "u64"],
    result: "void",
  },
  TF_GraphGetOpDef: {
    parameters: ["u64", "buffer", "u64", "u64"],
    result: "void",
  },
  TF_NewBuffer: { parameters: [], result: "u64" },
  TF_DeleteBuffer: { parameters: ["u64"], result: "void" },
  TF_GraphToFunction: {
    parameters: [
      "u64",
      "buffer",
      "u8",
      "i32",
      "buffer",
      "i32",
      "buffer",
      "i32",
      "buffer",
      "u64",
      "u64",
      "buffer",
      "u64",
    ],
    result: "u64",
  },
  TF_GraphCopyFunction: {
    parameters: ["u64", "u64", "u64", "u64"],
    result: "void",
  },
  TF_DeleteFunction: { parameters: ["u64"], result: "void" },
  TFE_ContextAddFunction: { parameters: ["u64", "u64", "u64"], result: "void" },
  TFE_ContextRemoveFunction: {
    parameters: ["u64", "buffer", "u64"],
    result: "void",
  },
  // libc, found through the library's dependencies: needs no FFI permission beyond the library
  copyIn: {
    name: "memcpy",
    parameters: ["u64", "buffer", "usize"],
    result: "void",
  },
  copyOut: {
    name: "memcpy",
    parameters: ["buffer", "u64", "usize"],
    result: "void",
  },
  // memcpy of 0 bytes returns its target: Deno's own way to an address needs permission for all of FFI
  addressOf: {
    name: "memcpy",
    parameters: ["buffer", "u64", "usize"],
    result: "u64",
  },
  strlen: { parameters: ["u64"], result: "usize" },
} as const satisfies Deno.ForeignLibraryInterface;

/** Throws on platforms that do not pass a 16-byte struct in two integer registers. */
export function assertSupportedAbi(
  { os, arch }: { os: string; arch: string } = Deno.build,
): void {
  if (os === "linux" && (arch === "x86_64" || arch === "aarch64")) return;
  throw new Error(
    `Expected Linux on x86_64 or aarch64 but found ${os} on ${arch}: the engine calls TensorFlow correctly only there`,
  );
}
