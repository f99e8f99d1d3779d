import { Buffer } from "node:buffer";
import protobuf from "protobufjs/minimal.js";
import { maskedCrc32c } from "../../../common/crc32c.ts";

/** A point of a curve in TensorBoard. */
export interface ScalarEvent {
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
  const event = () => protobuf.Writer.create().uint32(9).double(time);
  const version = event().uint32(26).string("brain.Event:2");
  // step, then summary { value { tag, simple_value } }
  const messages = events.map(({ tag, step, value }) =>
    event().uint32(16).int64(step).uint32(42).fork().uint32(10).fork()
      .uint32(10).string(tag).uint32(21).float(value).ldelim().ldelim()
  );
  return new Uint8Array(
    Buffer.concat([version, ...messages].map((each) => frame(each.finish()))),
  );
}

/** The record of a message in a TFRecord file. */
function frame(message: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(16 + message.length);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(message.length), true);
  view.setUint32(8, maskedCrc32c(bytes.subarray(0, 8)), true);
  bytes.set(message, 12);
  view.setUint32(12 + message.length, maskedCrc32c(message), true);
  return bytes;
}
