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
      let identity = identities.get(toolchain.name);
      if (identity === undefined) {
        identities.set(toolchain.name, identity = toolchain.identify());
      }
      return { ...await identity, name: toolchain.name };
    },
    prepare: (toolchain, report) => {
      let grant = grants.get(toolchain.name);
      if (grant === undefined) {
        grant = toolchain.prepare(report);
        grants.set(toolchain.name, grant);
      }
      return grant;
    },
  };
}
