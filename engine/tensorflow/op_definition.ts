/** What graph building must know of an operation's definition. */
export interface OpDefinition {
  /** For each input argument: the attribute that gives its length when it is a list. */
  readonly listInputs: readonly (string | undefined)[];
  /** Names of the attributes that exist; others must be left out of a graph. */
  readonly attributes: ReadonlySet<string>;
}

/**
 * Reads the few fields of a serialised `tensorflow.OpDef` that graph building needs: input_arg (2) with number_attr (5)
 * and type_list_attr (6), and attr (4) with its name (1).
 */
export function parseOpDefinition(bytes: Uint8Array): OpDefinition {
  const listInputs: (string | undefined)[] = [];
  const attributes = new Set<string>();
  for (const [field, value] of messageFields(bytes)) {
    if (field === 2) {
      let list: string | undefined;
      for (const [inner, name] of messageFields(value)) {
        if (inner === 5 || inner === 6) list = new TextDecoder().decode(name);
      }
      listInputs.push(list);
    } else if (field === 4) {
      for (const [inner, name] of messageFields(value)) {
        if (inner === 1) attributes.add(new TextDecoder().decode(name));
      }
    }
  }
  return { listInputs, attributes };
}

/** Length-delimited fields of a protobuf message; others are skipped. */
function* messageFields(
  bytes: Uint8Array,
): Generator<[field: number, value: Uint8Array]> {
  let at = 0;
  const varint = () => {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = bytes[at++];
      if (byte === undefined) {
        throw new SyntaxError("Expected a whole OpDef but found its end");
      }
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    switch (tag & 7) {
      case 0:
        varint();
        break;
      case 1:
        at += 8;
        break;
      case 2: {
        const length = varint();
        yield [tag >> 3, bytes.subarray(at, at += length)];
        break;
      }
      default:
        at += 4;
    }
  }
}
