/** Reads the bytes of a pickle. */
export interface PickleBytes {
  /** Begins the next operation: gives its code. */
  begin(): number;
  /** The next bytes. */
  take(length: number): Uint8Array;
  /** The next bytes as a whole number, the least significant first. */
  whole(bytes: number): number;
  /** The next eight bytes as a float, the most significant first. */
  float(): number;
  /** Text up to the end of the line. */
  line(): string;
  /** @throws {SyntaxError} What was expected, what was found, and the byte of the operation. */
  fail(expected: string, found: string): never;
}

/**
 * Makes a reader of the bytes of a pickle.
 *
 * @param place Names the pickle in errors.
 */
export function pickleBytes(bytes: Uint8Array, place: string): PickleBytes {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let next = 0;
  let operation = 0;
  const fail = (expected: string, found: string): never => {
    throw new SyntaxError(
      `Expected ${expected} but found ${found} at byte ${operation} of ${place}`,
    );
  };
  const skip = (length: number): number => {
    const at = next;
    if (length > bytes.length - at) {
      fail(`${length} further bytes`, `${bytes.length - at}`);
    }
    next += length;
    return at;
  };
  const take = (length: number) => {
    const at = skip(length);
    return bytes.subarray(at, at + length);
  };
  return {
    take,
    fail,
    begin: () => {
      operation = next;
      return bytes[skip(1)]!;
    },
    whole: (length) => {
      const at = skip(length);
      let value = 0;
      for (let n = length - 1; n >= 0; n--) {
        value = value * 256 + bytes[at + n]!;
      }
      return value;
    },
    float: () => view.getFloat64(skip(8)),
    line: () => {
      const end = bytes.indexOf(10, next);
      if (end < 0) fail("the end of a line", "none");
      const text = new TextDecoder().decode(take(end - next));
      next++;
      return text;
    },
  };
}
