import { extname } from "node:path";
import { canonicalJson } from "../../base/canonical_json.ts";
import { sha256 } from "../../base/digest.ts";
import { startEsbuild } from "./esbuild.ts";

/** Part of a key that a module contributes. */
export interface EmittedModule {
  /** SHA-256 of the code without types, comments and formatting. */
  readonly digest: string;
  /** Specifiers of static imports, re-exports and literal dynamic imports, in the order of the code. */
  readonly imports: readonly string[];
  /** Files that the code names as `new URL("…", import.meta.url)` or `import.meta.resolve("…")`. */
  readonly assets: readonly string[];
  /** Place of a dynamic import with an expression as argument. */
  readonly openImport?: { readonly line: number; readonly column: number };
  readonly trouble?: {
    readonly line: number;
    readonly column: number;
    readonly message: string;
  };
}

/** Part of the name in the cache of emitted modules: change it together with the emitted text. */
export const EMIT_VERSION = "1 esbuild-wasm 0.28.2";

const LOADERS: Readonly<Record<string, "ts" | "tsx" | "js" | "jsx">> = {
  ".ts": "ts",
  ".mts": "ts",
  ".tsx": "tsx",
  ".js": "js",
  ".mjs": "js",
  ".jsx": "jsx",
};
const ASSET =
  /(?:new URL\((["'`])([^"'`]+)\1,import\.meta\.url\)|import\.meta\.resolve\((["'`])([^"'`]+)\3\))/g;

/**
 * Strips a module of everything that does not change its behaviour, and lists its imports.
 *
 * Imports of types alone are dropped. JSON is digested by value, any other file by its bytes.
 *
 * @param path Path of the module; only its extension matters.
 */
export async function emitModule(
  path: string,
  bytes: Uint8Array,
): Promise<EmittedModule> {
  const extension = extname(path);
  const loader = LOADERS[extension];
  if (loader !== undefined) {
    return await emitCode(new TextDecoder().decode(bytes), loader);
  }
  const digest = extension === ".json" ? jsonDigest(bytes) : sha256(bytes);
  return { digest, imports: [], assets: [] };
}

function jsonDigest(bytes: Uint8Array): string {
  try {
    return sha256(canonicalJson(JSON.parse(new TextDecoder().decode(bytes))));
  } catch {
    return sha256(bytes);
  }
}

async function emitCode(
  source: string,
  loader: "ts" | "tsx" | "js" | "jsx",
): Promise<EmittedModule> {
  const esbuild = await startEsbuild();
  // esbuild lists imports and drops unused ones only when it bundles: one module, with all imports external.
  const result = await esbuild.build({
    stdin: { contents: source, loader, sourcefile: "module" },
    bundle: true,
    write: false,
    metafile: true,
    outfile: "out.js",
    format: "esm",
    target: "esnext",
    platform: "neutral",
    treeShaking: false,
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: "none",
    charset: "utf8",
    logLevel: "silent",
    logOverride: { "unsupported-dynamic-import": "warning" },
    tsconfigRaw: "{}",
    plugins: [{
      name: "outside",
      setup: (build) => {
        build.onResolve(
          { filter: /.*/ },
          ({ path }) => ({ path, external: true }),
        );
      },
    }],
  }).catch((error: BuildFailure) => error);
  if (result instanceof Error) {
    const [first] = result.errors ?? [];
    if (first === undefined) throw result;
    const { line = 1, column = 0 } = first.location ?? {};
    return {
      digest: "",
      imports: [],
      assets: [],
      trouble: { line, column: column + 1, message: first.text },
    };
  }
  const code = result.outputFiles?.[0]?.text ?? "";
  const [output] = Object.values(result.metafile?.outputs ?? {});
  const imports = [
    ...new Set(output?.imports.map((entry) => entry.path) ?? []),
  ];
  const assets = [...code.matchAll(ASSET)].map((match) =>
    match[2] ?? match[4] ?? ""
  );
  const open = result.warnings.find((warning) =>
    warning.id === "unsupported-dynamic-import"
  );
  const emitted = {
    digest: sha256(code),
    imports,
    assets: [...new Set(assets)],
  };
  if (open === undefined) return emitted;
  const { line = 1, column = 0 } = open.location ?? {};
  return { ...emitted, openImport: { line, column: column + 1 } };
}

interface BuildFailure extends Error {
  readonly errors?: readonly {
    readonly text: string;
    readonly location:
      | { readonly line: number; readonly column: number }
      | null;
  }[];
}
