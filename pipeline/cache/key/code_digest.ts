import { digest, sha256 } from "../../base/digest.ts";
import { contentDigest, isCode } from "./open_modules.ts";
import {
  type CodeUnit,
  type CodeUnitOptions,
  codeUnits,
} from "./code_units.ts";
import { type DenoLock, lockedClosure } from "./lock_integrity.ts";
import { isFile } from "../../base/read_files.ts";

/** The code that a stage reaches. */
export interface CodeDigest {
  /** Digest of that code. */
  readonly digest: string;
  /** Digest of what each module contributes, by path below the project, and of each package by specifier. */
  readonly modules: Readonly<Record<string, string>>;
  /** Files that the code opens by `import.meta`; the stage process may read them. */
  readonly assets: readonly string[];
}

/** Settings of a code reader. */
export interface CodeReaderOptions extends CodeUnitOptions {
  readonly lock: DenoLock;
  /** Digested part of the code: what can run, without types, comments and formatting (default), or every byte. */
  readonly count?: "emitted" | "bytes";
}

/** Digests the code that an entry module reaches. */
export type CodeReader = (entry: string) => Promise<CodeDigest>;

/**
 * Makes a reader that digests the code that runs when an entry module is imported: static imports, re-exports, literal
 * dynamic imports, JSON, and files named by `import.meta`, without declarations that nothing uses. Paths are no part of
 * it. npm and JSR packages are identified by their integrity in deno.lock.
 *
 * Throws a `PipelineError` of kind `usage`, with a place, for imports that cannot be followed.
 *
 * @returns The reader; each file is read once.
 */
export function codeReader(options: CodeReaderOptions): CodeReader {
  const { count = "emitted" } = options;
  const unit = codeUnits(options);
  const packages = new Map<string, string>();
  // Stages share most packages, and each has a closure of dependencies.
  const packageOf = (specifier: string) =>
    packages.getOrInsertComputed(
      specifier,
      () => packageDigest(specifier, options.lock),
    );
  const reading: Reading = { nameOf: options.nameOf, packageOf };
  const read = async (entry: string): Promise<CodeDigest> => {
    const found = new Map<string, CodeUnit>();
    const open = [entry];
    const assets = new Set<string>();
    for (let path = open.shift(); path !== undefined; path = open.shift()) {
      if (found.has(path)) continue;
      const next = await unit(path);
      found.set(path, next);
      for (const named of next.named) {
        if (!isFile(named)) continue;
        assets.add(named);
        if (isCode(named)) open.push(named);
      }
    }
    return {
      ...count === "bytes"
        ? byteDigest(found, reading)
        : unitsDigest(found, reading),
      assets: [...assets],
    };
  };
  const known = new Map<string, Promise<CodeDigest>>();
  return (entry) => known.getOrInsertComputed(entry, read);
}

interface Reading {
  /** Name of a module. */
  readonly nameOf: (path: string) => string;
  /** Digest of a package, by specifier. */
  readonly packageOf: (specifier: string) => string;
}

type Digested = Omit<CodeDigest, "assets">;

function unitsDigest(
  units: ReadonlyMap<string, CodeUnit>,
  { nameOf, packageOf }: Reading,
): Digested {
  const numbers = new Map(
    [...units.keys()].map((path, index) => [path, index]),
  );
  const modules: Record<string, string> = {};
  const parts = [...units.values()].map(({ pieces, packages, named }) => {
    for (const [path, digest] of pieces) {
      if (path !== "") modules[nameOf(path)] = digest;
    }
    const outside = packages.map((specifier) =>
      modules[specifier] = packageOf(specifier)
    );
    const files = named.map((path) => {
      const number = numbers.get(path);
      if (number !== undefined) return number;
      if (!isFile(path)) return -1;
      return modules[nameOf(path)] = contentDigest(
        path,
        Deno.readFileSync(path),
      );
    });
    return [pieces.map(([, digest]) => digest), outside, files];
  });
  return { digest: digest("code", parts), modules: sorted(modules) };
}

function byteDigest(
  units: ReadonlyMap<string, CodeUnit>,
  { nameOf, packageOf }: Reading,
): Digested {
  const modules: Record<string, string> = {};
  for (const { files, packages, named } of units.values()) {
    for (const [path, whole] of Object.entries(files)) {
      modules[nameOf(path)] = digest("bytes", whole);
    }
    for (const specifier of packages) {
      modules[specifier] = packageOf(specifier);
    }
    for (const path of named) {
      if (isFile(path)) {
        modules[nameOf(path)] ??= digest(
          "bytes",
          sha256(Deno.readFileSync(path)),
        );
      }
    }
  }
  return {
    digest: digest("code", Object.values(modules)),
    modules: sorted(modules),
  };
}

function packageDigest(specifier: string, lock: DenoLock): string {
  return digest("package", [specifier, lockedClosure(specifier, lock)]);
}

function sorted(record: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record).sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0),
  );
}
