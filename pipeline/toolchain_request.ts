/** What an instance asks of its toolchain: the hardware that it declares, and whose it is. */
export interface ToolchainRequest {
  /** GPUs of the instance (`resources.gpus`); with 0 it is to see none. */
  readonly gpus: number;
  /** Nodes that run the stage; undefined if this machine does. */
  readonly nodes?: ToolchainNodes | undefined;
}

/** Nodes of a cluster that run stages in place of this machine, whose hardware then decides nothing. */
export interface ToolchainNodes {
  /** Model of their GPUs, such as `NVIDIA H200`; empty if the site does not say. */
  readonly gpu: string;
}
