/**
 * The part of TensorFlow's C API that the engine calls.
 *
 * Pointers travel as `u64`: they are read out of arrays as BigInts, which is cheaper than making pointer objects,
 * and the platform passes both alike. `TF_Output` (pointer, int) is passed by value as two integer registers,
 * which is right on x86-64 System V and AArch64 only; {@linkcode assertSupportedAbi} rejects other platforms.
 *
 * @module
 */

import { LOADER } from "./keep_loaded.ts";

/** A function of the library. */
function call<
  const R extends Deno.NativeResultType,
  const P extends readonly Deno.NativeType[],
>(result: R, ...parameters: P): { readonly result: R; readonly parameters: P } {
  return { result, parameters };
}

/** A name, addresses of texts, their lengths and number. */
const TEXTS = ["buffer", "buffer", "buffer", "i32"] as const;

/** Symbols for `Deno.dlopen`: the result, then the parameters of each. */
export const SYMBOLS = {
  ...LOADER,
  TF_Version: call("u64"),
  TF_NewStatus: call("u64"),
  TF_GetCode: call("i32", "u64"),
  TF_Message: call("u64", "u64"),
  TF_SetStatus: call("void", "u64", "i32", "buffer"),
  TF_AllocateTensor: call("u64", "i32", "buffer", "i32", "usize"),
  TF_DeleteTensor: call("void", "u64"),
  TF_TensorData: call("u64", "u64"),
  TF_TensorByteSize: call("usize", "u64"),
  TFE_NewContextOptions: call("u64"),
  TFE_ContextOptionsSetConfig: call("void", "u64", "buffer", "usize", "u64"),
  TFE_DeleteContextOptions: call("void", "u64"),
  TFE_NewContext: call("u64", "u64", "u64"),
  TFE_ContextListDevices: call("u64", "u64", "u64"),
  TF_DeviceListCount: call("i32", "u64"),
  TF_DeviceListName: call("u64", "u64", "i32", "u64"),
  TF_DeviceListType: call("u64", "u64", "i32", "u64"),
  TF_DeleteDeviceList: call("void", "u64"),
  TFE_NewTensorHandle: call("u64", "u64", "u64"),
  TFE_DeleteTensorHandle: call("void", "u64"),
  TFE_TensorHandleDataType: call("i32", "u64"),
  TFE_TensorHandleNumDims: call("i32", "u64", "u64"),
  TFE_TensorHandleDim: call("i64", "u64", "i32", "u64"),
  TFE_TensorHandleResolve: call("u64", "u64", "u64"),
  TFE_TensorHandleCopySharingTensor: call("u64", "u64", "u64"),
  TFE_TensorHandleCopyToDevice: call("u64", "u64", "u64", "buffer", "u64"),
  TFE_NewOp: call("u64", "u64", "buffer", "u64"),
  TFE_OpReset: call("void", "u64", "buffer", "u64", "u64"),
  TFE_OpAddInput: call("void", "u64", "u64", "u64"),
  TFE_OpSetAttrString: call("void", "u64", "buffer", "buffer", "usize"),
  TFE_OpSetAttrStringList: call("void", "u64", ...TEXTS),
  TFE_OpSetAttrInt: call("void", "u64", "buffer", "i64"),
  TFE_OpSetAttrIntList: call("void", "u64", "buffer", "buffer", "i32"),
  TFE_OpSetAttrFloat: call("void", "u64", "buffer", "f32"),
  TFE_OpSetAttrFloatList: call("void", "u64", "buffer", "buffer", "i32"),
  TFE_OpSetAttrBool: call("void", "u64", "buffer", "u8"),
  TFE_OpSetAttrBoolList: call("void", "u64", "buffer", "buffer", "i32"),
  TFE_OpSetAttrType: call("void", "u64", "buffer", "i32"),
  TFE_OpSetAttrTypeList: call("void", "u64", "buffer", "buffer", "i32"),
  TFE_OpSetAttrShape: call("void", "u64", "buffer", "buffer", "i32", "u64"),
  TFE_Execute: call("void", "u64", "buffer", "buffer", "u64"),
  TF_NewGraph: call("u64"),
  TF_DeleteGraph: call("void", "u64"),
  TF_NewOperation: call("u64", "u64", "buffer", "buffer"),
  TF_FinishOperation: call("u64", "u64", "u64"),
  TF_SetDevice: call("void", "u64", "buffer"),
  TF_AddInput: call("void", "u64", "u64", "i32"),
  TF_AddControlInput: call("void", "u64", "u64"),
  TF_AddInputList: call("void", "u64", "buffer", "i32"),
  TF_SetAttrType: call("void", "u64", "buffer", "i32"),
  TF_SetAttrTypeList: call("void", "u64", "buffer", "buffer", "i32"),
  TF_SetAttrInt: call("void", "u64", "buffer", "i64"),
  TF_SetAttrIntList: call("void", "u64", "buffer", "buffer", "i32"),
  TF_SetAttrFloat: call("void", "u64", "buffer", "f32"),
  TF_SetAttrFloatList: call("void", "u64", "buffer", "buffer", "i32"),
  TF_SetAttrBool: call("void", "u64", "buffer", "u8"),
  TF_SetAttrBoolList: call("void", "u64", "buffer", "buffer", "i32"),
  TF_SetAttrString: call("void", "u64", "buffer", "buffer", "usize"),
  TF_SetAttrStringList: call("void", "u64", ...TEXTS),
  TF_SetAttrShape: call("void", "u64", "buffer", "buffer", "i32"),
  TF_SetAttrTensor: call("void", "u64", "buffer", "u64", "u64"),
  TF_OperationNumOutputs: call("i32", "u64"),
  TF_OperationOutputType: call("i32", "u64", "i32"),
  TF_GraphGetTensorNumDims: call("i32", "u64", "u64", "i32", "u64"),
  TF_GraphGetTensorShape: call(
    "void",
    "u64",
    "u64",
    "i32",
    "buffer",
    "i32",
    "u64",
  ),
  TF_GraphGetOpDef: call("void", "u64", "buffer", "u64", "u64"),
  TF_NewBuffer: call("u64"),
  TF_DeleteBuffer: call("void", "u64"),
  TF_GraphToFunction: call(
    "u64",
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
  ),
  TF_GraphCopyFunction: call("void", "u64", "u64", "u64", "u64"),
  TF_DeleteFunction: call("void", "u64"),
  TFE_ContextAddFunction: call("void", "u64", "u64", "u64"),
  TFE_ContextRemoveFunction: call("void", "u64", "buffer", "u64"),
  // libc, found through the library's dependencies: needs no FFI permission beyond the library
  copyIn: { name: "memcpy", ...call("void", "u64", "buffer", "usize") },
  copyOut: { name: "memcpy", ...call("void", "buffer", "u64", "usize") },
  // memcpy of 0 bytes returns its target: Deno's own way to an address needs permission for all of FFI
  addressOf: { name: "memcpy", ...call("u64", "buffer", "u64", "usize") },
  strlen: call("usize", "u64"),
} as const satisfies Deno.ForeignLibraryInterface;

/** Throws on platforms that do not pass a 16-byte struct in two integer registers. */
export function assertSupportedAbi(
  { os, arch }: { os: string; arch: string } = Deno.build,
): void {
  if (os === "linux" && (arch === "x86_64" || arch === "aarch64")) return;
  // Never run: Apple follows AAPCS64 for such a struct.
  if (os === "darwin" && arch === "aarch64") return;
  throw new Error(
    `Expected Linux on x86_64 or aarch64, or macOS on aarch64, but found ${os} on ${arch}: the engine calls TensorFlow correctly only there`,
  );
}
