/** Reads chunks of bytes in pieces of any length. */
export interface ByteReader {
  /** Bytes that were read or skipped. */
  readonly at: number;
  /** The next bytes; fewer at the end. */
  read(length: number): Promise<Uint8Array<ArrayBuffer>>;
  /** Passes over bytes; false if the end comes before. */
  skip(length: number): Promise<boolean>;
}

/** Makes a reader of chunks. */
export function byteReader(chunks: AsyncIterator<Uint8Array>): ByteReader {
  let chunk: Uint8Array = new Uint8Array();
  let at = 0;
  const take = async (length: number, piece: (bytes: Uint8Array) => void) => {
    let left = length;
    while (left > 0) {
      if (chunk.length === 0) {
        const next = await chunks.next();
        if (next.done) break;
        chunk = next.value;
      }
      const own = chunk.subarray(0, left);
      piece(own);
      chunk = chunk.subarray(own.length);
      left -= own.length;
      at += own.length;
    }
    return length - left;
  };
  return {
    get at() {
      return at;
    },
    async read(length) {
      const bytes = new Uint8Array(length);
      let filled = 0;
      const count = await take(length, (piece) => {
        bytes.set(piece, filled);
        filled += piece.length;
      });
      return count === length ? bytes : bytes.subarray(0, count);
    },
    skip: async (length) => await take(length, () => {}) === length,
  };
}
