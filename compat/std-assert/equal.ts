type Bag = Record<PropertyKey, unknown>;

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null ||
    typeof value === "function";
}

/** A null prototype counts as a plain object. */
function sameClass(a: object, b: object): boolean {
  return (a.constructor ?? Object) === (b.constructor ?? Object);
}

function enumerableKeys(value: object): PropertyKey[] {
  return [
    ...Object.keys(value),
    ...Object.getOwnPropertySymbols(value).filter((symbol) =>
      Object.prototype.propertyIsEnumerable.call(value, symbol)
    ),
  ];
}

function elementsOf(
  value: ArrayBufferView | ArrayBuffer,
): ArrayLike<unknown> {
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (value instanceof DataView) {
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  }
  return value as unknown as ArrayLike<unknown>;
}

/**
 * Tells whether two values are deeply equal: `0` equals `-0`, `NaN` equals `NaN`, a missing property equals no
 * `undefined` one, sets and maps are compared without order, and instances of different classes differ.
 *
 * @returns Whether they are equal.
 *
 * @example
 * ```ts
 * import { assert, equal } from "@std/assert";
 * assert(equal({ shape: [2, 3] }, { shape: [2, 3] }));
 * ```
 */
export function equal(a: unknown, b: unknown): boolean {
  // Pairs under comparison are taken as equal, which ends the walk of a cyclic value.
  const open = new Map<object, Set<object>>();

  function compare(a: unknown, b: unknown): boolean {
    if (a === b || (a !== a && b !== b)) return true;
    if (!isObject(a) || !isObject(b) || typeof a !== typeof b) return false;
    if (!sameClass(a, b)) return false;
    if (open.get(a)?.has(b)) return true;
    open.set(a, (open.get(a) ?? new Set()).add(b));
    return compareObjects(a, b);
  }

  function compareObjects(a: object, b: object): boolean {
    if (a instanceof Date && b instanceof Date) {
      return compare(a.getTime(), b.getTime());
    }
    if (a instanceof RegExp || a instanceof URL) {
      return String(a) === String(b);
    }
    if (a instanceof WeakMap || a instanceof WeakSet || a instanceof WeakRef) {
      throw new TypeError("Cannot compare weak collections or references");
    }
    if (a instanceof Error && b instanceof Error && a.message !== b.message) {
      return false;
    }
    if (ArrayBuffer.isView(a) || a instanceof ArrayBuffer) {
      return compareBytes(a, b as ArrayBufferView | ArrayBuffer);
    }
    if (
      a instanceof Set && b instanceof Set ||
      a instanceof Map && b instanceof Map
    ) {
      // The entries of a map are compared as pairs.
      return compareSets(a, b);
    }
    if (Array.isArray(a) && Array.isArray(b) && a.length !== b.length) {
      return false;
    }
    const keys = enumerableKeys(a);
    return keys.length === enumerableKeys(b).length &&
      keys.every((key) =>
        Object.hasOwn(b, key) && compare((a as Bag)[key], (b as Bag)[key])
      );
  }

  function compareBytes(
    a: ArrayBufferView | ArrayBuffer,
    b: ArrayBufferView | ArrayBuffer,
  ): boolean {
    const [left, right] = [elementsOf(a), elementsOf(b)];
    if (left.length !== right.length) return false;
    for (let i = 0; i < left.length; i++) {
      if (!compare(left[i], right[i])) return false;
    }
    return true;
  }

  function compareSets(a: Iterable<unknown>, b: Iterable<unknown>): boolean {
    const rest = [...b];
    return [...a].every((value) => {
      const found = rest.findIndex((other) => compare(value, other));
      if (found >= 0) rest.splice(found, 1);
      return found >= 0;
    }) && rest.length === 0;
  }

  return compare(a, b);
}
