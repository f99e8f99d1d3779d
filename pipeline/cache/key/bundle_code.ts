import { extname } from "node:path";
import type { BuildFailure, BuildResult, Plugin } from "esbuild";
import { usageError } from "../../base/pipeline_error.ts";
import {
  jsonText,
  LOADERS,
  type OpenModules,
  openModules,
} from "./open_modules.ts";
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
export const BUNDLE_VERSION = "3 esbuild 0.28.2";

/** An import whose module is not written out. */
const OPEN_IMPORT = /\bimport\(\s*(?!["'])/;

/** Folders of this program whose modules do nothing when they are imported: the unused ones are left out. */
export const PURE: readonly string[] = [
  "common",
  "datasets",
  "engine",
  "nas",
  "pipeline",
  "stages/_functions",
];

/** Place of a message of esbuild. */
interface BuildPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
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
  // Loaded late, as most commands find every bundle remembered. Its process ends with this one.
  const esbuild = await import("esbuild");
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
  const pathOf = (location: BuildPlace | null) =>
    modules.get(location?.file.split(":")[1] ?? "")?.path;
  const place = (location: BuildPlace | null) =>
    `${options.nameOf(pathOf(location) ?? "code")}:${location?.line ?? 1}:${
      (location?.column ?? 0) + 1
    }`;
  if (result instanceof Error) {
    const [error] = result.errors ?? [];
    if (error === undefined) throw result;
    const text = error.text.replace(
      new RegExp(`${namespace}:(m[0-9a-fx]+)`, "g"),
      (whole, name) => options.nameOf(modules.get(name)?.path ?? whole),
    );
    throw usageError(`${place(error.location)}: ${text}`);
  }
  const bare = result.warnings.find(({ id }) => id === "ignored-bare-import");
  if (bare !== undefined) {
    throw usageError(
      `${
        place(bare.location)
      }: Expected an import of names but found none: modules of ${
        PURE.join(", ")
      } do nothing when they are imported`,
    );
  }
  const bundles = entries.map((entry, index) =>
    readBundle(entry, index, {
      result,
      namespace,
      modules,
      imports: options.imports,
    })
  );
  // One in a function that nothing calls hides nothing.
  const open = result.warnings.find(({ id, location }) =>
    id === "unsupported-dynamic-import" &&
    bundles.some(({ pieces }) =>
      pieces.some(([path, code]) =>
        path === pathOf(location) && OPEN_IMPORT.test(code)
      )
    )
  );
  if (open !== undefined) {
    throw usageError(
      `${
        place(open.location)
      }: Expected a literal in import() but found an expression, which hides code from the action key`,
    );
  }
  return bundles;
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
          const pure = PURE.some((folder) =>
            resolved.path.startsWith(`${imports.folder}/${folder}/`)
          );
          return {
            path: name,
            namespace,
            ...(pure ? { sideEffects: false } : {}),
          };
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
