import { extname } from "node:path";
import { z } from "zod";
import { canonicalJson } from "../../base/canonical_json.ts";
import { digest, sha256 } from "../../base/digest.ts";
import { EMIT_VERSION, emitModule, type EmittedModule } from "./emit_module.ts";
import { usageError } from "../../base/pipeline_error.ts";
import { type DenoLock, lockedClosure } from "./lock_integrity.ts";
import { type ImportMap, resolveSpecifier } from "./resolve_specifier.ts";
import { ifThere, isFile } from "../../base/read_files.ts";
import { readIfSound, writeSealed } from "../../base/sealed_json.ts";

/** The modules that a stage reaches. */
export interface CodeDigest {
  /** Digest of the module graph. */
  readonly digest: string;
  /** Digest of each module by path below the project, and of each package by specifier. */
  readonly modules: Readonly<Record<string, string>>;
  /** Files that the code opens by `import.meta`; the stage process may read them. */
  readonly assets: readonly string[];
}

/** Settings of a code reader. */
export interface CodeReaderOptions {
  /** Name of a module in messages and plans. */
  readonly nameOf: (path: string) => string;
  /** Import map of stage processes. */
  readonly imports: ImportMap;
  readonly lock: DenoLock;
  /** Digested part of a module: the emitted code, without types, comments and formatting (default), or every byte. */
  readonly count?: "emitted" | "bytes";
  /** Folder of emitted modules by digest of their source. */
  readonly emit: string;
}

/** Digests the modules that an entry module reaches. */
export type CodeReader = (entry: string) => Promise<CodeDigest>;

interface Node {
  readonly name: string;
  readonly digest: string;
  /** Paths and specifiers of what it reaches, in the order of the code. */
  readonly edges: readonly string[];
}

interface Module extends Node {
  readonly packages: readonly string[];
  /** Paths of the modules and assets that it names. */
  readonly files: readonly string[];
  readonly assets: readonly string[];
}

/**
 * Makes a reader that digests module graphs: static imports, re-exports, literal dynamic imports, JSON, and files named
 * by `import.meta`. npm and JSR packages are identified by their integrity in deno.lock.
 *
 * Throws a `PipelineError` of kind `usage`, with a place, for imports that cannot be followed.
 *
 * @returns The reader; each file is read once.
 */
export function codeReader(options: CodeReaderOptions): CodeReader {
  const modules = new Map<string, Promise<Module>>();
  const packages = new Map<string, Node>();
  const read = async (entry: string): Promise<CodeDigest> => {
    const nodes = new Map<string, Node>();
    const assets = new Set<string>();
    const open = [entry];
    // In the order of first mention, so that the digest needs no path.
    for (const path of open) {
      if (nodes.has(path)) continue;
      const module = await modules.getOrInsertComputed(
        path,
        () => openModule(path, options),
      );
      for (const specifier of module.packages) {
        const node = packages.getOrInsertComputed(
          specifier,
          () => packageNode(specifier, options.lock),
        );
        nodes.set(specifier, node);
      }
      for (const asset of module.assets) assets.add(asset);
      open.push(...module.files);
      nodes.set(path, module);
    }
    return {
      digest: graphDigest(nodes),
      modules: moduleList(nodes),
      assets: [...assets],
    };
  };
  const known = new Map<string, Promise<CodeDigest>>();
  return (entry) => known.getOrInsertComputed(entry, read);
}

function graphDigest(nodes: ReadonlyMap<string, Node>): string {
  const numbers = new Map(
    [...nodes.keys()].map((path, index) => [path, index]),
  );
  return digest(
    "code",
    [...nodes.values()].map((node) => [
      node.digest,
      node.edges.map((edge) => numbers.get(edge) ?? -1),
    ]),
  );
}

function moduleList(nodes: ReadonlyMap<string, Node>): Record<string, string> {
  return Object.fromEntries(
    [...nodes.values()].map(({ name, digest }) => [name, digest] as const)
      .sort(([a], [b]) => a < b ? -1 : 1),
  );
}

function packageNode(specifier: string, lock: DenoLock): Node {
  return {
    name: specifier,
    digest: digest("package", [specifier, lockedClosure(specifier, lock)]),
    edges: [],
  };
}

async function openModule(
  path: string,
  options: CodeReaderOptions,
): Promise<Module> {
  const name = options.nameOf(path);
  const module = await readModule(path, name, options);
  const resolve = (specifier: string) =>
    resolveSpecifier(specifier, path, options.imports);
  const targets = module.imports.map((imported) => {
    const target = resolve(imported);
    if (target.type !== "unknown") return target;
    throw usageError(
      `${name}:1:1: Expected a local, npm:, jsr: or node: import but found ${imported}`,
    );
  });
  const files = targets.flatMap((to) => to.type === "file" ? to.path : []);
  const assets = module.assets.map(resolve).flatMap((asset) =>
    asset.type === "file" && isFile(asset.path) ? asset.path : []
  );
  return {
    name,
    digest: module.digest,
    edges: [
      ...targets.map((to) => to.type === "file" ? to.path : to.specifier),
      ...assets,
    ],
    packages: targets.flatMap((to) => to.type === "file" ? [] : to.specifier),
    files: [...files, ...assets],
    assets,
  };
}

const EMITTED = z.object({
  digest: z.string(),
  imports: z.array(z.string()),
  assets: z.array(z.string()),
});

async function readModule(
  path: string,
  name: string,
  options: CodeReaderOptions,
): Promise<EmittedModule> {
  const bytes = ifThere(() => Deno.readFileSync(path));
  if (bytes === undefined) {
    throw usageError(`imported module ${name} not found`);
  }
  const whole = sha256(bytes);
  const counted = (module: EmittedModule): EmittedModule =>
    options.count === "bytes"
      ? { ...module, digest: digest("bytes", whole) }
      : module;
  const cached = `${options.emit}/${
    sha256(canonicalJson([EMIT_VERSION, extname(path), whole]))
  }.json`;
  const known = readIfSound<EmittedModule>(cached, EMITTED);
  if (known !== undefined) return counted(known);
  const module = await emitModule(path, bytes);
  const trouble = module.trouble ??
    (module.openImport === undefined ? undefined : {
      ...module.openImport,
      message:
        "Expected a literal in import() but found an expression, which hides code from the action key",
    });
  if (trouble !== undefined) {
    throw usageError(
      `${name}:${trouble.line}:${trouble.column}: ${trouble.message}`,
    );
  }
  try {
    writeSealed(cached, module, options.emit, false);
  } catch {
    // Only speed is lost: a full or read-only disk must not fail `plan`.
  }
  return counted(module);
}
