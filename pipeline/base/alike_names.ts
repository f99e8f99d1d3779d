/** Text whose normal form is itself. */
const ASCII = /^[ -~]*$/;

/**
 * A name as the most forgiving file systems compare it: names that differ only in case or in Unicode normal form are one
 * file there.
 */
export function foldName(name: string): string {
  if (ASCII.test(name)) return name.toLowerCase();
  return name.normalize("NFC").toUpperCase().toLowerCase().normalize("NFC");
}

/** Two different items whose names are alike for such a file system; `undefined` without any. */
export function alikeNames<T>(
  items: Iterable<T>,
  nameOf: (item: T) => string,
): [T, T] | undefined {
  const seen = new Map<string, T>();
  for (const item of items) {
    const name = foldName(nameOf(item));
    const earlier = seen.get(name);
    if (earlier !== undefined) return [earlier, item];
    seen.set(name, item);
  }
  return undefined;
}
