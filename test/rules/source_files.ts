import { dirname, join, normalize, relative } from "node:path/posix";

/** One TypeScript file of the repository. */
export interface SourceFile {
  /** Path from the repository root. */
  readonly path: string;
  readonly text: string;
  /** Modules it imports by a relative path, from the repository root, types and literal dynamic imports included. */
  readonly imports: readonly string[];
}

const SKIPPED = new Set(["node_modules", "coverage", "results"]);

async function* walk(folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory, isFile } of Deno.readDir(folder)) {
    if (name.startsWith(".") || SKIPPED.has(name)) continue;
    if (isDirectory) yield* walk(join(folder, name));
    if (isFile && name.endsWith(".ts")) yield join(folder, name);
  }
}

/** Drops comments, in which examples import too. */
function withoutComments(text: string): string {
  return text.replace(/^\s*\/\*\*?[\s\S]*?\*\//gm, "").replace(
    /^\s*\/\/.*$/gm,
    "",
  );
}

/**
 * Relative specifiers of a module, resolved against its path.
 *
 * @param path Path of the module from the root.
 * @param text Its formatted text: statements begin at the first column.
 */
export function relativeImports(path: string, text: string): string[] {
  const code = withoutComments(text);
  const specifiers = [
    ...code.matchAll(/^(?:import|export)\b[^;"'`]*?\bfrom\s*"([^"]+)"/gm),
    ...code.matchAll(/^import\s+"([^"]+)"/gm),
    ...code.matchAll(/\bimport\(\s*"([^"]+)"/g),
  ].map((match) => match[1]!);
  return specifiers.filter((specifier) => specifier.startsWith("."))
    .map((specifier) => normalize(join(dirname(path), specifier)));
}

/**
 * Reads every TypeScript file below a folder, ordered by path.
 *
 * @param root Repository root.
 */
export async function sourceFiles(root: string): Promise<SourceFile[]> {
  const files: SourceFile[] = [];
  for await (const absolute of walk(root)) {
    const text = await Deno.readTextFile(absolute);
    const path = relative(root, absolute);
    files.push({
      path,
      text,
      imports: relativeImports(path, text),
    });
  }
  return files.sort((a, b) => a.path < b.path ? -1 : 1);
}

/**
 * Specifiers that a module loads at once: its static imports and re-exports without those of types alone.
 *
 * @param text Its formatted text: statements begin at the first column.
 */
export function loadedAtOnce(text: string): string[] {
  const code = withoutComments(text);
  const named = code.matchAll(
    /^(?:import|export)\s+(?!type\b)([^;"'`]*?)\bfrom\s*"([^"]+)"/gm,
  );
  const values = [...named].filter(([, names = ""]) => {
    const inner = /^\{([^}]*)\}\s*$/.exec(names.trim())?.[1];
    return inner === undefined ||
      inner.split(",").some((name) => /^\s*(?!type\s)\S/.test(name));
  }).map(([, , specifier]) => specifier!);
  const bare = [...code.matchAll(/^import\s+"([^"]+)"/gm)].map(([, s]) => s!);
  return [...values, ...bare];
}
