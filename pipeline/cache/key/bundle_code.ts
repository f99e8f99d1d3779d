import { extname } from "node:path";
import type { BuildFailure, BuildResult, Plugin } from "esbuild-wasm";
import { canonicalJson } from "../../base/canonical_json.ts";
import { sha256 } from "../../base/digest.ts";
import { ifThere } from "../../base/read_files.ts";
import { usageError } from "../../base/pipeline_error.ts";
import { startEsbuild } from "./esbuild.ts";
import { type ImportMap, resolveSpecifier } from "./resolve_specifier.ts";

/** The code that runs when a module is imported, without what nothing reaches. */
export interface CodeBundle {
  /** What each module contributes, in the order in which it runs, by path; a module that contributes nothing is absent. */
  readonly pieces: readonly (readonly [path: string, code: string])[];
  /** Specifiers of packages and built-in modules. */
  readonly packages: readonly string[];
  /** SHA-256 of every file that the imports reach, by path, in the order of discovery. */
  readonly files: Readonly<Record<string, string>>;
}

/** Part of the name of a remembered bundle: change it together with the bundled text. */
export const BUNDLE_VERSION = "2 esbuild-wasm 0.28.2";

const LOADERS: Readonly<Record<string, "ts" | "tsx" | "js" | "jsx">> = {
  ".ts": "ts",
  ".mts": "ts",
  ".tsx": "tsx",
  ".js": "js",
  ".mjs": "js",
  ".jsx": "jsx",
};

/** True for a file that holds code. */
export function isCode(path: string): boolean {
  return Object.hasOwn(LOADERS, extname(path));
}

/** SHA-256 of a file that holds no code: JSON by value, any other by its bytes. */
export function contentDigest(path: string, bytes: Uint8Array): string {
  return sha256(extname(path) === ".json" ? jsonText(bytes) : bytes);
}

