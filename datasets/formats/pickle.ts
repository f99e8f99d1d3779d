import { utf8 } from "../../common/utf8.ts";
import { type PickleMachine, pickleMachine } from "./pickle_machine.ts";
import { pickleCall, pickleName, pickleState } from "./pickle_names.ts";
import {
  isContainer,
  isName,
  type PickleItem,
  pickleText,
  type PickleValue,
} from "./pickle_values.ts";

/** Highest version of the protocol that is read. */
const PROTOCOL = 5;
const [PROTO, STOP] = [0x80, 0x2e];

/** Operations that make something else than data, or data of older protocols, by their names in Python. */
const REFUSED: Readonly<Record<number, string>> = {
  0x69: "INST",
  0x6f: "OBJ",
  0x81: "NEWOBJ",
  0x92: "NEWOBJ_EX",
  0x50: "PERSID",
  0x51: "BINPERSID",
  0x82: "EXT1",
  0x83: "EXT2",
  0x84: "EXT4",
  0x32: "DUP",
  0x97: "NEXT_BUFFER",
};

type Operation = (machine: PickleMachine) => void;

function text({ take, push, fail }: PickleMachine, length: number): void {
  push(utf8(take(length)) ?? fail("text in UTF-8", "other bytes"));
}

function tuple(machine: PickleMachine, items: PickleItem[]): void {
  const made: PickleItem[] = [];
  machine.open(made);
  for (const item of items) {
    // Names are arguments of a call, directly in their tuple.
    if (!isName(item)) machine.contain(made, data(machine, item));
    made.push(item);
  }
}

function popped(machine: PickleMachine, count: number): PickleItem[] {
  return Array.from({ length: count }, () => machine.pop()).reverse();
}

function append(machine: PickleMachine, items: readonly PickleItem[]): void {
  const list = machine.top();
  if (!Array.isArray(list)) machine.fail("a list", pickleText(list));
  for (const item of items) {
    machine.contain(list as PickleItem[], data(machine, item));
    (list as PickleItem[]).push(item);
  }
}

/** Passes on what is data, or a tuple of data. */
function data(machine: PickleMachine, item: PickleItem): PickleItem {
  const name = Array.isArray(item) ? item.find(isName) : undefined;
  if (name !== undefined) machine.fail("data", pickleText(name));
  return item;
}

function setItems(machine: PickleMachine, items: readonly PickleItem[]): void {
  const dict = machine.top();
  if (!(dict instanceof Map) || items.length % 2 === 1) {
    machine.fail("a dict and pairs of keys and values", pickleText(dict));
  }
  const map = dict as unknown as Map<PickleItem, PickleItem>;
  for (let n = 0; n < items.length; n += 2) {
    const [key, value] = [items[n]!, items[n + 1]!];
    for (const item of [key, value]) {
      machine.contain(map, data(machine, item));
    }
    if (isContainer(key) && !Array.isArray(key)) {
      machine.fail("a key that is text, a number or a tuple", pickleText(key));
    }
    if (map.has(key)) machine.fail("each key once", `${pickleText(key)} again`);
    map.set(key, value);
  }
}

function addItems(machine: PickleMachine, items: readonly PickleItem[]): void {
  const set = machine.top();
  if (!(set instanceof Set)) machine.fail("a set", pickleText(set));
  for (const item of items) {
    machine.contain(set as Set<PickleItem>, data(machine, item));
    (set as Set<PickleItem>).add(item);
  }
}

function signed(value: number, bytes: number): number {
  return value >= 2 ** (8 * bytes - 1) ? value - 2 ** (8 * bytes) : value;
}

/** An integer of any length, of which those that a number holds exactly are read. */
function long(machine: PickleMachine): void {
  const length = machine.whole(1);
  if (length > 8) machine.fail("an integer of at most 8 bytes", `${length}`);
  const bits = machine.take(length).reduceRight(
    (value, byte) => value << 8n | BigInt(byte),
    0n,
  );
  const value = Number(BigInt.asIntN(8 * length, bits));
  if (!Number.isSafeInteger(value)) {
    machine.fail("an integer of at most 53 bits", `${value}`);
  }
  machine.push(value);
}

