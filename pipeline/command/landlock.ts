import { cPath, type Libc, O_DIRECTORY, openLibc } from "./libc.ts";

/** Paths that a confined process may use. */
export interface Confinement {
  /** Readable and executable files and folders. */
  readonly read: readonly string[];
  readonly write: readonly string[];
  /** Device files, and folders of them, that can be used but not made. */
  readonly devices: readonly string[];
}

const CREATE_RULESET = 444n;
const ADD_RULE = 445n;
const RESTRICT_SELF = 446n;
const PATH_BENEATH = 1n;
const NO_NEW_PRIVILEGES = 38;
/** Includes O_CLOEXEC. */
const O_PATH = 0o12000000;

const EXECUTE = 1n;
const WRITE_FILE = 1n << 1n;
const READ_FILE = 1n << 2n;
const READ_FOLDER = 1n << 3n;
const TRUNCATE = 1n << 14n;
const IOCTL = 1n << 15n;
const OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL;
/** Rights known to each version of Landlock, from version 1. */
const KNOWN = [1n << 13n, 1n << 14n, 1n << 15n, 1n << 15n, 1n << 16n]
  .map((end) => end - 1n);

/** Making device files: one of a disk would be a way around all rules. */
const MAKE_DEVICE = 1n << 6n | 1n << 11n;
/** Abstract sockets and signals: only those of processes that are confined together. */
const SCOPES = 1n | 1n << 1n;
const SCOPES_SINCE = 6;
/** First version that can refuse to truncate a file. */
const TRUNCATE_SINCE = 3;

/** True where {@linkcode confine} keeps a process from changing the content of a file that it may only read. */
export function protectsContent(): boolean {
  const library = openLibc();
  const version = landlockVersion(library?.symbols);
  library?.close();
  return version >= TRUNCATE_SINCE;
}

/** Version of the kernel's Landlock; 0 without one. */
function landlockVersion(libc: Libc | undefined): number {
  return Math.max(
    0,
    Number(libc?.syscall(CREATE_RULESET, 0n, 0n, 1n, 0n) ?? 0),
  );
}

/**
 * Confines the calling thread, and every process that it starts from now on, to some files (Linux Landlock, see
 * landlock(7)). Deno starts processes from its main thread, so the programs of a stage are confined too.
 *
 * @param allowed Readable and writable paths; missing ones are skipped.
 * @returns False for a kernel without Landlock, which confines nothing.
 */
export function confine(allowed: Confinement): boolean {
  const libc = openLibc()?.symbols;
  const version = landlockVersion(libc);
  if (libc === undefined || version === 0) return false;
  const { syscall, prctl, open, close } = libc;
  const handled = KNOWN[Math.min(version, KNOWN.length) - 1]!;
  const attributes = new BigUint64Array(
    version < SCOPES_SINCE ? [handled] : [handled, 0n, SCOPES],
  );
  const ruleset = syscall(
    CREATE_RULESET,
    pointer(attributes),
    BigInt(attributes.byteLength),
    0n,
    0n,
  );
  if (ruleset < 0n) return false;
  const readable = (EXECUTE | READ_FILE | READ_FOLDER) & handled;
  const use = handled &
    (READ_FILE | WRITE_FILE | READ_FOLDER | TRUNCATE | IOCTL);
  const rules = [
    ...allowed.devices.map((path) => [path, use] as const),
    ...allowed.read.map((path) => [path, readable] as const),
    ...allowed.write.map((path) => [path, handled & ~MAKE_DEVICE] as const),
  ];
  for (const [path, rights] of rules) {
    const name = cPath(path);
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

function pointer(bytes: ArrayBufferView<ArrayBuffer>): bigint {
  return BigInt(Deno.UnsafePointer.value(Deno.UnsafePointer.of(bytes)));
}
