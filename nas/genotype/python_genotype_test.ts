import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { readGolden } from "../../test/numerics/golden.ts";
import type { Genotype } from "./genotype.ts";
import {
  formatPythonGenotype,
  parsePythonGenotype,
} from "./python_genotype.ts";

const { genotypes } = readGolden<{ genotypes: Record<string, Genotype> }>(
  "published_genotypes",
);
const small: Genotype = {
  normal: [["sep_conv_3x3", 0], ["skip_connect", 1]],
  normal_concat: [2],
  reduce: [["noise", 1], ["max_pool_3x3", 0]],
  reduce_concat: [2],
};

Deno.test("python genotypes survive a round trip for all published ones", () => {
  assertEquals(Object.keys(genotypes).length, 40);
  for (const genotype of Object.values(genotypes)) {
    assertEquals(parsePythonGenotype(formatPythonGenotype(genotype)), genotype);
  }
});

Deno.test("formatPythonGenotype() writes what the published code prints", () => {
  assertEquals(
    formatPythonGenotype(genotypes.c10_s5_pgd!),
    "Genotype(normal=[('sep_conv_3x3', 0), ('sep_conv_3x3', 1), ('sep_conv_3x3', 1), ('skip_connect', 0), " +
      "('sep_conv_5x5', 0), ('dil_conv_3x3', 3), ('dil_conv_3x3', 4), ('skip_connect', 0)], " +
      "normal_concat=range(2, 6), reduce=[('max_pool_3x3', 0), ('sep_conv_5x5', 1), ('skip_connect', 2), " +
      "('max_pool_3x3', 0), ('skip_connect', 3), ('skip_connect', 2), ('skip_connect', 2), ('sep_conv_5x5', 4)], " +
      "reduce_concat=range(2, 6))",
  );
});

Deno.test("parsePythonGenotype() reads assignments, other brackets, quotes, comments and line breaks", () => {
  const text = `
# found with seed 2
best = Genotype(
  normal=(("sep_conv_3x3", 0), ['skip_connect', 1],),  # normal cell
  reduce_concat=range(2, 3), normal_concat=[2],
  reduce=[('noise', 1), ('max_pool_3x3', 0)],
)
`;
  assertEquals(parsePythonGenotype(text), small);
});

Deno.test("parsePythonGenotype() keeps a concat that is no range", () => {
  const genotype = { ...genotypes.c10_s5_pgd!, normal_concat: [2, 5, 3] };
  assertEquals(parsePythonGenotype(formatPythonGenotype(genotype)), genotype);
});

Deno.test("parsePythonGenotype() gives line and column of what it does not understand", () => {
  const good = formatPythonGenotype(small);
  const deep = `Genotype(normal=${"[".repeat(100_000)}`;
  const cases: [string, string][] = [
    ["", "Expected a name but found the end of the text in g:1:1"],
    ["3", "Expected a name but found 3 in g:1:1"],
    ["Genotype[", "Expected ( but found [ in g:1:9"],
    ["x =\n  Genotip()", "Expected Genotype but found Genotip in g:2:3"],
    [good.slice(0, -1), "Expected , but found the end of the text in g:1:141"],
    [
      `${good} + 1`,
      'Expected a name, a text, a number or one of ( ) [ ] , = but found "+" in g:1:143',
    ],
    [
      `${good} ${good}`,
      "Expected the end of the text but found Genotype in g:1:143",
    ],
    [
      "Genotype(normal=os, ",
      "Expected a text, a number, a list or range(...) but found os in g:1:17",
    ],
    ["Genotype(normal=[1 2])", "Expected , but found 2 in g:1:20"],
    ["Genotype(normal=[(1, 2])", "Expected , but found ] in g:1:23"],
    [
      "Genotype(normal=[], normal=[])",
      "Expected each field once but found normal in g:1:21",
    ],
    ["Genotype([])", "Expected a name but found [ in g:1:10"],
    [
      "Genotype(normal=range('a'))",
      "Expected a number but found 'a' in g:1:23",
    ],
    [
      "Genotype(normal=range(0, 99999999999))",
      "Expected a range of at most 1000 numbers but found ) in g:1:37",
    ],
    ["Genotype(normal='open)", 'but found "\'" in g:1:17'],
    [deep, "Expected a text or a number but found [ in g:1:19"],
  ];
  for (const [text, message] of cases) {
    assertThrows(() => parsePythonGenotype(text, "g"), SyntaxError, message);
  }
});

Deno.test("parsePythonGenotype() never executes a text", () => {
  const hostile = [
    "__import__('os').system('touch owned')",
    "Genotype(normal=[].__class__, reduce=[])",
    "Genotype(normal=eval('1'), reduce=[])",
    "Genotype(normal=[('sep_conv_3x3', 0)] * 10**9)",
    "Genotype(normal='\\x41')",
    "globalThis.process = Genotype()",
    "Genotype(__proto__=[], normal=[])",
  ];
  for (const text of hostile) {
    assertThrows(() => parsePythonGenotype(text), Error, "genotype");
  }
  const names = [
    "Genotype",
    "(",
    ")",
    "[",
    "]",
    ",",
    "=",
    "'noise'",
    "range",
    "7",
    "normal",
    "\n",
    "#",
    "'",
    ".",
  ];
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.constantFrom(...names), fc.string())),
      (parts) => {
        try {
          parsePythonGenotype(parts.join(""));
        } catch (error) {
          assertEquals(
            error instanceof SyntaxError || error instanceof TypeError,
            true,
          );
        }
      },
    ),
  );
});

Deno.test("parsePythonGenotype() checks the genotype itself", () => {
  const text = formatPythonGenotype(small).replace("'noise', 1", "'noise', 2");
  assertThrows(
    () => parsePythonGenotype(text),
    TypeError,
    "Expected a source from 0 to 1 for node 0 but found 2 in genotype.reduce[0][1]",
  );
});
