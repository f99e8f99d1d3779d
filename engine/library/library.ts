/** Place of a library, in the order in which places are tried. */
export type LibrarySource = "env" | "cache" | "python" | "download" | "archive";

/** A libtensorflow that the engine can open. */
export interface TensorflowLibrary {
  /** Absolute path of `libtensorflow_cc.so.2` (wheel) or `libtensorflow.so.2` (C archive). */
  readonly path: string;
  /** Absolute path of `libtensorflow_framework.so.2` beside it. */
  readonly framework: string;
  /** Such as `2.21.0`, or `unknown`. */
  readonly version: string;
  readonly source: LibrarySource;
  /** SHA-256 of the file at `path`, if known without reading it. */
  readonly sha256?: string;
  /** `gpu` if built with CUDA. */
  readonly variant: "cpu" | "gpu" | "unknown";
}

/** Progress of a download or an unpacking. */
export interface InstallProgress {
  readonly done: number;
  readonly total: number;
  readonly unit: "byte";
  /** Such as `downloading tensorflow-cpu 2.21.0`. */
  readonly note: string;
}
