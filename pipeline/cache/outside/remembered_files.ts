import { createHash } from "node:crypto";
import { z } from "zod";
import { ifPossible } from "../../../common/if_possible.ts";
import { listingDigest } from "../../../common/hash_file.ts";
import { canonicalJson } from "../../base/canonical_json.ts";
import { sha256, sha256File } from "../../base/digest.ts";
import { type FileState, fileState } from "../../base/file_digests.ts";
import { readIfSound, writeSealed } from "../../base/sealed_json.ts";
import { draftFolder } from "../../base/write_atomic.ts";

/** What files hold that lie below one folder. */
export interface SeenFiles {
  /** Digest of their names and contents, see `listingDigest()`. */
  readonly listing: string;
  /** SHA-256 of each by its name. */
  digests(): Readonly<Record<string, string>>;
}

/** Where digests of files are remembered, and a clock in milliseconds since 1970. */
export interface FileMemory {
  readonly folder: string;
  readonly now: () => number;
}

const SEEN = z.object({ states: z.string(), listing: z.string() });
const FILES = z.lazy(() =>
  z.object({
    files: z.record(z.string(), z.tuple([z.string(), z.string()])),
  })
);

/** State and SHA-256 by name. */
type Files = Record<string, readonly [state: string, sha256: string]>;

/**
 * Digests files, of which only those are read whose size, times or inode differ from those of the last time. If none
 * does, one small file of the memory is read and nothing else.
 *
 * @param place What is looked at, as JSON: each place has a memory of its own.
 * @param folder Folder below which the files lie.
 * @param names Their paths below it.
 * @param onRead Called before a file is read, with the number of files done; it may throw to stop.
 * @param digest Digests a file; default: the SHA-256 of its content.
 * @returns What they hold; throws what reading them throws.
 */
export async function seeFiles(
  { place, folder, names, onRead, digest = contentSha256 }: {
    readonly place: unknown;
    readonly folder: string;
    readonly names: readonly string[];
    readonly onRead?: ((done: number) => void | Promise<void>) | undefined;
    readonly digest?: (path: string) => string;
  },
  memory: FileMemory,
): Promise<SeenFiles> {
  const base = `${memory.folder}/seen/${sha256(canonicalJson(place))}`;
  const pathOf = (name: string) => `${folder}/${name}`;
  const time = memory.now();
  const states = names.map((name) => fileState(pathOf(name), time));
  const all = digestOfStates(names, states);
  const seen = readIfSound(`${base}.json`, SEEN);
  if (seen?.states === all) {
    const { listing } = seen;
    const read = (name: string) => digest(pathOf(name));
    return { listing, digests: () => shaOf(readKnown(base), names, read) };
  }
  const known = readKnown(base);
  const found: Files = {};
  try {
    for (const [at, name] of names.entries()) {
      const { signature } = states[at]!;
      const before = Object.hasOwn(known, name) ? known[name] : undefined;
      if (before?.[0] !== signature) await onRead?.(at);
      found[name] = before?.[0] === signature
        ? before
        : [signature, digest(pathOf(name))];
    }
  } finally {
    // What was read before a stop need not be read again.
    const kept = names.flatMap((name, at) => {
      const own = found[name];
      return own !== undefined && states[at]!.settled ? [[name, own]] : [];
    });
    save(`${base}.files.json`, { files: Object.fromEntries(kept) }, memory);
  }
  const digests = shaOf(found, names, (name) => digest(pathOf(name)));
  const listing = listingDigest(Object.entries(digests));
  if (states.every(({ settled }) => settled)) {
    save(`${base}.json`, { states: all, listing }, memory);
  }
  return { listing, digests: () => digests };
}

const contentSha256 = (path: string) => sha256File(path).sha256;

function digestOfStates(
  names: readonly string[],
  states: readonly FileState[],
): string {
  const hash = createHash("sha256");
  for (const [at, name] of names.entries()) {
    hash.update(`${name}\n${states[at]!.signature}\n`);
  }
  return hash.digest("hex");
}

function readKnown(base: string): Files {
  return readIfSound(`${base}.files.json`, FILES)?.files ??
    {};
}

/** Digest of each file; `read` digests one that the memory has lost. */
function shaOf(
  files: Files,
  names: readonly string[],
  read: (name: string) => string,
): Record<string, string> {
  return Object.fromEntries(
    names.map((name) => [
      name,
      (Object.hasOwn(files, name) ? files[name]?.[1] : undefined) ?? read(name),
    ]),
  );
}

/** Writes what only saves time: a full or read-only disk must not stop a plan. */
export function save(
  path: string,
  value: object,
  { folder }: FileMemory,
): void {
  ifPossible(() => writeSealed(path, value, draftFolder(folder), false));
}
