import { ensureLibraries } from "../engine/install/ensure_libraries.ts";
import type { Device } from "../engine/library/device_class.ts";
import { systemHost } from "../engine/library/host.ts";
import { libraryVariables } from "../engine/library/library_variables.ts";

/** Environment variables with which a stage runs the engine: large pages among them, which PyTorch does not use by itself. */
export async function stageVariables(
  device: Device,
): Promise<Record<string, string>> {
  const { path } = await ensureLibraries({ device });
  return libraryVariables(systemHost(), { device }, { library: path });
}
