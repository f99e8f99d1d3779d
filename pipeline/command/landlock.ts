/** Paths that a confined process may use. */
export interface Confinement {
  /** Readable and executable files and folders. */
  readonly read: readonly string[];
  readonly write: readonly string[];
}

const CREATE_RULESET = 444n;
const ADD_RULE = 445n;
const RESTRICT_SELF = 446n;
const PATH_BENEATH = 1n;
const NO_NEW_PRIVILEGES = 38;
/** Includes O_CLOEXEC. */
const O_PATH = 0o12000000;
const O_DIRECTORY = Deno.build.arch === "aarch64" ? 0o40000 : 0o200000;

const EXECUTE = 1n;
const WRITE_FILE = 1n << 1n;
const READ_FILE = 1n << 2n;
const READ_FOLDER = 1n << 3n;
const TRUNCATE = 1n << 14n;
const OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | 1n << 15n;
/** Rights known to each version of Landlock, from version 1. */
const KNOWN = [1n << 13n, 1n << 14n, 1n << 15n, 1n << 15n, 1n << 16n]
  .map((end) => end - 1n);

/**
 * Confines the calling thread, and every process that it starts from now on, to some files (Linux Landlock, see
 * landlock(7)). Deno starts processes from its main thread, so the programs of a stage are confined too.
 *
 * @param allowed Readable and writable paths; missing ones are skipped.
 * @returns False for a kernel without Landlock, which confines nothing.
 */
export function confine(allowed: Confinement): boolean {
  if (Deno.build.os !== "linux") return false;
  const libc = openLibc();
  if (libc === undefined) return false;
  const { syscall, prctl, open, close } = libc.symbols;
  const version = syscall(CREATE_RULESET, 0n, 0n, 1n, 0n);
  if (version < 1n) return false;
  const handled = KNOWN[Math.min(Number(version), KNOWN.length) - 1]!;
  const attributes = new BigUint64Array([handled]);
  const ruleset = syscall(CREATE_RULESET, pointer(attributes), 8n, 0n, 0n);
  if (ruleset < 0n) return false;
  const readable = (EXECUTE | READ_FILE | READ_FOLDER) & handled;
  const rules = [
    ...allowed.read.map((path) => [path, readable] as const),
    ...allowed.write.map((path) => [path, handled] as const),
  ];
  for (const [path, rights] of rules) {
    const name = new TextEncoder().encode(`${path}\0`);
    const asFolder = open(name, O_PATH | O_DIRECTORY);
    const folder = asFolder >= 0;
    const descriptor = folder ? asFolder : open(name, O_PATH);
    if (descriptor < 0) continue;
    const rule = new DataView(new ArrayBuffer(12));
    rule.setBigUint64(0, folder ? rights : rights & OF_FILES, true);
    rule.setInt32(8, descriptor, true);
    const bytes = new Uint8Array(rule.buffer);
    const added = syscall(ADD_RULE, ruleset, PATH_BENEATH, pointer(bytes), 0n);
    close(descriptor);
    if (added !== 0n) {
      throw new Error(
        `Cannot allow ${path}: the kernel refuses the Landlock rule`,
      );
    }
  }
  if (
    prctl(NO_NEW_PRIVILEGES, 1n, 0n, 0n, 0n) !== 0 ||
    syscall(RESTRICT_SELF, ruleset, 0n, 0n, 0n) !== 0n
  ) {
    throw new Error(
      "Cannot confine the stage: the kernel refuses the Landlock rules",
    );
  }
  close(Number(ruleset));
  return true;
}

function openLibc() {
  try {
    return Deno.dlopen("libc.so.6", {
      syscall: {
        parameters: ["i64", "i64", "i64", "i64", "i64"],
        result: "i64",
      },
      prctl: { parameters: ["i32", "i64", "i64", "i64", "i64"], result: "i32" },
      open: { parameters: ["buffer", "i32"], result: "i32" },
      close: { parameters: ["i32"], result: "i32" },
    });
  } catch {
    return undefined;
  }
}

function pointer(bytes: ArrayBufferView<ArrayBuffer>): bigint {
  return BigInt(Deno.UnsafePointer.value(Deno.UnsafePointer.of(bytes)));
}
