import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** Target of a specifier. */
export type Resolved =
  | { readonly type: "file"; readonly path: string }
  | { readonly type: "package"; readonly specifier: string }
  | { readonly type: "builtin"; readonly specifier: string }
  | { readonly type: "unknown" };

/** A local package that replaces a `jsr:` package (`links` of deno.json). */
export interface LinkedPackage {
  readonly folder: string;
  /** Files by export, such as `{ ".": "../../mod.ts" }`. */
  readonly exports: Readonly<Record<string, string>>;
}

/** The import map of a deno.json. */
export interface ImportMap {
  /** Folder of deno.json, to which targets are relative. */
  readonly folder: string;
  /** `imports` of deno.json. */
  readonly imports: Readonly<Record<string, string>>;
  readonly links: ReadonlyMap<string, LinkedPackage>;
}

/** Reads the import map and the linked packages of a deno.json. */
export function readImportMap(configPath: string): ImportMap {
  const folder = dirname(configPath);
  const config = readJson(configPath) as {
    imports?: Record<string, string>;
    links?: string[];
  };
  const links = new Map<string, LinkedPackage>();
  for (const link of config.links ?? []) {
    const linked = resolve(folder, link);
    const { name, exports = {} } = readJson(resolve(linked, "deno.json")) as {
      name: string;
      exports?: string | Record<string, string>;
    };
    links.set(name, {
      folder: linked,
      exports: typeof exports === "string" ? { ".": exports } : exports,
    });
  }
  return { folder, imports: config.imports ?? {}, links };
}

/**
 * Resolves an import as Deno does.
 *
 * @param from Path of the importing file.
 * @returns A file, a package, a built-in module, or `unknown`.
 */
export function resolveSpecifier(
  specifier: string,
  from: string,
  map: ImportMap,
): Resolved {
  if (/^\.{0,2}\//.test(specifier)) {
    return { type: "file", path: resolve(dirname(from), specifier) };
  }
  if (specifier.startsWith("file:")) {
    return { type: "file", path: fileURLToPath(specifier) };
  }
  if (specifier.startsWith("node:")) return { type: "builtin", specifier };
  if (specifier.startsWith("npm:")) return { type: "package", specifier };
  if (specifier.startsWith("jsr:")) return resolveJsr(specifier, map);
  const key = Object.keys(map.imports)
    .filter((name) =>
      specifier === name ||
      specifier.startsWith(name.endsWith("/") ? name : `${name}/`)
    )
    .sort((a, b) => b.length - a.length)[0];
  const target = key === undefined ? undefined : map.imports[key];
  if (key === undefined || target === undefined) return { type: "unknown" };
  const mapped = `${target}${specifier.slice(key.length)}`;
  return resolveSpecifier(mapped, resolve(map.folder, "deno.json"), {
    ...map,
    imports: {},
  });
}

function resolveJsr(specifier: string, map: ImportMap): Resolved {
  const [, name, path] =
    /^jsr:\/?(@[^/]+\/[^/@]+)(?:@[^/]+)?(?:\/(.+))?$/.exec(specifier) ?? [];
  const linked = name === undefined ? undefined : map.links.get(name);
  if (linked === undefined) return { type: "package", specifier };
  const file = linked.exports[path === undefined ? "." : `./${path}`];
  return file === undefined
    ? { type: "unknown" }
    : { type: "file", path: resolve(linked.folder, file) };
}

function readJson(path: string): unknown {
  return JSON.parse(Deno.readTextFileSync(path));
}
