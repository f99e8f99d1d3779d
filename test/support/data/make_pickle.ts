// Writes plain data as a pickle of protocol 4, as Python does, with numbers of NumPy where they are asked for.

/** A number that the pickle holds as a scalar of NumPy. */
export interface NumpyScalar {
  readonly numpy: number;
}

/** What {@linkcode makePickle} writes; a `Map` is a dict, a frozen array a tuple. */
export type Pickled =
  | null
  | boolean
  | number
  | string
  | NumpyScalar
  | readonly Pickled[]
  | ReadonlyMap<Pickled, Pickled>
  | ReadonlySet<Pickled>;

/** A tuple. */
export const tuple = (...items: Pickled[]): Pickled => Object.freeze(items);

function little(value: number, count: number): number[] {
  return Array.from(
    { length: count },
    (_, n) => Math.floor(value / 256 ** n) % 256,
  );
}

function float(value: number, isLittle: boolean): number[] {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value, isLittle);
  return [...bytes];
}

/** `module` and `name` on the stack, and what they name in their place. */
export function pickledName(module: string, name: string): number[] {
  return [...text(module), ...text(name), 0x93];
}

function text(value: string): number[] {
  const bytes = [...new TextEncoder().encode(value)];
  return bytes.length < 256
    ? [0x8c, bytes.length, ...bytes, 0x94]
    : [0x58, ...little(bytes.length, 4), ...bytes, 0x94];
}

/** A dtype of eight bytes, as NumPy writes it. */
const DTYPE = [
  ...pickledName("numpy", "dtype"),
  ...[...text("f8"), 0x89, 0x88, 0x87, 0x52],
  ...[0x28, 0x4b, 3, ...text("<"), 0x4e, 0x4e, 0x4e],
  ...[0x4a, 255, 255, 255, 255, 0x4a, 255, 255, 255, 255, 0x4b, 0, 0x74, 0x62],
];

/** Bytes of one value, without head and end. */
export function pickledValue(value: Pickled): number[] {
  if (value === null) return [0x4e];
  if (typeof value === "boolean") return [value ? 0x88 : 0x89];
  if (typeof value === "string") return text(value);
  if (typeof value === "number") {
    if (Number.isInteger(value) && value >= 0 && value < 65536) {
      return value < 256 ? [0x4b, value] : [0x4d, ...little(value, 2)];
    }
    return [0x47, ...float(value, false)];
  }
  if ("numpy" in value) {
    return [
      ...pickledName("numpy.core.multiarray", "scalar"),
      ...DTYPE,
      ...[0x43, 8, ...float(value.numpy, true), 0x86, 0x52],
    ];
  }
  if (value instanceof Map) {
    const items = [...value].flatMap(([key, item]) => [
      ...pickledValue(key),
      ...pickledValue(item),
    ]);
    return [0x7d, 0x94, 0x28, ...items, 0x75];
  }
  const items = [...value as Iterable<Pickled>].flatMap(pickledValue);
  if (value instanceof Set) return [0x8f, 0x94, 0x28, ...items, 0x90];
  return Object.isFrozen(value)
    ? [0x28, ...items, 0x74, 0x94]
    : [0x5d, 0x94, 0x28, ...items, 0x65];
}

/** A pickle of these operations. */
export function pickleOf(
  operations: readonly number[],
): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([0x80, 4, ...operations, 0x2e]);
}

/** A value as a pickle. */
export function makePickle(value: Pickled): Uint8Array<ArrayBuffer> {
  return pickleOf(pickledValue(value));
}
