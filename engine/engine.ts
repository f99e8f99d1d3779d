// deno-lint-ignore-file no-explicit-any
import nodeUtil from "node:util";
import * as tf from "@tensorflow/tfjs-core";
import { type EagerBinding, openBinding } from "./tensorflow/binding.ts";
import type { EngineConfig } from "./tensorflow/config_proto.ts";
import { registerGradients } from "./gradients/register.ts";
import { registerMethods } from "./tensor_methods.ts";
import { type Numerics, setNumerics } from "./tensorflow/numerics.ts";
import type { OpBinding, TensorMeta, Values } from "./tensorflow/op_binding.ts";

/** The members of tfjs-node's `NodeJSKernelBackend` that the engine uses; its typings hide them. */
export interface NodeBackend {
  /** Target of operations; swapped for a recorder during a trace. */
  binding: OpBinding;
  readonly tensorMap: {
    get(dataId: object): { id: number };
    set(dataId: object, value: unknown): void;
  };
  /** Ids of tensors in the binding; writes pending values first. */
  getInputTensorIds(tensors: readonly tf.Tensor[]): number[];
  /** Adds a reference to a tensor's data. */
  incRef(dataId: object): void;
  /** Drops a reference and frees the data after the last; true when it did. */
  disposeData(dataId: object): boolean;
  /** Wraps an id as a tfjs tensor. */
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
  readonly binding: EagerBinding;
  /** tfjs-node's backend on the binding. */
  readonly backend: NodeBackend;
  readonly version: string;
  readonly device: "cpu" | "gpu";
  /** Devices of that kind, which a program may be divided over. */
  readonly devices: number;
  /** Live tensors of tfjs and live handles of TensorFlow. In a loop without leaks both stay constant. */
  memory(): { tensors: number; handles: number };
}

/** Options of {@linkcode openEngine}. */
export interface EngineOptions extends Partial<EngineConfig> {
  /** Path of libtensorflow_cc.so.2, with the framework library beside it. */
  readonly library: string;
  /** How a GPU computes; default `deterministic`. The CPU has no such choice. */
  readonly numerics?: Numerics | undefined;
}

/**
 * Registers TensorFlow as tfjs's backend over Deno's FFI and the engine's gradients with it.
 *
 * Only two modules of tfjs-node-gpu are loaded: its kernels and its backend. Its index, its native addon and its
 * install script never run. Both ask for all of tfjs, for which tfjs-core stands in (`overrides` in package.json), so that
 * its other parts are not downloaded.
 */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const cores = navigator.hardwareConcurrency;
  const binding = openBinding(options.library, {
    intraOpThreads: options.intraOpThreads ?? cores,
    interOpThreads: options.interOpThreads ?? 2 * cores,
    forceCpu: options.forceCpu ?? false,
    cpuDevices: options.cpuDevices ?? 1,
    layoutOptimiser: options.layoutOptimiser ?? false,
  });
  // tfjs-node 4.22.0 calls two functions that newer Node versions dropped
  const util = nodeUtil as any;
  util.isNullOrUndefined ??= (x: unknown) => x === null || x === undefined;
  util.isArray ??= Array.isArray;
  registerMethods();
  // All that is used of it: it registers the gradients of tfjs, which tfjs-core has but does not export.
  await import("@tensorflow/tfjs-layers");
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
      "tfjs rejected the TensorFlow backend",
    );
  }
  const device = binding.isUsingGpuDevice() ? "gpu" : "cpu";
  if (device === "gpu") {
    setNumerics(options.library, options.numerics ?? "deterministic");
  }
  registerGradients(device);
  const backend = tf.backend() as unknown as NodeBackend;
  return {
    binding,
    backend,
    version: binding.native.version,
    device,
    devices: binding.deviceCount,
    memory: () => ({
      tensors: tf.memory().numTensors,
      handles: binding.getNumOfTensors(),
    }),
  };
}
