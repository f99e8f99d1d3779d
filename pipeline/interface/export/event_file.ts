import { maskedCrc32c } from "../../../common/crc32c.ts";

/** A point of a curve in TensorBoard. */
export interface ScalarEvent {
  /** Name of the curve. */
  readonly tag: string;
  /** Step, 0..2^53 - 1. */
  readonly step: number;
  /** Value; stored as a 32-bit float. */
  readonly value: number;
}

/**
 * Writes a TensorBoard event file: TFRecord frames (length, its masked CRC-32C, message, its masked CRC-32C) of `Event`
 * messages, the first with the version of the format (tensorflow/core/util/event.proto and
 * tensorflow/core/lib/io/record_writer.h). Equal arguments give equal bytes.
 *
 * @param events Points in the order of the file.
 * @param time Wall time of all events, in seconds since 1970.
 * @returns Content of a file whose name must hold `tfevents`.
 */
export function eventFile(
  events: readonly ScalarEvent[],
  time: number,
): Uint8Array<ArrayBuffer> {
  const wall = fixed(1, 8, (view) => view.setFloat64(0, time, true));
  const text = new TextEncoder();
  const version = nested(3, text.encode("brain.Event:2"));
  const messages = events.map(({ tag, step, value }) =>
    joined([
      wall,
      [...varint(2 << 3), ...varint(step)],
      nested(
        5,
        nested(
          1,
          joined([
            nested(1, text.encode(tag)),
            fixed(2, 4, (view) => view.setFloat32(0, value, true)),
          ]),
        ),
      ),
    ])
  );
  return joined([joined([wall, version]), ...messages].map(frame));
}

function frame(message: Uint8Array): Uint8Array {
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(message.length), true);
  return joined([length, maskedCrc(length), message, maskedCrc(message)]);
}

function maskedCrc(bytes: Uint8Array): Uint8Array {
  const stored = new Uint8Array(4);
  new DataView(stored.buffer).setUint32(0, maskedCrc32c(bytes), true);
  return stored;
}

/** Base-128 number of protobuf; division, as shifts have 32 bits only. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) {
    bytes.push(rest % 128 + 128);
  }
  return [...bytes, rest];
}

function nested(field: number, content: Uint8Array): Uint8Array {
  return joined([varint(field << 3 | 2), varint(content.length), content]);
}

function fixed(
  field: number,
  size: 4 | 8,
  set: (view: DataView) => void,
): Uint8Array {
  const bytes = new Uint8Array(1 + size);
  bytes[0] = field << 3 | (size === 8 ? 1 : 5);
  set(new DataView(bytes.buffer, 1));
  return bytes;
}

function joined(
  parts: readonly ArrayLike<number>[],
): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(
    parts.reduce((sum, { length }) => sum + length, 0),
  );
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
