import { AttributeType } from "./dtype.ts";
import { cString, type Native } from "./native.ts";

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
  native: Native,
  family: "TFE_Op" | "TF_",
): AttributeSetter {
  const { c } = native;
  const call = (suffix: string) =>
    c[`${family}SetAttr${suffix}` as keyof typeof c] as unknown as Call;
  const [setType, setInt, setFloat, setBool] = [
    call("Type"),
    call("Int"),
    call("Float"),
    call("Bool"),
  ];
  const setText = textSetter(native, call);
  const setList = listSetter(call);
  const setShape = shapeSetter(native, family, call);
  return (op, attribute) => {
    const { name, type, value } = attribute;
    if (type === AttributeType.string) return setText(op, attribute);
    if (type === AttributeType.shape) return setShape(op, attribute);
    if (Array.isArray(value)) return setList(op, attribute);
    const key = cString(name);
    switch (type) {
      case AttributeType.type:
        return setType(op, key, value);
      case AttributeType.int:
        return setInt(op, key, integer(value as number));
      case AttributeType.float:
        return setFloat(op, key, value);
      case AttributeType.bool:
        return setBool(op, key, bit(value));
      default:
        return unknownType(attribute);
    }
  };
}

function unknownType({ name, type }: Attribute): never {
  throw new TypeError(
    `Expected a known attribute type but found ${type} for ${name}`,
  );
}

/** Setter for lists of numbers. */
function listSetter(call: (suffix: string) => Call): AttributeSetter {
  const kinds: Readonly<
    Record<number, [set: Call, encode: (list: number[]) => ArrayBufferView]>
  > = {
    [AttributeType.type]: [
      call("TypeList"),
      (list) => Int32Array.from(list),
    ],
    [AttributeType.int]: [
      call("IntList"),
      (list) => BigInt64Array.from(list, integer),
    ],
    [AttributeType.float]: [
      call("FloatList"),
      (list) => Float32Array.from(list),
    ],
    [AttributeType.bool]: [
      call("BoolList"),
      (list) => Uint8Array.from(list, bit),
    ],
  };
  return (op, attribute) => {
    const [set, encode] = kinds[attribute.type] ?? unknownType(attribute);
    const list = attribute.value as number[];
    set(op, cString(attribute.name), encode(list), list.length);
  };
}

/** Setter for a text or a list of them. */
function textSetter(
  { c }: Native,
  call: (suffix: string) => Call,
): AttributeSetter {
  const [setOne, setList] = [call("String"), call("StringList")];
  return (op, { name, value }) => {
    const key = cString(name);
    if (!Array.isArray(value)) {
      const bytes = cString(value as string);
      return setOne(op, key, bytes, BigInt(bytes.length - 1));
    }
    const texts = (value as string[]).map(cString);
    setList(
      op,
      key,
      BigUint64Array.from(texts, (text) => c.addressOf(text, 0n, 0n)),
      BigUint64Array.from(texts, ({ length }) => BigInt(length - 1)),
      texts.length,
    );
  };
}

function shapeSetter(
  { status, check }: Native,
  family: "TFE_Op" | "TF_",
  call: (suffix: string) => Call,
): AttributeSetter {
  const set = call("Shape");
  return (op, { name, value }) => {
    const dims = BigInt64Array.from(Array.isArray(value) ? value : [], integer);
    // an empty buffer has no address
    const buffer = dims.length > 0 ? dims : new BigInt64Array(1);
    if (family === "TF_") return set(op, cString(name), buffer, dims.length);
    set(op, cString(name), buffer, dims.length, status);
    check(() => `attribute ${name}`);
  };
}
