/** A value of a pickle that is plain data; a tuple is an array, as a list is. */
export type PickleValue =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | readonly PickleValue[]
  | PickleDict
  | ReadonlySet<PickleValue>;

/** A dict of a pickle. */
export type PickleDict = ReadonlyMap<PickleValue, PickleValue>;

/** Something that a pickle names and that is no data itself. */
export type PickleName =
  | { readonly global: string }
  | { readonly dtype: string; order: string };

/** What the stack of a pickle holds. */
export type PickleItem = PickleValue | PickleName;

/** A dict, a list, a tuple or a set, while it is filled. */
export type PickleContainer =
  | PickleItem[]
  | Map<PickleItem, PickleItem>
  | Set<PickleItem>;

/** True for what a pickle names, which may only be an argument. */
export function isName(item: PickleItem): item is PickleName {
  return typeof item === "object" && item !== null &&
    ("global" in item || "dtype" in item);
}

/** True for a dict, a list, a tuple or a set. */
export function isContainer(
  item: PickleItem,
): item is Exclude<PickleItem, string | Uint8Array> & PickleContainer {
  return Array.isArray(item) || item instanceof Map || item instanceof Set;
}

/** Names a value in a message: its kind, and its content if that is short. */
export function pickleText(item: PickleItem | undefined): string {
  if (item === undefined) return "nothing";
  if (typeof item === "string") {
    return JSON.stringify(item.length > 60 ? `${item.slice(0, 57)}...` : item);
  }
  if (item === null || typeof item !== "object") {
    return item === null ? "None" : String(item);
  }
  if (item instanceof Uint8Array) return `${item.length} bytes`;
  if (Array.isArray(item)) return `a list of ${item.length}`;
  if (item instanceof Map) return `a dict of ${item.size}`;
  if (item instanceof Set) return `a set of ${item.size}`;
  const name = item as PickleName;
  return "global" in name ? name.global : `the dtype ${name.dtype}`;
}

/**
 * Makes a function that refuses values of a pickle.
 *
 * @param place Names the pickle, or a value in it.
 * @returns Throws a `SyntaxError`: expected, found, place.
 */
export function pickleRefuser(
  place: string,
): (expected: string, found: PickleValue | undefined) => never {
  return (expected, found) => {
    throw new SyntaxError(
      `Expected ${expected} but found ${pickleText(found)} in ${place}`,
    );
  };
}
