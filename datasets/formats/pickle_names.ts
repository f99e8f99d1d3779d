import type { PickleMachine } from "./pickle_machine.ts";
import {
  isName,
  type PickleItem,
  type PickleName,
  pickleText,
} from "./pickle_values.ts";

const ORDERED_DICT = "collections.OrderedDict";
const DTYPE = "numpy.dtype";
/** How NumPy 1 and NumPy 2 name what makes a scalar. */
const SCALARS = [
  "numpy.core.multiarray.scalar",
  "numpy._core.multiarray.scalar",
];

/** All that a pickle may name: an ordered dict and what makes scalars of NumPy. They are read as data, and nothing is called. */
const KNOWN: readonly string[] = [ORDERED_DICT, DTYPE, ...SCALARS];

/** Numbers of NumPy by their dtype. */
const NUMBERS: Readonly<
  Record<string, (view: DataView, little: boolean) => number>
> = {
  f8: (view, little) => view.getFloat64(0, little),
  f4: (view, little) => view.getFloat32(0, little),
  i8: (view, little) => Number(view.getBigInt64(0, little)),
  i4: (view, little) => view.getInt32(0, little),
  i2: (view, little) => view.getInt16(0, little),
  i1: (view) => view.getInt8(0),
  u8: (view, little) => Number(view.getBigUint64(0, little)),
  u4: (view, little) => view.getUint32(0, little),
  u2: (view, little) => view.getUint16(0, little),
  u1: (view) => view.getUint8(0),
};

/** A name that a pickle may have. */
export function pickleName(
  { fail }: PickleMachine,
  module: PickleItem,
  name: PickleItem,
): PickleName {
  const global = typeof module === "string" && typeof name === "string"
    ? `${module}.${name}`
    : fail(
      "a module and a name in it",
      `${pickleText(module)} and ${pickleText(name)}`,
    );
  if (!KNOWN.includes(global)) {
    fail(
      `plain data, or one of ${KNOWN.join(", ")}`,
      `the name ${pickleText(global).slice(1, -1)}, which was not called,`,
    );
  }
  return { global };
}

/** Reads a call: pushes the dict, the dtype or the number that Python would make by it, or refuses it. */
export function pickleCall(
  machine: PickleMachine,
  name: PickleItem,
  args: PickleItem,
): void {
  const { fail, open, push } = machine;
  const given = Array.isArray(args) ? args as readonly PickleItem[] : [];
  const wrong = (): never =>
    fail(
      `a call of one of ${KNOWN.join(", ")} with its usual arguments`,
      `${pickleText(name)} with ${given.map(pickleText).join(", ") || "none"}`,
    );
  if (!isName(name) || !("global" in name) || !Array.isArray(args)) wrong();
  const { global } = name as { readonly global: string };
  if (global === ORDERED_DICT && given.length === 0) return open(new Map());
  if (global === DTYPE && given.length === 3) {
    const [code] = given;
    if (typeof code === "string" && Object.hasOwn(NUMBERS, code)) {
      return push({ dtype: code, order: "<" });
    }
  }
  if (SCALARS.includes(global) && given.length === 2) {
    const [dtype, bytes] = given;
    if (
      isName(dtype!) && "dtype" in dtype && bytes instanceof Uint8Array &&
      bytes.length === Number(dtype.dtype.slice(1))
    ) {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      return push(NUMBERS[dtype.dtype]!(view, dtype.order !== ">"));
    }
  }
  wrong();
}

/** Sets the byte order of a dtype, the only state that a pickle may set. */
export function pickleState(
  { fail }: PickleMachine,
  item: PickleItem,
  state: PickleItem,
): void {
  const [version, order] = Array.isArray(state) ? state : [];
  if (
    isName(item) && "dtype" in item && version === 3 &&
    (order === "<" || order === ">" || order === "|")
  ) {
    item.order = order;
  } else {
    fail(
      "the byte order of a dtype",
      `the state ${pickleText(state)} of ${pickleText(item)}`,
    );
  }
}
