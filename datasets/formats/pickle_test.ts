import { assertEquals, assertThrows } from "@std/assert";
import {
  makePickle,
  type Pickled,
  pickledName,
  pickledValue,
  pickleOf,
  tuple,
} from "../../test/support/data/make_pickle.ts";
import { readPickle } from "./pickle.ts";

const read = (bytes: Uint8Array) => readPickle(bytes, "x.pickle");

/** Refused in one line that names what was found and ends with the byte of the operation and the file. */
function refuse(bytes: Uint8Array, message: string): void {
  const error = assertThrows(() => read(bytes), SyntaxError, message);
  assertEquals(error.message.includes("\n"), false);
  assertEquals(/ at byte \d+ of x\.pickle$/.test(error.message), true);
}

/** What `pickle.dumps([1, X()], protocol)` of Python gives for an `X` whose `__reduce__` runs a command. */
const RUNS = [
  "80025d7100284b0163706f7369780a73797374656d0a7101580a0000006563686f2070776e65647102857103527104652e",
  "8004952b000000000000005d94284b018c05706f736978948c0673797374656d9493948c0a6563686f2070776e65649485945294652e",
].map((hex) => Uint8Array.fromHex(hex));

Deno.test("readPickle() gives plain data of Python, and numbers of NumPy", () => {
  const value: Pickled = new Map<Pickled, Pickled>([
    ["text", ["é", "x".repeat(300), ""]],
    ["numbers", [0, 255, 256, 65535, 65536, -1, 2.5, { numpy: 0.802426 }]],
    [tuple("cifar10", 777), new Set(["a", 1])],
    ["none", tuple(null, true, false, tuple())],
  ]);
  assertEquals(
    read(makePickle(value)),
    new Map<unknown, unknown>([
      ["text", ["é", "x".repeat(300), ""]],
      ["numbers", [0, 255, 256, 65535, 65536, -1, 2.5, 0.802426]],
      [["cifar10", 777], new Set(["a", 1])],
      ["none", [null, true, false, []]],
    ]) as never,
  );
  // collections.OrderedDict() with an item, and integers of 0 and 8 bytes
  assertEquals(
    read(pickleOf([
      ...[...pickledName("collections", "OrderedDict"), 0x29, 0x52],
      ...[...pickledValue("a"), 0x8a, 0, 0x73],
      ...[...pickledValue("b"), 0x8a, 8, 254, ...Array(7).fill(255), 0x73],
    ])),
    new Map([["a", 0], ["b", -2]]),
  );
});

Deno.test("readPickle() calls nothing: what would run code is refused by its name", () => {
  for (const bytes of RUNS) {
    refuse(
      bytes,
      "Expected plain data, or one of collections.OrderedDict, numpy.dtype, numpy.core.multiarray.scalar, numpy._core.multiarray.scalar but found the name posix.system",
    );
  }
  for (
    const [module, name] of [
      ["builtins", "eval"],
      ["os", "system"],
      ["numpy", "load"],
      ["collections", "OrderedDict.__class__"],
      ["numpy.core.multiarray", "_reconstruct"],
      ["__builtin__", "constructor"],
    ] as const
  ) {
    refuse(pickleOf(pickledName(module, name)), `the name ${module}.${name}`);
  }
  // NEWOBJ, INST, PERSID, EXT1
  const one = pickledValue(1);
  refuse(pickleOf([...one, ...one, 0x81]), "but found NEWOBJ (0x81)");
  refuse(
    pickleOf([0x28, 0x69, ...new TextEncoder().encode("os\nsystem\n")]),
    "but found INST (0x69)",
  );
  refuse(pickleOf([0x50, 0x31, 0x0a]), "but found PERSID (0x50)");
  refuse(pickleOf([0x82, 1]), "but found EXT1 (0x82)");
  // A name that is known, called with other arguments, kept as data, or given a state.
  const dict = pickledName("collections", "OrderedDict");
  refuse(pickleOf([...dict, ...one, 0x85, 0x52]), "with 1 at byte");
  refuse(pickleOf([0x5d, ...dict, 0x61]), "Expected data but found");
  refuse(
    pickleOf([0x5d, ...dict, 0x85, 0x85, 0x61]),
    "Expected data but found",
  );
  refuse(pickleOf(dict), "Expected data but found");
  refuse(pickleOf([0x7d, ...one, 0x62]), "Expected the byte order of a dtype");
});

