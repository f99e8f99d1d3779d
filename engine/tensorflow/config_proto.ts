/** Threads and devices of one TensorFlow context. */
export interface EngineConfig {
  /** Threads inside one operation. */
  readonly intraOpThreads: number;
  /** Operations of a compiled program that may run at once; about twice the cores for small networks. */
  readonly interOpThreads: number;
  /** True to leave a GPU unused. */
  readonly forceCpu?: boolean;
}

/**
 * Bytes of the `tensorflow.ConfigProto` message for a context.
 *
 * Grappler is switched off: it costs ten seconds before the first step of a supernet and gains nothing after it.
 * GPU memory grows on demand.
 */
export function encodeConfigProto(
  config: EngineConfig,
): Uint8Array<ArrayBuffer> {
  const out: number[] = [];
  const varint = (value: number) => {
    while (value > 127) {
      out.push((value & 127) | 128);
      value >>>= 7;
    }
    out.push(value);
  };
  if (config.forceCpu) out.push(0x0a, 7, 0x0a, 3, 0x47, 0x50, 0x55, 0x10, 0); // device_count { "GPU": 0 }
  out.push(0x10); // intra_op_parallelism_threads
  varint(config.intraOpThreads);
  out.push(0x28); // inter_op_parallelism_threads
  varint(config.interOpThreads);
  out.push(0x32, 2, 0x20, 1); // gpu_options { allow_growth: true }
  out.push(0x52, 5, 0x52, 3, 0x98, 1, 1); // graph_options.rewrite_options.disable_meta_optimizer
  return new Uint8Array(out);
}
