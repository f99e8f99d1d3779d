import { AttributeType } from "./dtype.ts";
import { cString, type Native } from "./native.ts";

/** An attribute as tfjs-node's kernels write it. */
export interface Attribute {
  /** Name in the op definition. */
  readonly name: string;
  /** One of {@linkcode AttributeType}. */
  readonly type: number;
  /** A scalar or a list. */
  readonly value: unknown;
}

/** Functions that set attributes of an op, eager (`TFE_OpSetAttr*`) or in a graph (`TF_SetAttr*`). */
export interface AttributeSetter {
  /** Sets one attribute of the op at an address. */
  (op: bigint, attribute: Attribute): void;
}

type Symbols = Native["c"];

/**
 * Setter for one family of the C API's functions. Both families take the same arguments, apart from the shape
 * setter, whose eager form also takes a status.
 */
export function attributeSetter(
  native: Native,
  family: "TFE_Op" | "TF_",
): AttributeSetter {
  const { c, status, check } = native;
  const call = <K extends string>(suffix: K) =>
    c[`${family}SetAttr${suffix}` as keyof Symbols] as unknown as (
      ...args: unknown[]
    ) => void;
  const set = {
    type: call("Type"),
    typeList: call("TypeList"),
    int: call("Int"),
    intList: call("IntList"),
    float: call("Float"),
    floatList: call("FloatList"),
    bool: call("Bool"),
    boolList: call("BoolList"),
    string: call("String"),
    stringList: call("StringList"),
    shape: call("Shape"),
  };
  const integer = (value: number) => BigInt(Math.trunc(value));
  return (op, { name, type, value }) => {
    const key = cString(name);
    const list = Array.isArray(value) ? value as number[] : null;
    switch (type) {
      case AttributeType.type:
        if (list) set.typeList(op, key, Int32Array.from(list), list.length);
        else set.type(op, key, value);
        break;
      case AttributeType.int:
        if (list) {
          set.intList(
            op,
            key,
            BigInt64Array.from(list, integer),
            list.length,
          );
        } else set.int(op, key, integer(value as number));
        break;
      case AttributeType.float:
        if (list) set.floatList(op, key, Float32Array.from(list), list.length);
        else set.float(op, key, value);
        break;
      case AttributeType.bool:
        if (list) {
          set.boolList(
            op,
            key,
            Uint8Array.from(list, (x) => x ? 1 : 0),
            list.length,
          );
        } else set.bool(op, key, value ? 1 : 0);
        break;
      case AttributeType.string: {
        if (list) {
          const texts = (value as string[]).map(cString);
          set.stringList(
            op,
            key,
            BigUint64Array.from(texts, (text) => c.addressOf(text, 0n, 0n)),
            BigUint64Array.from(texts, ({ length }) => BigInt(length - 1)),
            texts.length,
          );
          break;
        }
        const bytes = cString(value as string);
        set.string(op, key, bytes, BigInt(bytes.length - 1));
        break;
      }
      case AttributeType.shape: {
        const dims = BigInt64Array.from(list ?? [], integer);
        // an empty buffer has no address
        const buffer = dims.length > 0 ? dims : new BigInt64Array(1);
        if (family === "TFE_Op") {
          set.shape(op, key, buffer, dims.length, status);
          check(() => `attribute ${name}`);
        } else set.shape(op, key, buffer, dims.length);
        break;
      }
      default:
        throw new TypeError(
          `Expected a known attribute type but found ${type} for ${name}`,
        );
    }
  };
}
