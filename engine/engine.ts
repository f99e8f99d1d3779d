// deno-lint-ignore-file no-explicit-any
import nodeUtil from "node:util";
import * as tf from "@tensorflow/tfjs-core";
import { type EagerBinding, openBinding } from "./tensorflow/binding.ts";
import type { EngineConfig } from "./tensorflow/config_proto.ts";
import { registerGradients } from "./gradients/register.ts";
import type { OpBinding, TensorMeta, Values } from "./tensorflow/op_binding.ts";

/** The members of tfjs-node's `NodeJSKernelBackend` that the engine uses; its typings hide them. */
export interface NodeBackend {
  /** The binding that operations go to; swapped for a recorder during a trace. */
  binding: OpBinding;
  /** Data of each tensor. */
  readonly tensorMap: {
    get(dataId: object): { id: number };
    set(dataId: object, value: unknown): void;
  };
  /** Ids of tensors on the binding's side; writes pending values first. */
  getInputTensorIds(tensors: readonly tf.Tensor[]): number[];
  /** Counts one more user of a tensor's data. */
  incRef(dataId: object): void;
  /** Counts one user less, and frees the data after the last; true when it did. */
  disposeData(dataId: object): boolean;
  /** Makes a tfjs tensor of an id. */
  createOutputTensor(meta: TensorMeta): tf.Tensor;
  /** TensorFlow's number for a tfjs type name. */
  getDTypeInteger(dtype: string): number;
  /** Stores values under a data id. */
  move(
    dataId: object,
    values: Values,
    shape: number[],
    dtype: string,
    refCount: number,
  ): void;
}

/** An opened engine: tfjs-core runs on it. */
export interface Engine {
  /** The eager binding. */
  readonly binding: EagerBinding;
  /** tfjs-node's backend on it. */
  readonly backend: NodeBackend;
  /** TensorFlow's version. */
  readonly version: string;
  /** Where operations run. */
  readonly device: "cpu" | "gpu";
  /** Live tensors of tfjs and live handles of TensorFlow: both stay flat from step to step. */
  memory(): { tensors: number; handles: number };
}

/** What {@linkcode openEngine} needs. */
export interface EngineOptions extends Partial<EngineConfig> {
  /** Path of libtensorflow_cc.so.2, with the framework library beside it. */
  readonly library: string;
}

/**
 * Registers TensorFlow as tfjs's backend over Deno's FFI and the engine's gradients with it.
 *
 * Only two modules of tfjs-node-gpu are loaded: its kernels and its backend. Its index, its native addon and its
 * install script never run.
 */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const cores = navigator.hardwareConcurrency;
  const binding = openBinding(options.library, {
    intraOpThreads: options.intraOpThreads ?? cores,
    interOpThreads: options.interOpThreads ?? 2 * cores,
    forceCpu: options.forceCpu ?? false,
  });
  // tfjs-node 4.22.0 calls two functions that newer Node versions dropped
  const util = nodeUtil as any;
  util.isNullOrUndefined ??= (x: unknown) => x === null || x === undefined;
  util.isArray ??= Array.isArray;
  const { NodeJSKernelBackend } = await import(
    "@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend.js"
  ) as any;
  await import("@tensorflow/tfjs-node-gpu/dist/register_all_kernels.js");
  tf.registerBackend(
    "tensorflow",
    () => new NodeJSKernelBackend(binding, "@tensorflow/tfjs-node-gpu"),
    3,
  );
  if (!await tf.setBackend("tensorflow")) {
    throw new Error(
      "Expected tfjs to accept the TensorFlow backend but it refused",
    );
  }
  const device = binding.isUsingGpuDevice() ? "gpu" : "cpu";
  registerGradients(device);
  const backend = tf.backend() as unknown as NodeBackend;
  return {
    binding,
    backend,
    version: binding.native.version,
    device,
    memory: () => ({
      tensors: tf.memory().numTensors,
      handles: binding.getNumOfTensors(),
    }),
  };
}
