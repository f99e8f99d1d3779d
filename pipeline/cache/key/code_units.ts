import { z } from "zod";
import { ifPossible } from "../../../common/if_possible.ts";
import { canonicalJson } from "../../base/canonical_json.ts";
import { sha256 } from "../../base/digest.ts";
import { ifThere } from "../../base/read_files.ts";
import { readIfSound, TEXT_MAP, writeSealed } from "../../base/sealed_json.ts";
import { draftFolder } from "../../base/write_atomic.ts";
import { BUNDLE_VERSION, bundleCode, type CodeBundle } from "./bundle_code.ts";
import { type ImportMap, resolveSpecifier } from "./resolve_specifier.ts";

const UNIT = z.object({
  /** SHA-256 of each file that the imports reach, by path: while they are the same, so is the rest. */
  files: TEXT_MAP,
  /** Path and digest of what each module contributes, in the order in which they run. */
  pieces: z.array(z.tuple([z.string(), z.string()])),
  packages: z.array(z.string()).readonly(),
  /** Files that the code names by `import.meta`, in the order of the code. */
  named: z.array(z.string()),
});

/** The code of an entry module, as digests. */
export type CodeUnit = Readonly<z.infer<typeof UNIT>>;

const ASSET =
  /(new URL\(|import\.meta\.resolve\()(["'`])([^"'`]+)\2(\)|, import\.meta\.url\))/g;

/** Settings of code units. */
export interface CodeUnitOptions {
  /** Name of a module in messages. */
  readonly nameOf: (path: string) => string;
  /** Folders of the project and of this program: what lies below them is remembered wherever they lie. */
  readonly roots: readonly string[];
  /** Import map of stage processes. */
  readonly imports: ImportMap;
  /** Entry modules that are bundled together with the first that has changed, which is faster than one by one. */
  readonly entries?: readonly string[];
  /** Folder of remembered bundles. */
  readonly emit: string;
}

/**
 * Makes a reader of the code that entry modules reach. A bundle is made again only when a file that it reaches changed.
 *
 * @returns The reader; each file is read once. It throws what `bundleCode()` throws.
 */
export function codeUnits(
  options: CodeUnitOptions,
): (entry: string) => Promise<CodeUnit> {
  const { emit, imports, entries = [] } = options;
  const paths = portablePaths(options.roots);
  const digests = new Map<string, string | undefined>();
  const digestOf = (path: string) =>
    digests.getOrInsertComputed(path, fileDigest);
  const resolution = sha256(
    canonicalJson([BUNDLE_VERSION, imports.imports, [...imports.links.keys()]]),
  );
  const place = (entry: string) =>
    `${emit}/${
      sha256(
        canonicalJson([
          resolution,
          paths.write(entry),
          digestOf(entry) ?? "",
        ]),
      )
    }.json`;
  const remembered = (entry: string): CodeUnit | undefined => {
    const known = readIfSound(place(entry), UNIT);
    if (known === undefined) return undefined;
    const unit = mapPaths(known, paths.read);
    const same = Object.entries(unit.files).every(([path, digest]) =>
      digestOf(path) === digest
    );
    return same ? unit : undefined;
  };
  const units = new Map<string, Promise<CodeUnit>>();
  const bundle = (modules: readonly string[]) => {
    const bundles = bundleCode(modules, options);
    for (const [index, path] of modules.entries()) {
      const unit = bundles.then((all) => {
        const unit = unitOf(all[index]!, imports);
        // Only speed is lost: a full or read-only disk must not fail `plan`.
        ifPossible(() =>
          writeSealed(
            place(path),
            mapPaths(unit, paths.write),
            draftFolder(emit),
            false,
          )
        );
        return unit;
      });
      // Who asks for it gets the error.
      unit.catch(() => {});
      units.set(path, unit);
    }
  };
  const isKnown = (path: string): boolean => {
    if (units.has(path)) return true;
    const unit = remembered(path);
    if (unit !== undefined) units.set(path, Promise.resolve(unit));
    return unit !== undefined;
  };
  return (path) => {
    if (!isKnown(path)) {
      bundle(
        [...new Set([path, ...entries])].filter((entry) =>
          entry === path || !isKnown(entry)
        ),
      );
    }
    return units.get(path)!;
  };
}

/** Writes paths below the roots without them, and reads them again. */
function portablePaths(roots: readonly string[]): {
  write(path: string): string;
  read(text: string): string;
} {
  return {
    write: (path) => {
      const root = roots.findIndex((root) => path.startsWith(`${root}/`));
      return root < 0 ? path : `${root}:${path.slice(roots[root]!.length)}`;
    },
    read: (text) => {
      const [, root, rest] = /^(\d+):(.*)$/s.exec(text) ?? [];
      return root === undefined ? text : `${roots[Number(root)]}${rest}`;
    },
  };
}

function mapPaths(unit: CodeUnit, to: (path: string) => string): CodeUnit {
  const { files, pieces, packages, named } = unit;
  return {
    files: Object.fromEntries(
      Object.entries(files).map(([path, digest]) => [to(path), digest]),
    ),
    pieces: pieces.map(([path, digest]) => [to(path), digest]),
    packages,
    named: named.map(to),
  };
}

function fileDigest(path: string): string | undefined {
  return ifThere(() => sha256(Deno.readFileSync(path)));
}

function unitOf(bundle: CodeBundle, imports: ImportMap): CodeUnit {
  const named: string[] = [];
  const code = new Map<string, string>();
  for (const [path, text] of bundle.pieces) {
    const plain = text.replaceAll(
      ASSET,
      (whole, start, quote, specifier, end) => {
        const resolved = resolveSpecifier(specifier, path, imports);
        if (resolved.type !== "file") return whole;
        named.push(resolved.path);
        return `${start}${quote}${quote}${end}`;
      },
    );
    code.set(path, `${code.get(path) ?? ""}${plain}`);
  }
  return {
    files: bundle.files,
    pieces: [...code].map(([path, text]) => [path, sha256(text)]),
    packages: bundle.packages,
    named,
  };
}
