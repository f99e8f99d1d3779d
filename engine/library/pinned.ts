import { basename, join } from "node:path";

/** A shared library that the engine needs. */
export interface PinnedFile {
  /** Path inside the wheel. */
  readonly member: string;
  readonly size: number;
  readonly sha256: string;
}

/** A wheel pinned by its hash. */
export interface PinnedWheel extends Omit<PinnedArchive, "url"> {
  readonly project: "tensorflow" | "tensorflow-cpu";
  /** Platform tag for pip. */
  readonly platform: string;
  readonly size: number;
  /** `libtensorflow_cc.so.2`. */
  readonly library: PinnedFile;
  /** `libtensorflow_framework.so.2`. */
  readonly framework: PinnedFile;
}

/** An archive of TensorFlow's C API, pinned by its hash. */
export interface PinnedArchive {
  readonly url: string;
  readonly version: string;
  /** `gpu` if built with CUDA. */
  readonly variant: "cpu" | "gpu";
  /** Folder of the libraries in the cache folder. */
  readonly folder: string;
  readonly sha256: string;
}

const VERSION = "2.21.0";
const LIBRARY = "tensorflow/libtensorflow_cc.so.2";
const FRAMEWORK = "tensorflow/libtensorflow_framework.so.2";

/** Wheels for Python 3.11; any Python can download them, and none is needed to use them. */
export const PINNED_WHEELS: readonly PinnedWheel[] = [
  {
    project: "tensorflow-cpu",
    version: VERSION,
    platform: "manylinux_2_27_x86_64",
    variant: "cpu",
    folder: `${VERSION}-cpu`,
    size: 273_829_956,
    sha256: "2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c",
    library: {
      member: LIBRARY,
      size: 788_086_608,
      sha256:
        "6505a4b9657e62100c6bdacb683957a395cb047725042945aaa50e40a71e429e",
    },
    framework: {
      member: FRAMEWORK,
      size: 65_222_328,
      sha256:
        "f060b323b26ef80add21b9df9428de3aeaf2843d772c5bb098745f7abff3709b",
    },
  },
  {
    project: "tensorflow",
    version: VERSION,
    platform: "manylinux_2_27_x86_64",
    variant: "gpu",
    folder: `${VERSION}-gpu`,
    size: 572_440_367,
    sha256: "9056fbc9ba04235810b71ae6cbd958a196e8804fb53bbcffbf3e23b56155f124",
    library: {
      member: LIBRARY,
      size: 1_096_372_272,
      sha256:
        "2889ecc99d7641620f41a4bea538f4dd4b626f75aa3e12623161ae939054191c",
    },
    framework: {
      member: FRAMEWORK,
      size: 162_648_808,
      sha256:
        "98847c6f0448308159f6d3ff55e13a9e92978598c7fbb34cde63aadf35c6fe84",
    },
  },
  {
    // no tensorflow-cpu exists for this processor, and its tensorflow has no CUDA
    project: "tensorflow",
    version: VERSION,
    platform: "manylinux_2_27_aarch64",
    variant: "cpu",
    folder: `${VERSION}-cpu-aarch64`,
    size: 281_828_020,
    sha256: "4b24aca16d527a3cf1c37f720c04c484c3d20f4d0fdfa98632ac8b9f3be6eb5c",
    library: {
      member: LIBRARY,
      size: 814_885_544,
      sha256:
        "5f7de6ba6478ed7b83767a6e661e3e6e6931b05c64db14ba98250e52316a007c",
    },
    framework: {
      member: FRAMEWORK,
      size: 68_176_664,
      sha256:
        "deade33b9ab90ff468fd1d1f8f6079bec5a3a507cf2d13c3218aa8beec28aeb3",
    },
  },
  {
    // never run: there was no such machine
    project: "tensorflow",
    version: VERSION,
    platform: "macosx_12_0_arm64",
    variant: "cpu",
    folder: `${VERSION}-cpu-macos`,
    size: 223_405_849,
    sha256: "51f46f4806139d01fc7920cc72a4c75876f80649bf40ff083ab6212ceb43ca88",
    library: {
      member: "tensorflow/libtensorflow_cc.2.dylib",
      size: 691_352_648,
      sha256:
        "753272d059c7be51f64369aaa8e12ac514ce372e0c4ba66f3cc49ec3b1c33384",
    },
    framework: {
      member: "tensorflow/libtensorflow_framework.2.dylib",
      size: 49_452_976,
      sha256:
        "e581d6db9e26f13e49327427e5d304cecbfe45d3467db7700e058857a4fd76bb",
    },
  },
];

/** Paths of a wheel's libraries where it is installed in a cache folder. */
export function installedPaths(
  { folder, library, framework }: PinnedWheel,
  cache: string,
): { readonly path: string; readonly framework: string } {
  const at = ({ member }: PinnedFile) => join(cache, folder, basename(member));
  return { path: at(library), framework: at(framework) };
}

/** The last C archive that the TensorFlow project published for CPUs (x86_64 only). That for GPUs needs another CUDA than the pinned one. */
export const PINNED_ARCHIVES: readonly PinnedArchive[] = [
  {
    url:
      "https://storage.googleapis.com/tensorflow/versions/2.18.0/libtensorflow-cpu-linux-x86_64.tar.gz",
    version: "2.18.0",
    variant: "cpu",
    folder: "2.18.0-cpu-archive",
    sha256: "605bfcb370c7e7ec981eabada880f60784e3de018395be95c95c3e5592c3d9a2",
  },
];
