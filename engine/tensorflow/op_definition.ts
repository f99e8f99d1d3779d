import { protobufFields } from "../../common/protobuf_fields.ts";

/** The parts of an operation's definition that graph building needs. */
export interface OpDefinition {
  /** For each input argument: the attribute that gives its length, undefined where it is no list. */
  readonly listInputs: readonly (string | undefined)[];
  /** Attributes that exist; TensorFlow rejects others in a graph. */
  readonly attributes: ReadonlySet<string>;
}

/**
 * Reads a serialised `tensorflow.OpDef`: input_arg (2) with number_attr (5) and type_list_attr (6), and attr (4) with
 * its name (1).
 */
export function parseOpDefinition(bytes: Uint8Array): OpDefinition {
  const listInputs: (string | undefined)[] = [];
  const attributes = new Set<string>();
  for (const { number, value } of protobufFields(bytes, "an OpDef")) {
    if (typeof value === "number") continue;
    if (number === 2) listInputs.push(textOf(value, [5, 6]));
    if (number === 4) attributes.add(textOf(value, [1]) ?? "");
  }
  return { listInputs, attributes };
}

/** The last text among some fields of a message. */
function textOf(
  message: Uint8Array,
  numbers: readonly number[],
): string | undefined {
  let text: string | undefined;
  for (const { number, value } of protobufFields(message, "an OpDef")) {
    if (numbers.includes(number) && typeof value !== "number") {
      text = new TextDecoder().decode(value);
    }
  }
  return text;
}