/** Operations on plain data, by their codes. */
const OPERATIONS: ReadonlyMap<number, Operation> = new Map<number, Operation>([
  // PROTO, FRAME
  [PROTO, (machine) => {
    const version = machine.whole(1);
    if (version > PROTOCOL) {
      machine.fail(`protocol 2 to ${PROTOCOL}`, `${version}`);
    }
  }],
  [0x95, ({ take }) => void take(8)],
  // NONE, NEWTRUE, NEWFALSE
  [0x4e, ({ push }) => push(null)],
  [0x88, ({ push }) => push(true)],
  [0x89, ({ push }) => push(false)],
  // BININT, BININT1, BININT2, LONG1, BINFLOAT
  [0x4a, ({ push, whole }) => push(signed(whole(4), 4))],
  [0x4b, ({ push, whole }) => push(whole(1))],
  [0x4d, ({ push, whole }) => push(whole(2))],
  [0x8a, long],
  [0x47, ({ push, float }) => push(float())],
  // SHORT_BINUNICODE, BINUNICODE, BINUNICODE8
  [0x8c, (machine) => text(machine, machine.whole(1))],
  [0x58, (machine) => text(machine, machine.whole(4))],
  [0x8d, (machine) => text(machine, machine.whole(8))],
  // SHORT_BINBYTES, BINBYTES, BINBYTES8
  [0x43, ({ push, take, whole }) => push(take(whole(1)))],
  [0x42, ({ push, take, whole }) => push(take(whole(4)))],
  [0x8e, ({ push, take, whole }) => push(take(whole(8)))],
  // MARK, EMPTY_DICT, EMPTY_LIST, EMPTY_SET
  [0x28, ({ mark }) => mark()],
  [0x7d, ({ open }) => open(new Map())],
  [0x5d, ({ open }) => open([])],
  [0x8f, ({ open }) => open(new Set())],
  // EMPTY_TUPLE, TUPLE1, TUPLE2, TUPLE3, TUPLE
  [0x29, ({ open }) => open([])],
  [0x85, (machine) => tuple(machine, popped(machine, 1))],
  [0x86, (machine) => tuple(machine, popped(machine, 2))],
  [0x87, (machine) => tuple(machine, popped(machine, 3))],
  [0x74, (machine) => tuple(machine, machine.popMark())],
  // APPEND, APPENDS, SETITEM, SETITEMS, ADDITEMS
  [0x61, (machine) => append(machine, popped(machine, 1))],
  [0x65, (machine) => append(machine, machine.popMark())],
  [0x73, (machine) => setItems(machine, popped(machine, 2))],
  [0x75, (machine) => setItems(machine, machine.popMark())],
  [0x90, (machine) => addItems(machine, machine.popMark())],
  // MEMOIZE, BINPUT, LONG_BINPUT, BINGET, LONG_BINGET
  [0x94, ({ remember }) => remember()],
  [0x71, ({ remember, whole }) => remember(whole(1))],
  [0x72, ({ remember, whole }) => remember(whole(4))],
  [0x68, ({ recall, whole }) => recall(whole(1))],
  [0x6a, ({ recall, whole }) => recall(whole(4))],
  // GLOBAL, STACK_GLOBAL, REDUCE, BUILD
  [0x63, (machine) => {
    const module = machine.line();
    machine.push(pickleName(machine, module, machine.line()));
  }],
  [0x93, (machine) => {
    const [module, name] = popped(machine, 2);
    machine.push(pickleName(machine, module!, name!));
  }],
  [0x52, (machine) => {
    const [name, args] = popped(machine, 2);
    pickleCall(machine, name!, args!);
  }],
  [0x62, (machine) => {
    const state = machine.pop();
    pickleState(machine, machine.top(), state);
  }],
]);

/**
 * Reads a pickle of plain data: None, bools, numbers, texts, bytes, lists, tuples, dicts and sets, and numbers of NumPy.
 * Nothing of it is called: every other operation and every other name is refused. A dict, list, tuple or set may be in
 * one place only, so that what comes out is as large as the bytes say.
 *
 * @param place Names the pickle in errors.
 * @throws {SyntaxError} If it is anything else, cut off or damaged: expected, found, byte, place.
 *
 * @example The pickle of `{"a": [1, 2.5]}`
 * ```ts
 * import { readPickle } from "./pickle.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const hex = "80027d71005801000000617101" + "5d7102284b0147400400000000000065732e";
 * assertEquals(readPickle(Uint8Array.fromHex(hex), "a.pickle"), new Map([["a", [1, 2.5]]]));
 * ```
 */
export function readPickle(bytes: Uint8Array, place: string): PickleValue {
  const machine = pickleMachine(bytes, place);
  const { begin, fail, pop } = machine;
  const first = begin();
  if (first !== PROTO) {
    fail("a pickle, which begins with 0x80", code(first));
  }
  for (let found = first; found !== STOP; found = begin()) {
    const operation = OPERATIONS.get(found);
    if (operation === undefined) {
      const name = REFUSED[found];
      fail(
        "an operation on plain data",
        name === undefined ? code(found) : `${name} (${code(found)})`,
      );
    }
    operation!(machine);
  }
  const value = data(machine, pop());
  if (isName(value)) fail("data", pickleText(value));
  return value as PickleValue;
}

function code(byte: number): string {
  return `0x${byte.toString(16).padStart(2, "0")}`;
}
