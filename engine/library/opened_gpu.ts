import { keepLoaded, LOADER } from "../tensorflow/keep_loaded.ts";

/** GPU and CUDA libraries that a CUDA build of TensorFlow opens in this process. */
export interface OpenedGpu {
  /** Model of the first visible GPU; undefined without a GPU or its driver. */
  readonly model?: string;
  /** Version of CUDA up to which the driver goes, such as `12.4`; undefined without a driver. */
  readonly driver?: string;
  /** True if all opens that TensorFlow looks for before it uses a GPU; undefined for a build without CUDA or for another processor than x86_64. */
  readonly complete?: boolean;
  /** Versions by library, such as `{ cudnn: "9.28.0" }`, of those that open. */
  readonly libraries: Readonly<Record<string, string>>;
}

/** `absl::Status tsl::internal::DsoLoader::TryDlopenCUDALibraries()` */
const CHECK = "_ZN3tsl8internal9DsoLoader22TryDlopenCUDALibrariesEv";
/** An `absl::Status` that is OK. */
const OK = 1n;

const SYMBOLS = {
  ...LOADER,
  // The status is returned in memory that the caller gives: on x86_64 as if it were a first argument.
  [CHECK]: { parameters: ["buffer"], result: "void", optional: true },
  cuInit: { parameters: ["u32"], result: "i32", optional: true },
  cuDeviceGetName: {
    parameters: ["buffer", "i32", "i32"],
    result: "i32",
    optional: true,
  },
  cuDriverGetVersion: {
    parameters: ["buffer"],
    result: "i32",
    optional: true,
  },
  cudaRuntimeGetVersion: {
    parameters: ["buffer"],
    result: "i32",
    optional: true,
  },
  cudnnGetVersion: { parameters: [], result: "usize", optional: true },
  cublasGetProperty: {
    parameters: ["i32", "buffer"],
    result: "i32",
    optional: true,
  },
  cufftGetVersion: { parameters: ["buffer"], result: "i32", optional: true },
  cusparseGetProperty: {
    parameters: ["i32", "buffer"],
    result: "i32",
    optional: true,
  },
} as const satisfies Deno.ForeignLibraryInterface;

/**
 * Asks a TensorFlow library, open or not, about the GPU and CUDA, through its own symbols, which look for the libraries.
 * A build without CUDA finds nothing.
 *
 * @param path Path of the library.
 */
export function openedGpu(path: string): OpenedGpu {
  const { symbols } = Deno.dlopen(path, SYMBOLS);
  keepLoaded(symbols, path);
  const number = new Int32Array(1);
  const filled = (
    call: ((into: Int32Array<ArrayBuffer>) => number) | null,
  ) => call !== null && call(number) === 0 ? number[0]! : undefined;
  const property = (
    call: ((index: number, into: Int32Array<ArrayBuffer>) => number) | null,
  ) => {
    if (call === null) return undefined;
    const parts = [0, 1, 2].map((index) => filled((into) => call(index, into)));
    return parts.includes(undefined) ? undefined : parts.join(".");
  };
  const cudart = filled(symbols.cudaRuntimeGetVersion);
  const cudnn = Number(symbols.cudnnGetVersion?.() ?? 0);
  const cufft = filled(symbols.cufftGetVersion);
  const cublas = property(symbols.cublasGetProperty);
  const cusparse = property(symbols.cusparseGetProperty);
  const driver = filled(symbols.cuDriverGetVersion);
  const status = new BigUint64Array(1);
  // The CPU build has the check too, and nothing of CUDA.
  const checks = symbols.cuInit !== null && Deno.build.arch === "x86_64";
  if (checks) symbols[CHECK]?.(status);
  const model = symbols.cuInit?.(0) === 0 ? deviceName(symbols) : undefined;
  return {
    ...(model === undefined ? {} : { model }),
    ...(driver === undefined ? {} : { driver: cudaVersion(driver) }),
    ...(checks && symbols[CHECK] !== null
      ? { complete: status[0] === OK }
      : {}),
    libraries: {
      ...(cudart === undefined ? {} : { cudart: cudaVersion(cudart) }),
      ...(cublas === undefined ? {} : { cublas }),
      ...(cudnn === 0 ? {} : { cudnn: dotted(cudnn, 10000) }),
      ...(cufft === undefined ? {} : { cufft: dotted(cufft, 1000) }),
      ...(cusparse === undefined ? {} : { cusparse }),
    },
  };
}

function deviceName(
  { cuDeviceGetName }: Deno.DynamicLibrary<typeof SYMBOLS>["symbols"],
): string | undefined {
  const bytes = new Uint8Array(256);
  if (cuDeviceGetName?.(bytes, bytes.length, 0) !== 0) return undefined;
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(
    bytes.subarray(0, end < 0 ? bytes.length : end),
  );
}

/** 12090 is 12.9. */
function cudaVersion(number: number): string {
  return `${Math.floor(number / 1000)}.${Math.floor(number % 1000 / 10)}`;
}

/**
 * Version in one number, whose last two digits are the third part: 92800 is 9.28.0, and 11401 is 11.4.1.
 *
 * @param unit By which the first part is multiplied, 10000 and 1000 for these two.
 */
function dotted(number: number, unit: 1000 | 10000): string {
  return [
    Math.floor(number / unit),
    Math.floor(number % unit / 100),
    number % 100,
  ].join(".");
}