/** JSON in its canonical form; the bytes themselves where they are none. */
function jsonText(bytes: Uint8Array): string | Uint8Array {
  try {
    return canonicalJson(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return bytes;
  }
}

/**
 * Bundles the modules that entry modules reach, without types, comments, formatting, paths, and declarations that
 * nothing uses; what could have an effect when it is imported stays.
 *
 * Throws a `PipelineError` of kind `usage`, with a place, for code that cannot be read and imports that cannot be
 * followed.
 *
 * @param entries Paths of entry modules.
 * @returns A bundle for each entry.
 */
export async function bundleCode(
  entries: readonly string[],
  options: {
    /** Name of a module in messages. */
    readonly nameOf: (path: string) => string;
    readonly imports: ImportMap;
  },
): Promise<CodeBundle[]> {
  const esbuild = await startEsbuild();
  const namespace = `code-${crypto.randomUUID()}`;
  const modules = openModules();
  const troubles: string[] = [];
  const result = await esbuild.build({
    entryPoints: entries.map((path, index) => ({ in: path, out: `${index}` })),
    bundle: true,
    write: false,
    metafile: true,
    outdir: "/",
    format: "esm",
    target: "esnext",
    platform: "neutral",
    treeShaking: true,
    legalComments: "none",
    charset: "utf8",
    logLevel: "silent",
    logOverride: { "unsupported-dynamic-import": "warning" },
    tsconfigRaw: "{}",
    plugins: [filesOf({ namespace, modules, troubles, ...options })],
  }).catch((error: BuildFailure) => error);
  const [first] = troubles;
  if (first !== undefined) throw usageError(first);
  const place = (
    location: { file: string; line: number; column: number } | null,
  ) => {
    const path = modules.get(location?.file.split(":")[1] ?? "")?.path;
    return `${options.nameOf(path ?? "code")}:${location?.line ?? 1}:${
      (location?.column ?? 0) + 1
    }`;
  };
  if (result instanceof Error) {
    const [error] = result.errors ?? [];
    if (error === undefined) throw result;
    const text = error.text.replace(
      new RegExp(`${namespace}:(m[0-9a-fx]+)`, "g"),
      (whole, name) => options.nameOf(modules.get(name)?.path ?? whole),
    );
    throw usageError(`${place(error.location)}: ${text}`);
  }
  const open = result.warnings.find((warning) =>
    warning.id === "unsupported-dynamic-import"
  );
  if (open !== undefined) {
    throw usageError(
      `${
        place(open.location)
      }: Expected a literal in import() but found an expression, which hides code from the action key`,
    );
  }
  return entries.map((entry, index) =>
    readBundle(entry, index, {
      result,
      namespace,
      modules,
      imports: options.imports,
    })
  );
}

/** A file that was read for a bundle. */
interface OpenModule {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly digest: string;
}

/** The files of a bundle under names for esbuild, which writes them into identifiers: they tell the content, not the path. */
interface OpenModules {
  /** Reads a file once and gives its name; undefined for a missing one. */
  open(path: string): string | undefined;
  get(name: string): OpenModule | undefined;
}

function openModules(): OpenModules {
  const modules = new Map<string, OpenModule>();
  const names = new Map<string, string | undefined>();
  const read = (path: string) =>
    ifThere(() => {
      const bytes = Deno.readFileSync(path);
      const digest = sha256(bytes);
      let name = `m${digest.slice(0, 20)}`;
      while (modules.has(name)) name += "x";
      modules.set(name, { path, bytes, digest });
      return name;
    });
  return {
    open: (path) => names.getOrInsertComputed(path, read),
    get: (name) => modules.get(name),
  };
}

/** Finds and reads modules for esbuild; packages stay outside. */
function filesOf({ namespace, modules, troubles, nameOf, imports }: {
  readonly namespace: string;
  readonly modules: OpenModules;
  readonly troubles: string[];
  readonly nameOf: (path: string) => string;
  readonly imports: ImportMap;
}): Plugin {
  const outside = (path: string, trouble?: string) => {
    if (trouble !== undefined) troubles.push(trouble);
    return { path, external: true };
  };
  return {
    name: "files",
    setup: (build) => {
      build.onResolve(
        { filter: /.*/ },
        ({ path: specifier, importer, kind }) => {
          const from = modules.get(importer)?.path ?? "";
          const resolved = kind === "entry-point"
            ? { type: "file", path: specifier } as const
            : resolveSpecifier(specifier, from, imports);
          if (resolved.type === "unknown") {
            return outside(
              specifier,
              `${
                nameOf(from)
              }:1:1: Expected a local, npm:, jsr: or node: import but found ${specifier}`,
            );
          }
          if (resolved.type !== "file") return outside(specifier);
          const name = modules.open(resolved.path);
          if (name === undefined) {
            return outside(
              specifier,
              `imported module ${nameOf(resolved.path)} not found`,
            );
          }
          return { path: name, namespace };
        },
      );
      build.onLoad({ filter: /.*/, namespace }, ({ path: name }) => {
        const { path, bytes, digest } = modules.get(name)!;
        const loader = LOADERS[extname(path)];
        if (loader !== undefined) return { contents: bytes, loader };
        if (extname(path) === ".json") {
          return { contents: jsonText(bytes), loader: "json" };
        }
        return {
          contents: `export default "${digest}"`,
          loader: "js",
        };
      });
    },
  };
}

function readBundle(
  entry: string,
  index: number,
  { result, namespace, modules, imports }: {
    readonly result: BuildResult;
    readonly namespace: string;
    readonly modules: OpenModules;
    readonly imports: ImportMap;
  },
): CodeBundle {
  const text = result.outputFiles?.find(({ path }) => path === `/${index}.js`)
    ?.text ?? "";
  const { inputs = {}, outputs = {} } = result.metafile ?? {};
  const output = Object.values(outputs).find(({ entryPoint }) =>
    entryPoint === `${namespace}:${modules.open(entry)}`
  );
  const packages = (output?.imports ?? []).filter(({ external }) => external)
    .flatMap(({ path }) => {
      const resolved = resolveSpecifier(path, entry, imports);
      return "specifier" in resolved ? [resolved.specifier] : [];
    });
  // In the order of first mention, so that the names of modules say nothing of their content.
  const numbers = new Map<string, number>();
  const plain = (code: string) =>
    code.replaceAll(`${namespace}:`, "").replace(
      /m[0-9a-f]{20}x*/g,
      (name) => {
        if (modules.get(name) === undefined) return name;
        if (!numbers.has(name)) numbers.set(name, numbers.size);
        return `m${numbers.get(name)}`;
      },
    );
  const marker = new RegExp(`^// ${namespace}:(m[0-9a-fx]+)$`, "m");
  const [head = "", ...parts] = text.split(marker);
  const pieces: [string, string][] = head.trim() === "" ? [] : [["", head]];
  for (let i = 0; i + 1 < parts.length; i += 2) {
    const module = modules.get(parts[i]!);
    if (module !== undefined) pieces.push([module.path, plain(parts[i + 1]!)]);
  }
  const files: Record<string, string> = {};
  const open = [`${namespace}:${modules.open(entry)}`];
  for (let id = open.shift(); id !== undefined; id = open.shift()) {
    const module = modules.get(id.slice(namespace.length + 1));
    if (module === undefined || module.path in files) continue;
    files[module.path] = module.digest;
    for (const { path, external } of inputs[id]?.imports ?? []) {
      if (external !== true) open.push(path);
    }
  }
  return { pieces, packages: [...new Set(packages)], files };
}
