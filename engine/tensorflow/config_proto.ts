import protobuf from "protobufjs/minimal.js";

/** Threads and devices of a TensorFlow context. */
export interface EngineConfig {
  /** Threads inside one operation. */
  readonly intraOpThreads: number;
  /** Operations of a compiled program that may run at once; about twice the cores for small networks. */
  readonly interOpThreads: number;
  /** True to ignore GPUs. */
  readonly forceCpu?: boolean;
  /** Devices that the processor passes for, to divide programs over; default 1. */
  readonly cpuDevices?: number;
}

/**
 * Bytes of the `tensorflow.ConfigProto` message for a context.
 *
 * Grappler is off: it takes ten seconds before the first step of a supernet and gains nothing after it. GPU memory
 * grows on demand.
 */
export function encodeConfigProto(
  { intraOpThreads, interOpThreads, forceCpu = false, cpuDevices = 1 }:
    EngineConfig,
): Uint8Array<ArrayBuffer> {
  const message = protobuf.Writer.create();
  const deviceCount = (kind: string, count: number) =>
    message.uint32(10).fork().uint32(10).string(kind).uint32(16).uint32(count)
      .ldelim();
  if (forceCpu) deviceCount("GPU", 0);
  if (cpuDevices > 1) deviceCount("CPU", cpuDevices);
  message.uint32(16).uint32(intraOpThreads) // intra_op_parallelism_threads
    .uint32(40).uint32(interOpThreads) // inter_op_parallelism_threads
    .uint32(50).fork().uint32(32).bool(true).ldelim() // gpu_options { allow_growth: true }
    // graph_options { rewrite_options { disable_meta_optimizer: true } }
    .uint32(82).fork().uint32(82).fork().uint32(152).bool(true).ldelim()
    .ldelim();
  return Uint8Array.from(message.finish());
}
