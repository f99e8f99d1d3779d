import type { Host } from "./host.ts";
import type { TensorflowLibrary } from "./library.ts";
import { LibraryError } from "./library_error.ts";
import { type OpenedGpu, openedGpu } from "./opened_gpu.ts";

/** Version, devices and GPU of an opened libtensorflow. */
export interface Probe {
  readonly version: string;
  /** Types of usable devices, such as `["CPU", "GPU"]`. */
  readonly devices: readonly string[];
  /** Why no context can be made; undefined if one can. */
  readonly trouble?: string;
  readonly gpu: OpenedGpu;
}

/** A `tensorflow.ConfigProto` with which a context takes GPU memory on demand: gpu_options { allow_growth: true }. */
const ON_DEMAND = new Uint8Array([50, 2, 32, 1]);

const SYMBOLS = {
  TF_Version: { parameters: [], result: "u64" },
  TF_NewStatus: { parameters: [], result: "u64" },
  TF_DeleteStatus: { parameters: ["u64"], result: "void" },
  TF_GetCode: { parameters: ["u64"], result: "i32" },
  TF_Message: { parameters: ["u64"], result: "u64" },
  TFE_NewContextOptions: { parameters: [], result: "u64" },
  TFE_ContextOptionsSetConfig: {
    parameters: ["u64", "buffer", "usize", "u64"],
    result: "void",
  },
  TFE_DeleteContextOptions: { parameters: ["u64"], result: "void" },
  TFE_NewContext: { parameters: ["u64", "u64"], result: "u64" },
  TFE_DeleteContext: { parameters: ["u64"], result: "void" },
  TFE_ContextListDevices: { parameters: ["u64", "u64"], result: "u64" },
  TF_DeviceListCount: { parameters: ["u64"], result: "i32" },
  TF_DeviceListType: { parameters: ["u64", "i32", "u64"], result: "u64" },
  TF_DeleteDeviceList: { parameters: ["u64"], result: "void" },
  // found through the library's dependencies; Deno.UnsafePointerView would need unscoped ffi
  strlen: { parameters: ["u64"], result: "usize" },
  memcpy: { parameters: ["buffer", "u64", "usize"], result: "void" },
} as const satisfies Deno.ForeignLibraryInterface;

/**
 * Opens a libtensorflow and reads its version and devices; it stays loaded.
 *
 * @throws {Error} When the file cannot be opened as a libtensorflow.
 */
export function probeTensorflow(path: string): Probe {
  // openedGpu() keeps it loaded
  const library = Deno.dlopen(path, SYMBOLS);
  const tf = library.symbols;
  const text = (address: bigint): string => {
    if (address === 0n) return "";
    const bytes = new Uint8Array(Number(tf.strlen(address)));
    if (bytes.length > 0) tf.memcpy(bytes, address, BigInt(bytes.length));
    return new TextDecoder().decode(bytes);
  };
  const version = text(tf.TF_Version());
  const status = tf.TF_NewStatus();
  const options = tf.TFE_NewContextOptions();
  tf.TFE_ContextOptionsSetConfig(
    options,
    ON_DEMAND,
    BigInt(ON_DEMAND.length),
    status,
  );
  const context = tf.TFE_NewContext(options, status);
  tf.TFE_DeleteContextOptions(options);
  const devices: string[] = [];
  let trouble: string | undefined;
  if (tf.TF_GetCode(status) !== 0) {
    trouble = text(tf.TF_Message(status)).split("\n", 1).join();
  } else {
    const list = tf.TFE_ContextListDevices(context, status);
    for (let index = 0; index < tf.TF_DeviceListCount(list); index++) {
      devices.push(text(tf.TF_DeviceListType(list, index, status)));
    }
    tf.TF_DeleteDeviceList(list);
    tf.TFE_DeleteContext(context);
  }
  tf.TF_DeleteStatus(status);
  return {
    version,
    devices,
    ...(trouble === undefined ? {} : { trouble }),
    gpu: openedGpu(path),
  };
}

/** Variables that a stage's process has beside those of its library. */
const PASSED = ["PATH", "HOME", "DENO_DIR", "XDG_CACHE_HOME"];

/**
 * Runs {@linkcode probeTensorflow} in its own process, with the rights and variables of a stage's: what a stage would not
 * find is not found, a library that crashes on opening does no harm, and its notices are hidden.
 *
 * @param variables Variables that the stage has for its library.
 * @throws {LibraryError} When the library cannot be opened.
 */
export async function probeApart(
  { path, framework }: TensorflowLibrary,
  host: Host,
  variables: Readonly<Record<string, string>>,
): Promise<Probe> {
  const passed = PASSED.flatMap((name) => {
    const value = host.env(name);
    return value === undefined ? [] : [`${name}=${value}`];
  });
  const paths = [path, framework].join(",");
  const result = await host.run("env", [
    "-i",
    ...passed,
    ...Object.entries(variables).map(([name, value]) => `${name}=${value}`),
    "NO_COLOR=1",
    Deno.execPath(),
    "run",
    "--quiet",
    "--no-prompt",
    "--no-config",
    `--allow-read=${paths}`,
    `--allow-ffi=${paths}`,
    import.meta.url,
    path,
  ]);
  if (result?.code === 0) {
    return JSON.parse(result.stdout.trim().split("\n").at(-1) ?? "");
  }
  const reason =
    /(?:^|\n)(?:error: )?(?:Uncaught )?(?:\(in promise\) )?(?:Type)?Error: (.+)/
      .exec(result?.stderr ?? "")?.[1];
  throw new LibraryError(
    "damaged",
    `Cannot open ${path}: ${
      reason ?? `the probing process ended with status ${result?.code}`
    }`,
  );
}

if (import.meta.main) {
  console.log(JSON.stringify(probeTensorflow(Deno.args[0] ?? "")));
  // Without this, Deno would close what it opened, which nobody has tried on a GPU.
  Deno.exit(0);
}
