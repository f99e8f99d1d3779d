import { openLibc } from "./libc.ts";

const SET_DUMPABLE = 4;
const DROP_FROM_BOUNDING_SET = 24;

/** Last capability that a kernel may have. */
const LAST = 63;
/** CHOWN, DAC_OVERRIDE, FOWNER, FSETID, SETGID, SETUID: what programs that unpack or install files as root use. */
const KEPT: ReadonlySet<number> = new Set([0, 1, 3, 4, 6, 7]);

/**
 * Takes capabilities(7) of root from every program that the calling thread starts from now on: to look into other
 * processes, to make device files, to mount. Also closes the memory and the environment of the calling process to them.
 *
 * For ordinary users, who have no capabilities, only the latter changes.
 */
export function dropPrivileges(): void {
  const libc = openLibc()?.symbols;
  libc?.prctl(SET_DUMPABLE, 0n, 0n, 0n, 0n);
  for (let capability = 0; capability <= LAST; capability++) {
    if (KEPT.has(capability)) continue;
    libc?.prctl(DROP_FROM_BOUNDING_SET, BigInt(capability), 0n, 0n, 0n);
  }
}