Deno.test("readPickle() refuses what is cut off anywhere, and lengths beyond its end", () => {
  const whole = makePickle(new Map([["a", ["b", 2.5, 300]]]) as Pickled);
  for (let length = 0; length < whole.length; length++) {
    assertThrows(() => read(whole.subarray(0, length)), SyntaxError, "found");
  }
  // BINUNICODE, BINUNICODE8 and BINBYTES8 of gigabytes and more
  refuse(
    pickleOf([0x58, 255, 255, 255, 255]),
    "Expected 4294967295 further bytes but found 1 at byte 2",
  );
  refuse(pickleOf([0x8d, ...Array(8).fill(255)]), "further bytes but found 1");
  refuse(pickleOf([0x8e, ...Array(8).fill(255)]), "further bytes but found 1");
  refuse(
    pickleOf([0x8a, 9, ...Array(9).fill(1)]),
    "Expected an integer of at most 8 bytes but found 9",
  );
  refuse(
    Uint8Array.of(0x28, 0x64, 0x2e),
    "Expected a pickle, which begins with 0x80 but found 0x28 at byte 0",
  );
  refuse(Uint8Array.of(0x80, 6, 0x2e), "Expected protocol 2 to 5 but found 6");
});

Deno.test("readPickle() refuses small files that stand for much: references to containers, depth, and too many", () => {
  const list = [0x5d, 0x94];
  // a = []; a.append(a)
  refuse(
    pickleOf([...list, 0x68, 0, 0x61]),
    "Expected each dict, list, tuple and set once but found a list of 0 again",
  );
  // Each list twice in the next: 2 ** n values after n lines.
  refuse(
    pickleOf([...list, ...list, 0x68, 0, 0x61, 0x68, 0, 0x61]),
    "Expected each dict, list, tuple and set once",
  );
  refuse(
    pickleOf([0x68, 7]),
    "Expected value 7 of the memo but found none",
  );
  // [[[[...]]]] and ((((...))))
  const depth = Array(40);
  refuse(
    pickleOf([...depth.fill(0x5d), ...Array(39).fill(0x61)]),
    "Expected values nested at most 32 deep but found more",
  );
  refuse(
    pickleOf([0x29, ...depth.fill(0x85)]),
    "Expected values nested at most 32 deep",
  );
  refuse(
    pickleOf([0x5d, 0x28, ...Array(140_000).fill(0x7d), 0x65]),
    "Expected at most 131072 dicts, lists, tuples and sets but found more",
  );
  refuse(
    pickleOf([0x4e, ...Array(270_000).fill(0x94)]),
    "Expected at most 262144 values in the memo but found more",
  );
});

Deno.test("readPickle() refuses operations that find no values to work on, and dicts with a key twice", () => {
  refuse(pickleOf([]), "Expected a value on the stack but found none");
  refuse(pickleOf([0x75]), "Expected a mark on the stack but found none");
  refuse(pickleOf([0x4b, 1, 0x28, 0x73]), "Expected a value on the stack");
  refuse(
    pickleOf([0x7d, 0x28, 0x4b, 1, 0x75]),
    "Expected a dict and pairs of keys and values",
  );
  refuse(pickleOf([0x4b, 1, 0x4b, 2, 0x61]), "Expected a list but found 1");
  const pair = [0x4b, 1, 0x4b, 2];
  refuse(
    pickleOf([0x7d, 0x28, ...pair, ...pair, 0x75]),
    "Expected each key once but found 1 again",
  );
  refuse(
    pickleOf([0x7d, 0x7d, 0x4b, 1, 0x73]),
    "Expected a key that is text, a number or a tuple but found a dict of 0",
  );
});
