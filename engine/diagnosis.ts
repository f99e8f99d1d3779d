import { cacheFolder } from "./library/cache_folder.ts";
import { deviceHere } from "./library/device_class.ts";
import type { Host } from "./library/host.ts";
import { oneDnnSetting } from "./library/identify.ts";
import type { TensorflowLibrary } from "./library/library.ts";
import { locateTensorflow } from "./library/locate.ts";
import { pinnedWheelFor } from "./library/platform.ts";
import { type Probe, probeApart } from "./library/probe.ts";
import { findPip, pythonVersion } from "./library/python.ts";

/** State of the engine on this machine. */
export interface Diagnosis {
  readonly ok: boolean;
  /** Reasons why the engine cannot run, each with a remedy. */
  readonly problems: readonly string[];
  readonly deno: string;
  readonly platform: string;
  /** Version of tfjs-node-gpu, which supplies the kernels. */
  readonly kernels: string;
  readonly library: TensorflowLibrary | null;
  /** `TF_Version()` of the library, once it was opened. */
  readonly tensorflow: string | null;
  /** Such as `["CPU"]`. */
  readonly devices: readonly string[];
  /** Default threads of the engine. */
  readonly threads: { readonly intraOp: number; readonly interOp: number };
  readonly onednn: boolean;
  readonly cores: number;
  /** Bytes of memory; `available` to new processes. */
  readonly memory: { readonly total: number; readonly available: number };
  /** Folder of installed libraries and its free bytes. */
  readonly cache: { readonly folder: string; readonly free: number } | null;
  /** Output of `python3 --version`; null without Python. */
  readonly python: string | null;
  /** Output of `pip --version`; null without pip. */
  readonly pip: string | null;
}

const message = (error: unknown) =>
  error instanceof Error ? error.message : String(error);

/** Free bytes at the nearest folder above `path` that exists. */
async function freeAt(host: Host, path: string): Promise<number> {
  for (
    let folder = path;;
    folder = folder.slice(0, folder.lastIndexOf("/")) || "/"
  ) {
    if (folder === "/" || await host.exists(folder)) {
      return await host.free(folder);
    }
  }
}

/** Inspects the machine; downloads and changes nothing. */
export async function diagnose({ host, kernels, probe = probeApart }: {
  readonly host: Host;
  readonly kernels: string;
  /** Opens a library; default {@linkcode probeApart}. */
  readonly probe?: (path: string, host: Host) => Promise<Probe>;
}): Promise<Diagnosis> {
  const problems: string[] = [];
  const attempt = async <T>(work: () => T | Promise<T>): Promise<T | null> => {
    try {
      return await work();
    } catch (error) {
      problems.push(message(error));
      return null;
    }
  };
  const cache = await attempt(async () => {
    const folder = cacheFolder(host);
    return { folder, free: await freeAt(host, folder) };
  });
  const device = await deviceHere(host);
  const library = await attempt(() => locateTensorflow({ host, device }));
  const opened = library === null
    ? null
    : await attempt(() => probe(library.path, host));
  const python = await pythonVersion(host) ?? null;
  const pip = (await findPip(host))?.version ?? null;
  if (library === null && problems.length === 0) {
    const wheel = await attempt(() => pinnedWheelFor(host, device));
    if (wheel !== null) {
      problems.push(
        pip === null
          ? "No libtensorflow and no pip to get it: install Python 3 with pip, or set SDARTS_LIBTENSORFLOW"
          : `No libtensorflow yet: the first run downloads ${wheel.project} ${wheel.version} (${
            Math.round(wheel.size / 1e6)
          } MB), or do it now with \`deno task doctor --install\``,
      );
    }
  }
  const cores = navigator.hardwareConcurrency;
  const { total, available } = Deno.systemMemoryInfo();
  return {
    ok: opened !== null && problems.length === 0,
    problems,
    deno: Deno.version.deno,
    platform: `${host.os} ${host.arch}`,
    kernels,
    library,
    tensorflow: opened?.version ?? null,
    devices: opened?.devices ?? [],
    threads: { intraOp: cores, interOp: 2 * cores },
    onednn: oneDnnSetting(host) === "1",
    cores,
    memory: { total, available },
    cache,
    python,
    pip,
  };
}

const SOURCES: Readonly<Record<TensorflowLibrary["source"], string>> = {
  env: "SDARTS_LIBTENSORFLOW",
  cache: "the user's cache",
  python: "an installed Python package",
  download: "just downloaded",
  archive: "just downloaded (C archive)",
};

/** Formats a diagnosis for the terminal. */
export function formatDiagnosis(diagnosis: Diagnosis): string {
  const gib = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GiB`;
  const { library, cache, memory, threads, devices } = diagnosis;
  const rows: [string, string][] = [
    ["Deno", `${diagnosis.deno} on ${diagnosis.platform}`],
    ["tfjs-node-gpu", `${diagnosis.kernels} (kernels only)`],
    [
      "libtensorflow",
      library === null
        ? "not found"
        : `${diagnosis.tensorflow ?? library.version}, ${library.variant}`,
    ],
    ...(library === null ? [] : [
      ["  found in", SOURCES[library.source]],
      ["  path", library.path],
      [
        "  checked",
        library.source === "env" || library.source === "python"
          ? "no: it is loaded as it is, and its digest is part of every key"
          : "by its digest, before a run",
      ],
    ] as [string, string][]),
    ["device", devices.length === 0 ? "unknown" : devices.join(", ")],
    [
      "threads",
      `${threads.intraOp} inside an operation, ${threads.interOp} between operations`,
    ],
    ["oneDNN", diagnosis.onednn ? "on" : "off (TF_ENABLE_ONEDNN_OPTS)"],
    ["cores", String(diagnosis.cores)],
    ["memory", `${gib(memory.available)} free of ${gib(memory.total)}`],
    [
      "cache folder",
      cache === null ? "none" : `${cache.folder}, ${gib(cache.free)} free`,
    ],
    ["Python", diagnosis.python ?? "not found"],
    ["pip", diagnosis.pip ?? "not found"],
  ];
  const lines = rows.map(([name, value]) => `${name.padEnd(14)} ${value}`);
  return [
    ...lines,
    "",
    ...(diagnosis.ok ? ["The engine can run."] : diagnosis.problems),
  ].join("\n");
}
