import protobuf from "protobufjs/minimal.js";

/** A field of a protocol buffer. */
export interface ProtobufField {
  readonly number: number;
  /** Bytes for texts, lists and messages inside of it. */
  readonly value: number | Uint8Array;
  /** Position in the message: of the first byte of bytes, after a number. */
  readonly at: number;
}

/** Wire types that are read; the deprecated groups (3, 4) are rejected. */
const READ: Readonly<
  Record<number, (reader: protobuf.Reader) => number | Uint8Array>
> = {
  0: (reader) => Number(reader.uint64()),
  1: (reader) => reader.double(),
  2: (reader) => reader.bytes(),
  5: (reader) => reader.float(),
};

/**
 * Reads the fields of a message in their order, without those of messages inside of it.
 *
 * @param place Names the message in errors.
 * @param base Position of the message, added to positions in errors.
 * @throws {SyntaxError} If the bytes are cut off or no protocol buffer, with the position.
 */
export function* protobufFields(
  bytes: Uint8Array,
  place: string,
  base = 0,
): Generator<ProtobufField> {
  const reader = protobuf.Reader.create(bytes);
  while (reader.pos < reader.len) {
    const start = reader.pos;
    let field: ProtobufField;
    try {
      const tag = reader.uint32();
      const read = READ[tag & 7];
      if (tag < 8 || read === undefined) throw new Error(`tag ${tag}`);
      const value = read(reader);
      const length = typeof value === "number" ? 0 : value.length;
      field = { number: tag >>> 3, value, at: reader.pos - length };
    } catch (cause) {
      const found = cause instanceof Error ? cause.message : String(cause);
      throw new SyntaxError(
        `Expected a whole field but found a damaged one (${found}) at byte ${
          base + start
        } of ${place}`,
        { cause },
      );
    }
    yield field;
  }
}
