import type { Host } from "./host.ts";
import { LibraryError } from "./library_error.ts";

/** Version and devices of a libtensorflow. */
export interface Probe {
  readonly version: string;
  /** Types of usable devices, such as `["CPU", "GPU"]`. */
  readonly devices: readonly string[];
}

const SYMBOLS = {
  TF_Version: { parameters: [], result: "u64" },
  TF_NewStatus: { parameters: [], result: "u64" },
  TF_DeleteStatus: { parameters: ["u64"], result: "void" },
  TF_GetCode: { parameters: ["u64"], result: "i32" },
  TFE_NewContextOptions: { parameters: [], result: "u64" },
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
  // never closed: TensorFlow's threads outlive the call, and unloading their code crashes the process
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
  const context = tf.TFE_NewContext(options, status);
  tf.TFE_DeleteContextOptions(options);
  const devices: string[] = [];
  if (tf.TF_GetCode(status) === 0) {
    const list = tf.TFE_ContextListDevices(context, status);
    for (let index = 0; index < tf.TF_DeviceListCount(list); index++) {
      devices.push(text(tf.TF_DeviceListType(list, index, status)));
    }
    tf.TF_DeleteDeviceList(list);
    tf.TFE_DeleteContext(context);
  }
  tf.TF_DeleteStatus(status);
  return { version, devices };
}

/**
 * Runs {@linkcode probeTensorflow} in its own process: a library that crashes on opening does no harm, and its notices
 * are hidden.
 *
 * @throws {LibraryError} When the library cannot be opened.
 */
export async function probeApart(path: string, host: Host): Promise<Probe> {
  const flags = [
    "--quiet",
    "--no-prompt",
    "--no-config",
    `--allow-ffi=${path}`,
  ];
  const result = await host.run(Deno.execPath(), [
    "run",
    ...flags,
    import.meta.url,
    path,
  ], {
    TF_CPP_MIN_LOG_LEVEL: "2",
    NO_COLOR: "1",
  });
  if (result?.code === 0) return JSON.parse(result.stdout);
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
}
