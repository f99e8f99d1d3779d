import { AttributeType } from "./dtype.ts";
import { cString } from "./c_string.ts";
import type { Native } from "./native.ts";

/** An attribute of an operation, as tfjs-node's kernels write it. */
export interface Attribute {
  readonly name: string;
  /** One of {@linkcode AttributeType}. */
  readonly type: number;
  readonly value: unknown;
}

/** Sets an attribute of an op at an address: eager (`TFE_OpSetAttr*`) or in a graph (`TF_SetAttr*`). */
export interface AttributeSetter {
  (op: bigint, attribute: Attribute): void;
}

type Call = (...args: unknown[]) => void;

const integer = (value: number) => BigInt(Math.trunc(value));
const bit = (value: unknown) => value ? 1 : 0;

/**
 * Setter for one family of the C API's functions. Both families take the same arguments, apart from the shape
 * setter, whose eager form also takes a status.
 */
export function attributeSetter(
  { c, status, check }: Native,
  family: "TFE_Op" | "TF_",
): AttributeSetter {
  const call = (suffix: string) =>
    c[`${family}SetAttr${suffix}` as keyof typeof c] as unknown as Call;
  const set = {
    type: call("Type"),
    int: call("Int"),
    float: call("Float"),
    bool: call("Bool"),
    string: call("String"),
    strings: call("StringList"),
    shape: call("Shape"),
  };
  const setList = listSetter(call);
  return (op, attribute) => {
    const { name, type, value } = attribute;
    const key = cString(name);
    const list = Array.isArray(value) ? value : undefined;
    switch (type) {
      case AttributeType.string: {
        if (list === undefined) {
          if (value instanceof Uint8Array) {
            return set.string(op, key, value, BigInt(value.length));
          }
          const bytes = cString(value as string);
          return set.string(op, key, bytes, BigInt(bytes.length - 1));
        }
        const texts = (list as string[]).map(cString);
        return set.strings(
          op,
          key,
          BigUint64Array.from(texts, (text) => c.addressOf(text, 0n, 0n)),
          BigUint64Array.from(texts, ({ length }) => BigInt(length - 1)),
          texts.length,
        );
      }
      case AttributeType.shape: {
        const dims = BigInt64Array.from(list ?? [], integer);
        // an empty buffer has no address
        const buffer = dims.length > 0 ? dims : new BigInt64Array(1);
        if (family === "TF_") return set.shape(op, key, buffer, dims.length);
        set.shape(op, key, buffer, dims.length, status);
        return check(() => `attribute ${name}`);
      }
    }
    if (list !== undefined) return setList(op, attribute);
    switch (type) {
      case AttributeType.type:
        return set.type(op, key, value);
      case AttributeType.int:
        return set.int(op, key, integer(value as number));
      case AttributeType.float:
        return set.float(op, key, value);
      case AttributeType.bool:
        return set.bool(op, key, bit(value));
    }
    throw unknownType(attribute);
  };
}

function unknownType({ name, type }: Attribute): TypeError {
  return new TypeError(
    `Expected a known attribute type but found ${type} for ${name}`,
  );
}

/** Setter for lists of numbers. */
function listSetter(call: (suffix: string) => Call): AttributeSetter {
  const { type, int, float, bool } = AttributeType;
  const kinds = new Map<number, [Call, (list: number[]) => ArrayBufferView]>([
    [type, [call("TypeList"), (list) => Int32Array.from(list)]],
    [int, [call("IntList"), (list) => BigInt64Array.from(list, integer)]],
    [float, [call("FloatList"), (list) => Float32Array.from(list)]],
    [bool, [call("BoolList"), (list) => Uint8Array.from(list, bit)]],
  ]);
  return (op, attribute) => {
    const kind = kinds.get(attribute.type);
    if (kind === undefined) throw unknownType(attribute);
    const [set, encode] = kind;
    const list = attribute.value as number[];
    set(op, cString(attribute.name), encode(list), list.length);
  };
}
