import type { Diagnosis } from "./diagnosis.ts";
import type { TensorflowLibrary } from "./library/library.ts";

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
    ...(diagnosis.gpus === null ? [] : [
      ["GPU", `${diagnosis.gpus.model}, driver ${diagnosis.gpus.driver}`],
    ] as [string, string][]),
    ...(diagnosis.cuda === null ? [] : [
      [
        "CUDA",
        Object.entries(diagnosis.cuda).map(([name, version]) =>
          `${name} ${version}`
        ).join(", ") || "none opens",
      ],
    ] as [string, string][]),
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
