import { assertEquals, assertThrows } from "@std/assert";
import { parseOpDefinition } from "./op_definition.ts";

const bytes = (text: string) => [...new TextEncoder().encode(text)];
const field = (
  number: number,
  value: number[],
) => [number << 3 | 2, value.length, ...value];
const named = (name: string) => field(1, bytes(name));

Deno.test("parseOpDefinition() tells lists from single inputs and lists attributes", () => {
  const definition = Uint8Array.from([
    ...field(1, bytes("ConcatV2")),
    ...field(2, [
      ...named("values"),
      ...field(4, bytes("T")),
      ...field(5, bytes("N")),
    ]),
    ...field(2, [...named("axis"), ...field(4, bytes("Tidx"))]),
    ...field(2, [...named("rest"), ...field(6, bytes("types"))]),
    ...field(3, named("output")),
    ...field(4, [...named("N"), ...field(2, bytes("int")), 5 << 3 | 0, 1]),
    ...field(4, named("Tidx")),
    // a varint of two bytes, a fixed64 and a fixed32 field of no interest
    16 << 3 & 127 | 128,
    1,
    0x80,
    1,
    9 << 3 | 1,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    10 << 3 | 5,
    0,
    0,
    0,
    0,
  ]);
  const { listInputs, attributes } = parseOpDefinition(definition);
  assertEquals(listInputs, ["N", undefined, "types"]);
  assertEquals([...attributes], ["N", "Tidx"]);
});

Deno.test("parseOpDefinition() reads an operation without inputs and attributes", () => {
  assertEquals(parseOpDefinition(new Uint8Array(0)), {
    listInputs: [],
    attributes: new Set<string>(),
  });
});

Deno.test("parseOpDefinition() refuses a definition that ends in a number", () => {
  assertThrows(
    () => parseOpDefinition(Uint8Array.of(0x80)),
    SyntaxError,
    "Expected a whole field but found a damaged one (index out of range: 1 + 10 > 1) at byte 0 of an OpDef",
  );
});
