import { assertEquals, assertThrows } from "@std/assert";
import { parseGenotype } from "./parse_genotype.ts";
import { storedGenotype } from "./stored_genotype.ts";

const cell = (operation: unknown) => [[operation, 0], ["skip_connect", 1]];
const genotype = (operation: unknown, operations?: unknown) => ({
  normal: cell(operation),
  normal_concat: [2],
  reduce: cell("sep_conv_3x3"),
  reduce_concat: [2],
  ...(operations === undefined ? {} : { operations }),
});

Deno.test("a stored genotype may have operations that are not built in, and says what is known of them", () => {
  const own = genotype("my_conv", { my_conv: { parameterFree: true } });
  assertEquals(storedGenotype(own, "g") as unknown, own);
  assertEquals(parseGenotype(own) as unknown, own);
  assertEquals(
    storedGenotype(genotype("my_conv"), "g") as unknown,
    genotype("my_conv"),
  );
  assertThrows(
    () => parseGenotype(genotype("my_conv")),
    TypeError,
    'but found "my_conv" in genotype.normal[0][0]',
  );
  assertThrows(
    () => parseGenotype(genotype("noise", { noise: {} })),
    TypeError,
    "Expected operations that are not built in but found noise in genotype.operations.noise",
  );
});

Deno.test("a stored genotype holds names of operations alone, and never none", () => {
  for (
    const [value, message] of [
      [
        genotype("none"),
        'but found "none" in g.normal[0][0]: none passes nothing on',
      ],
      [
        genotype("my conv"),
        "Expected the name of an operation for node 0, edge 0 of normal",
      ],
      [genotype(3), "but found 3 in g.normal[0][0]"],
      [
        genotype("a", ["a"]),
        'Expected operations by name but found ["a"] in g.operations',
      ],
      [
        genotype("a", { "a b": {} }),
        'Expected the name of an operation but found "a b"',
      ],
      [
        genotype("a", { a: { addsNothing: true } }),
        "Expected parameterFree: true or nothing but found",
      ],
      [genotype("a", { a: 1 }), "but found 1 in g.operations.a"],
    ] as const
  ) {
    assertThrows(() => storedGenotype(value, "g"), TypeError, message);
  }
});
