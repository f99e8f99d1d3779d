import { WSL_FOLDER } from "../../common/cuda_devices.ts";
import type { Host } from "./host.ts";

/** GPUs of a machine as its driver names them. */
export interface NvidiaGpus {
  /** Each model once, sorted, such as `NVIDIA H200`; joined by ` + ` where a machine has several. */
  readonly model: string;
  /** Version of the driver, such as `550.54.15`. */
  readonly driver: string;
}

const PROC = "/proc/driver/nvidia";

/** Model and driver of the GPUs that this machine shows; `unknown` where neither the driver's files nor nvidia-smi tell. */
export async function nvidiaGpus(host: Host): Promise<NvidiaGpus> {
  const driver = /Kernel Module(?: for \S+)?\s+(\d[\d.]*)/.exec(
    await host.read(`${PROC}/version`) ?? "",
  )?.[1];
  const models: string[] = [];
  for (const address of await host.names(`${PROC}/gpus`)) {
    const text = await host.read(`${PROC}/gpus/${address}/information`) ?? "";
    const model = /^Model:\s*(.+?)\s*$/m.exec(text)?.[1];
    if (model !== undefined) models.push(model);
  }
  if (driver !== undefined && models.length > 0) {
    return { model: joined(models), driver };
  }
  // where the driver is that of another system, as under WSL
  const query = ["--query-gpu=name,driver_version", "--format=csv,noheader"];
  const asked = await host.run("nvidia-smi", query) ??
    await host.run(`${WSL_FOLDER}/nvidia-smi`, query);
  const rows = asked?.code === 0
    ? asked.stdout.trim().split("\n").map((line) => line.split(/,\s*/))
    : [];
  const named = rows.flatMap(([name]) => name === undefined ? [] : [name]);
  return {
    model: joined(models.length > 0 ? models : named),
    driver: driver ?? rows[0]?.[1]?.trim() ?? "unknown",
  };
}

function joined(models: readonly string[]): string {
  return [...new Set(models)].sort().join(" + ") || "unknown";
}
