import type { Progress, Toolchain, ToolchainGrant } from "../../stage.ts";

/** Toolchains of one run: each is identified once and prepared once. */
export interface Toolchains {
  /** Identity for keys; empty for a stage without a toolchain. */
  identify(
    toolchain: Toolchain | undefined,
  ): Promise<Readonly<Record<string, string>>>;
  /** Prepares a toolchain; the first caller gets the reports. */
  prepare(
    toolchain: Toolchain,
    report: (progress: Progress) => void,
  ): Promise<ToolchainGrant>;
}

/** Makes the toolchains of a run. */
export function createToolchains(): Toolchains {
  const identities = new Map<
    string,
    Promise<Readonly<Record<string, string>>>
  >();
  const grants = new Map<string, Promise<ToolchainGrant>>();
  return {
    identify: async (toolchain) => {
      if (toolchain === undefined) return {};
      const { name } = toolchain;
      const identity = identities.getOrInsertComputed(
        name,
        () => toolchain.identify(),
      );
      return { ...await identity, name };
    },
    prepare: (toolchain, report) =>
      grants.getOrInsertComputed(
        toolchain.name,
        () => toolchain.prepare(report),
      ),
  };
}
