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
  /** Wall time in seconds since 1970. */
  readonly time: number;
}

/** What a plugin of TensorBoard reads, in place of a point. */
export interface PluginEvent {
  readonly tag: string;
  /** Name of the plugin. */
  readonly plugin: string;
  /** A message of its own. */
  readonly content: Uint8Array;
  /** Wall time in seconds since 1970. */
  readonly time: number;
}

/**
 * Writes a TensorBoard event file: TFRecord frames (length, its masked CRC-32C, message, its masked CRC-32C) of `Event`
 * messages, the first with the version of the format (tensorflow/core/util/event.proto and
 * tensorflow/core/lib/io/record_writer.h). Equal arguments give equal bytes.
 *
 * @param events Points, and what plugins read, in the order of the file.
 * @param time Wall time of the first message, in seconds since 1970.
 * @returns Content of a file whose name must hold `tfevents`.
 */
export function eventFile(
  events: readonly (ScalarEvent | PluginEvent)[],
  time: number,
): Uint8Array<ArrayBuffer> {
  const version = eventAt(time).uint32(26).string("brain.Event:2");
  return new Uint8Array(
    Buffer.concat(
      [version, ...events.map(message)].map((each) => frame(each.finish())),
    ),
  );
}

function eventAt(time: number): protobuf.Writer {
  return protobuf.Writer.create().uint32(9).double(time);
}

/** An event: its step, and a summary with one value. */
function message(event: ScalarEvent | PluginEvent): protobuf.Writer {
  const step = "step" in event ? event.step : 0;
  const value = eventAt(event.time).uint32(16).int64(step)
    .uint32(42).fork().uint32(10).fork().uint32(10).string(event.tag);
  if ("value" in event) {
    return value.uint32(21).float(event.value).ldelim().ldelim();
  }
  return value
    // metadata { plugin_data { plugin_name, content } }
    .uint32(74).fork().uint32(10).fork()
    .uint32(10).string(event.plugin).uint32(18).bytes(event.content)
    .ldelim().ldelim()
    // A value without a tensor is dropped: tensor { dtype: DT_FLOAT, tensor_shape { dim { size: 0 } } }.
    .uint32(66).fork().uint32(8).int32(1)
    .uint32(18).fork().uint32(18).fork().uint32(8).int64(0)
    .ldelim().ldelim().ldelim()
    .ldelim().ldelim();
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
