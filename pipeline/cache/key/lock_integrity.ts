/** The used parts of a `deno.lock` file (version 5). */
export interface DenoLock {
  /** Resolved versions by requested specifier, such as `npm:zod@4.6.7`. */
  readonly specifiers?: Readonly<Record<string, string>>;
  /** npm packages by `name@version`. */
  readonly npm?: Readonly<Record<string, LockedPackage>>;
  /** JSR packages by `name@version`. */
  readonly jsr?: Readonly<Record<string, LockedPackage>>;
}

interface LockedPackage {
  readonly integrity?: string;
  readonly dependencies?: readonly string[];
}

/**
 * Identity of a package and all its dependencies, as pinned by the lock file.
 *
 * @param specifier A `npm:` or `jsr:` specifier, perhaps with a path inside the package.
 * @param lock Content of `deno.lock`.
 * @returns Sorted lines `name@version integrity`; none for a package that is not in the lock.
 */
export function lockedClosure(specifier: string, lock: DenoLock): string[] {
  const match = /^(npm|jsr):\/?((?:@[^/@]+\/)?[^/@]+)(?:@([^/]+))?/.exec(
    specifier,
  );
  const [, scheme, name, range] = match ?? [];
  if (scheme === undefined || name === undefined) return [];
  const requested = `${scheme}:${name}${
    range === undefined ? "" : `@${range}`
  }`;
  const version = lock.specifiers?.[requested] ??
    lock.specifiers?.[`${requested}@*`] ??
    range;
  const packages = (scheme === "npm" ? lock.npm : lock.jsr) ?? {};
  const first = `${name}@${version}`;
  if (!Object.hasOwn(packages, first)) return [];
  const found = new Map<string, string>();
  const open = [first];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue;
    const entry = packages[id];
    found.set(id, `${id} ${entry?.integrity ?? "unpinned"}`);
    for (const dependency of entry?.dependencies ?? []) {
      open.push(lockedId(dependency, packages));
    }
  }
  return [...found.values()].sort();
}

/** Id of a dependency, which the lock writes without version if it holds only one, and as `name@npm:id` if another package stands in for it. */
function lockedId(
  dependency: string,
  packages: Readonly<Record<string, LockedPackage>>,
): string {
  const plain = dependency.replace(/^(?:.+@)?(?:npm|jsr):/, "");
  if (Object.hasOwn(packages, plain)) return plain;
  return Object.keys(packages).find((id) => id.startsWith(`${plain}@`)) ??
    plain;
}
