import { cString } from "./c_string.ts";
import { keepLoaded } from "./keep_loaded.ts";
import { assertSupportedAbi, SYMBOLS } from "./symbols.ts";

/** Messages of TensorFlow, CUDA, cuBLAS and cuDNN when memory does not suffice. */
const OUT_OF_MEMORY = /OOM when|OUT_OF_MEMORY|_ALLOC_FAILED|out of memory/i;

/** An error that TensorFlow reported. */
export class TensorflowError extends Error {
  /** Code of TF_Code, such as 3 (invalid argument) or 8 (resource exhausted). */
  readonly code: number;
  /** Makes an error of one line: the place, then TensorFlow's own first line. */
  constructor(place: string, code: number, message: string) {
    const line = message.split("\n")[0] ?? "";
    const full = OUT_OF_MEMORY.test(message) && !line.includes("out of memory")
      ? "out of memory: "
      : "";
    super(`TensorFlow ${place}: ${full}${line} (code ${code})`);
    this.name = "TensorflowError";
    this.code = code;
  }
}

/** The opened library, with helpers. */
export interface Native {
  readonly c: Deno.DynamicLibrary<typeof SYMBOLS>["symbols"];
  /** Status object that calls write to. */
  readonly status: bigint;
  /** Such as `2.21.0`. */
  readonly version: string;
  /** Throws a {@linkcode TensorflowError} if the last call failed; only then is `place` computed. */
  check(place: string | (() => string)): void;
  /** Text of a C string at an address. */
  text(address: bigint): string;
}

const decoder = new TextDecoder();

/** Opens libtensorflow; the framework library must be in the same folder. */
export function openNative(library: string): Native {
  assertSupportedAbi();
  let c: Native["c"];
  try {
    c = Deno.dlopen(library, SYMBOLS).symbols;
    keepLoaded(c, library);
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new Error(
      `Cannot open the TensorFlow library ${library}: ${cause.split("\n")[0]}`,
    );
  }
  const text = (address: bigint): string => {
    if (address === 0n) return "";
    const length = c.strlen(address);
    const bytes = new Uint8Array(Number(length));
    if (length > 0n) c.copyOut(bytes, address, length);
    return decoder.decode(bytes);
  };
  const status = c.TF_NewStatus();
  return {
    c,
    status,
    version: text(c.TF_Version()),
    text,
    check(place) {
      const code = c.TF_GetCode(status);
      if (code === 0) return;
      const message = text(c.TF_Message(status));
      // several calls do nothing on a status that failed before
      c.TF_SetStatus(status, 0, cString(""));
      throw new TensorflowError(
        typeof place === "string" ? place : place(),
        code,
        message,
      );
    },
  };
}
