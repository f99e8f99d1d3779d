import type {
  Progress,
  Toolchain,
  ToolchainGrant,
  ToolchainNodes,
} from "../../stage.ts";

/** Toolchains of one run: each is identified once and prepared once, for stages with GPUs and for those without. */
export interface Toolchains {
  /**
   * Identity for keys; empty for a stage without a toolchain.
   *
   * @param gpus GPUs of the instance.
   */
  identify(
    toolchain: Toolchain | undefined,
    gpus: number,
  ): Promise<Readonly<Record<string, string>>>;
  /** Prepares a toolchain; the first caller gets the reports. */
  prepare(
    toolchain: Toolchain,
    gpus: number,
    report: (progress: Progress) => void,
  ): Promise<ToolchainGrant>;
}

/**
 * Makes the toolchains of a run.
 *
 * @param nodes Nodes that run the stages; undefined if this machine does.
 */
export function createToolchains(nodes?: ToolchainNodes): Toolchains {
  const identities = new Map<
    string,
    Promise<Readonly<Record<string, string>>>
  >();
  const grants = new Map<string, Promise<ToolchainGrant>>();
  const kind = (name: string, gpus: number) => `${name} ${gpus > 0}`;
  return {
    identify: async (toolchain, gpus) => {
      if (toolchain === undefined) return {};
      const { name } = toolchain;
      const identity = identities.getOrInsertComputed(
        kind(name, gpus),
        () => toolchain.identify({ gpus, nodes }),
      );
      return { ...await identity, name };
    },
    prepare: (toolchain, gpus, report) =>
      grants.getOrInsertComputed(
        kind(toolchain.name, gpus),
        () => toolchain.prepare(report, { gpus, nodes }),
      ),
  };
}
