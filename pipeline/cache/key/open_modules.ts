import { extname } from "node:path";
import { ifPossible } from "../../../common/if_possible.ts";
import { canonicalJson } from "../../base/canonical_json.ts";
import { sha256 } from "../../base/digest.ts";
import { ifThere } from "../../base/read_files.ts";

/** How esbuild reads a file of code, by the end of its name. */
export const LOADERS: Readonly<Record<string, "ts" | "tsx" | "js" | "jsx">> = {
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
export function jsonText(bytes: Uint8Array): string | Uint8Array {
  const text = new TextDecoder().decode(bytes);
  return ifPossible(() => canonicalJson(JSON.parse(text))) ?? bytes;
}

/** A file that was read for a bundle. */
export interface OpenModule {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly digest: string;
}

/** The files of a bundle under names for esbuild, which writes them into identifiers: they tell the content, not the path. */
export interface OpenModules {
  /** Reads a file once and gives its name; undefined for a missing one. */
  open(path: string): string | undefined;
  get(name: string): OpenModule | undefined;
}

/** Reads files for one bundle. */
export function openModules(): OpenModules {
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
