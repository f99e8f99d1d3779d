import { extname } from "node:path";
import type { BuildFailure, BuildResult, Plugin } from "esbuild-wasm";
import { canonicalJson } from "../../base/canonical_json.ts";
import { sha256 } from "../../base/digest.ts";
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
  const modules = moduleNames();
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
    const path = modules.pathOf(location?.file.split(":")[1] ?? "");
    return `${options.nameOf(path ?? "code")}:${location?.line ?? 1}:${
      (location?.column ?? 0) + 1
    }`;
  };
  if (result instanceof Error) {
    const [error] = result.errors ?? [];
    if (error === undefined) throw result;
    const text = error.text.replace(
      new RegExp(`${namespace}:(m[0-9a-fx]+)`, "g"),
      (whole, name) => options.nameOf(modules.pathOf(name) ?? whole),
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

/** Names of modules for esbuild, which writes them into identifiers: they tell the content, not the path. */
interface ModuleNames {
  name(path: string, bytes: Uint8Array): string;
  pathOf(name: string): string | undefined;
  digestOf(name: string): string;
  nameOf(path: string): string | undefined;
}

function moduleNames(): ModuleNames {
  const paths = new Map<string, string>();
  const names = new Map<string, string>();
  const digests = new Map<string, string>();
  return {
    name: (path, bytes) => {
      const digest = sha256(bytes);
      let name = `m${digest.slice(0, 20)}`;
      while (paths.has(name)) name += "x";
      paths.set(name, path);
      names.set(path, name);
      digests.set(name, digest);
      return name;
    },
    pathOf: (name) => paths.get(name),
    nameOf: (path) => names.get(path),
    digestOf: (name) => digests.get(name) ?? "",
  };
}

/** Finds and reads modules for esbuild; packages stay outside. */
function filesOf({ namespace, modules, troubles, nameOf, imports }: {
  readonly namespace: string;
  readonly modules: ModuleNames;
  readonly troubles: string[];
  readonly nameOf: (path: string) => string;
  readonly imports: ImportMap;
}): Plugin {
  const contents = new Map<string, Uint8Array>();
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
          const from = modules.pathOf(importer) ?? "";
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
          const { path } = resolved;
          let name = modules.nameOf(path);
          if (name === undefined) {
            try {
              const bytes = Deno.readFileSync(path);
              name = modules.name(path, bytes);
              contents.set(name, bytes);
            } catch (error) {
              if (!(error instanceof Deno.errors.NotFound)) throw error;
              return outside(
                specifier,
                `imported module ${nameOf(path)} not found`,
              );
            }
          }
          return { path: name, namespace };
        },
      );
      build.onLoad({ filter: /.*/, namespace }, ({ path: name }) => {
        const path = modules.pathOf(name) ?? "";
        const bytes = contents.get(name) ?? new Uint8Array();
        const loader = LOADERS[extname(path)];
        if (loader !== undefined) return { contents: bytes, loader };
        if (extname(path) === ".json") {
          return { contents: jsonText(bytes), loader: "json" };
        }
        return {
          contents: `export default "${sha256(bytes)}"`,
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
    readonly modules: ModuleNames;
    readonly imports: ImportMap;
  },
): CodeBundle {
  const text = result.outputFiles?.find(({ path }) => path === `/${index}.js`)
    ?.text ?? "";
  const { inputs = {}, outputs = {} } = result.metafile ?? {};
  const output = Object.values(outputs).find(({ entryPoint }) =>
    entryPoint === `${namespace}:${modules.nameOf(entry)}`
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
        if (modules.pathOf(name) === undefined) return name;
        if (!numbers.has(name)) numbers.set(name, numbers.size);
        return `m${numbers.get(name)}`;
      },
    );
  const marker = new RegExp(`^// ${namespace}:(m[0-9a-fx]+)$`, "m");
  const [head = "", ...parts] = text.split(marker);
  const pieces: [string, string][] = head.trim() === "" ? [] : [["", head]];
  for (let i = 0; i + 1 < parts.length; i += 2) {
    const path = modules.pathOf(parts[i] ?? "");
    if (path !== undefined) pieces.push([path, plain(parts[i + 1] ?? "")]);
  }
  const files: Record<string, string> = {};
  const open = [`${namespace}:${modules.nameOf(entry)}`];
  for (let id = open.shift(); id !== undefined; id = open.shift()) {
    const name = id.slice(namespace.length + 1);
    const path = modules.pathOf(name);
    if (path === undefined || path in files) continue;
    files[path] = modules.digestOf(name);
    for (const { path, external } of inputs[id]?.imports ?? []) {
      if (external !== true) open.push(path);
    }
  }
  return { pieces, packages: [...new Set(packages)], files };
}
