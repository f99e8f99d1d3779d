/** SHA-256 of files by name. */
export type Listing = Readonly<Record<string, string>>;

/** Most names of files in a message. */
const SHOWN = 2;

/**
 * Says what differs between two listings: `1 image more, 2 changed (train/cat/1.png, train/cat/2.png, ...)`.
 *
 * @param noun What the files are, such as `image`.
 */
export function listingChanges(
  before: Listing,
  now: Listing,
  noun: string,
): string {
  const more = Object.keys(now).filter((name) => !Object.hasOwn(before, name));
  const gone = Object.keys(before).filter((name) => !Object.hasOwn(now, name));
  const changed = Object.keys(now).filter((name) =>
    Object.hasOwn(before, name) && before[name] !== now[name]
  );
  // A file under another name is gone under one and more under the other.
  const left = new Set(gone);
  const bySha = Map.groupBy(gone, (name) => before[name]);
  const renamed = new Set(more.filter((name) => {
    const from = bySha.get(now[name])?.pop();
    return from !== undefined && left.delete(from);
  }));
  const added = more.filter((name) => !renamed.has(name));
  const kinds = [["more", added], ["changed", changed], ["gone", [...left]]]
    .concat([["renamed", [...renamed]]]) as [string, string[]][];
  const some = kinds.filter(([, names]) => names.length > 0);
  const counts = some.map(([kind, names], at) => {
    const things = at > 0 ? "" : ` ${noun}${names.length === 1 ? "" : "s"}`;
    return `${names.length}${things} ${kind}`;
  });
  const all = some.flatMap(([, names]) => names);
  const shown = all.slice(0, SHOWN).concat(all.length > SHOWN ? ["..."] : []);
  return all.length === 0
    ? "another order"
    : `${counts.join(", ")} (${shown.join(", ")})`;
}
