/** Where a library was found: in the order in which the places are tried. */
export type LibrarySource = "env" | "cache" | "python" | "download" | "archive";

/** A libtensorflow that the engine can open. */
export interface TensorflowLibrary {
  /** Absolute path of `libtensorflow_cc.so.2` (wheel) or `libtensorflow.so.2` (C archive). */
  readonly path: string;
  /** Absolute path of `libtensorflow_framework.so.2` beside it. */
  readonly framework: string;
  /** Version such as `2.21.0`; `unknown` where nothing beside the file tells it. */
  readonly version: string;
  /** Where it was found. */
  readonly source: LibrarySource;
  /** SHA-256 of the file at `path`, where it is known without reading the file. */
  readonly sha256?: string;
  /** Whether it was built with CUDA. */
  readonly variant: "cpu" | "gpu" | "unknown";
}

/** What a download or an unpacking reports. */
export interface InstallProgress {
  /** Bytes so far. */
  readonly done: number;
  /** Bytes in all. */
  readonly total: number;
  /** Always `byte`. */
  readonly unit: "byte";
  /** What is going on, such as `downloading tensorflow-cpu 2.21.0`. */
  readonly note: string;
}
