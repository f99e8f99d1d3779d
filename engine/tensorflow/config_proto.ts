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
  /**
   * True to let TensorFlow choose the layout of images in compiled programs, which it does on GPUs alone; default false. No
   * stage has the choice until a GPU has shown what it gains.
   */
  readonly layoutOptimiser?: boolean;
}

/**
 * Bytes of the `tensorflow.ConfigProto` message for a context.
 *
 * Grappler is off: it takes ten seconds before the first step of a supernet and gains nothing after it. Programs do
 * without it even where this message allows it, as only a call that has a configuration of its own
 * ({@linkcode encodeLayoutConfig}) lets it change one. GPU memory grows on demand.
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

/** Bytes of the `tensorflow.ConfigProto` message with which a call of a program lets Grappler choose the layout of images, and do nothing else. */
export function encodeLayoutConfig(): Uint8Array<ArrayBuffer> {
  // graph_options { rewrite_options { meta_optimizer_iterations: ONE, optimizers: "layout" } }
  const message = protobuf.Writer.create().uint32(82).fork().uint32(82).fork()
    .uint32(96).uint32(1).uint32(802).string("layout").ldelim().ldelim();
  return Uint8Array.from(message.finish());
}
