import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
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
    ["", "Expected Genotype(...) but found the end of the text in g:1:1"],
    ["3", "Expected Genotype(...) but found 3 in g:1:1"],
    ["Genotype[", "Expected Genotype(...) but found [ in g:1:9"],
    ["x =\n  Genotip()", "Expected Genotype(...) but found Genotip in g:2:3"],
    [
      "2019-12-30 20:37:55,624 epoch 3",
      "Expected Genotype(...) but found 2019 in g:1:1",
    ],
    [good.slice(0, -1), "Expected , but found the end of the text in g:1:141"],
    [
      `${good} + 1`,
      'Expected a name, a text, a number or one of ( ) [ ] { } , = : . but found "+" in g:1:143',
    ],
    [
      `${good} ${good}`,
      "Expected one genotype but found another in g:1:143: keep the one that you mean",
    ],
    [
      `${good}\n2019-12-30 20:37:55,624 epoch 3`,
      "Expected the end of the text but found 2019 in g:2:1",
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
    [
      "Genotype([], [], [], [], [])",
      "Expected four fields but found [ in g:1:26",
    ],
    [`Genotype(**{'normal': []})`, 'but found "*" in g:1:10'],
    [
      `{"normal": [], "normal": []}`,
      "Expected normal once but found : in g:1:24",
    ],
    [
      "Genotype(normal=range('a'))",
      "Expected a number but found 'a' in g:1:23",
    ],
    [
      "Genotype(normal=range(0, 99999999999))",
      "Expected a range of at most 1000 numbers but found ) in g:1:37",
    ],
    ["Genotype(normal='open)", 'but found "\'" in g:1:17'],
    [deep, "Expected a text or a number but found [ in g:1:25"],
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
    "Expected a source from 0 to 1 for node 0, edge 0 of reduce but found 2 in genotype:1:98",
  );
});

/** Forms of `small` in logs, scripts and results of other toolkits. */
const FORMS: Readonly<Record<string, string>> = {
  "a line of a log": "2019-12-30 20:37:55,624 genotype = TEXT",
  "a line of pt.darts": "12/30 08:37:55 PM | genotype = TEXT",
  "a line of a logger with brackets":
    "[INFO] (search.py:77) epoch #3 best: TEXT;",
  "a semicolon": "TEXT;",
  "a module": "best = genotypes.TEXT",
  "another class": "Sparse = Genotype_opt(\nBODY)",
  "a class with a number": "Genotype2(BODY)",
  "a class of any name with the same fields": "x = models.Structure( BODY )",
  "a text in a script": `--genotype "TEXT" \\`,
  "an entry of a dictionary": `  'EA_BPE1': "TEXT",`,
  "a call": "print(TEXT)",
  "a coloured line": "\u001b[32mgenotype = TEXT\u001b[0m",
  "a fence": "```python\nTEXT\n```",
  "a comment": "# DARTS_V3 = TEXT  # as found",
  "a script":
    "from genotypes import Genotype\nimport numpy as np\n# old: Genotype()\n\nMINE = TEXT\n",
};

Deno.test("parsePythonGenotype() reads a genotype where it stands", () => {
  const text = formatPythonGenotype(small);
  const body = text.slice("Genotype(".length, -1);
  for (const [name, form] of Object.entries(FORMS)) {
    const written = form.replace("TEXT", text).replace("BODY", body);
    assertEquals(parsePythonGenotype(written), small, name);
  }
});

Deno.test("parsePythonGenotype() reads values as Python, NumPy, PyTorch and JSON print them", () => {
  const forms = [
    // a list for each node, as pt.darts prints it
    `Genotype(normal=[[('sep_conv_3x3', 0), ('skip_connect', 1)]], normal_concat=range(2, 3),
      reduce=[[('noise', 1), ('max_pool_3x3', 0)]], reduce_concat=range(2, 3))`,
    `Genotype(normal=((("sep_conv_3x3", 0), ("skip_connect", 1)),), normal_concat=(2,),
      reduce=[(("noise", 1), ("max_pool_3x3", 0))], reduce_concat=[2], connectN=None, connects=None)`,
    `Genotype(reduce_concat=list(range(2, 3)), reduce=[(np.str_('noise'), np.int64(1)), ('max_pool_3x3', numpy.int32(0))],
      normal_concat=array([2], dtype=int64), normal=[(u'sep_conv_3x3', tensor(0)), ('skip_connect', torch.tensor(1))])`
      .replace("dtype=int64", "dtype='int64'"),
    `Genotype([('sep_conv_3x3', 0), ('skip_connect', 1)], range(2, 3), [('noise', 1), ('max_pool_3x3', 0)], [2])`,
    `genotype = {'normal': [(('sep_conv_3x3', 0, 0.31), ('skip_connect', 1, 2.5e-1))], 'normal_concat': [2],
      'reduce': [('noise', 1), ('max_pool_3x3', 0)], 'reduce_concat': tuple([2])}`,
    JSON.stringify(small, null, 2),
    JSON.stringify({ space: "s4", genotype: small, python: "Genotype()" }),
    `arch = {'normal/op_2_0': 'sep_conv_3x3', 'normal/input_2_0': 0, 'normal/op_2_1': 'skip_connect',
      'normal/input_2_1': [1], 'reduce/op_2_0': 'noise', 'reduce/input_2_0': [1], 'reduce/op_2_1': 'max_pool_3x3',
      'reduce/input_2_1': 0}`,
    "Genotype(normal=[('sep_conv_3x3', 0),('skip_connect', 1)],\r\n \\\r\n normal_concat=[2]," +
    "\r\n reduce=[('noise', 1), ('max_pool_3x3', 0)],reduce_concat=[2])\r\n",
  ];
  for (const form of forms) {
    assertEquals(parsePythonGenotype(form), small, form);
  }
});

Deno.test("parsePythonGenotype() names node, edge, line and column, and proposes no operation for none", () => {
  const log = `12/30 08:37:55 PM | genotype = Genotype(
  normal=[[('sep_conv_3x3', 0), ('sep_conv_3x3', 1)], [('skip_connect', 0), ('none', 2)]],
  normal_concat=range(2, 4), reduce=[], reduce_concat=range(2, 4))`;
  const none = assertThrows(() => parsePythonGenotype(log, "g"), TypeError);
  assertEquals(
    none.message,
    'Expected an operation for node 1, edge 1 of normal but found "none" in g:2:78: none passes nothing on and has no ' +
      "weights to train; the published derivation leaves it out and takes the strongest other operation of the edge, " +
      "so that no derived cell holds it",
  );
  const cases: [string, string][] = [
    [
      log.replace("none", "sep_conv_1x1"),
      'for node 1, edge 1 of normal but found "sep_conv_1x1" in g:2:78',
    ],
    [
      log.replace("'none', 2", "'noise', np.int64(3)"),
      "Expected a source from 0 to 2 for node 1, edge 1 of normal but found 3 in g:2:87",
    ],
    [
      log.replace("'none'", "'noise'"),
      "Expected two edges for each node but found 0 edges in g:3:37",
    ],
    [
      `{"normal/op_2_0": "noise", "normal/input_2_0": 0,\n "normal/op_2_1": "none", "normal/input_2_1": 1}`,
      'for node 0, edge 1 of normal but found "none" in g:2:19: none',
    ],
    [
      `x\n {"normal/op_2_0": "noise"}`,
      "Expected the key normal/input_2_0 in g:2:2",
    ],
  ];
  for (const [text, message] of cases) {
    const found = assertThrows(() => parsePythonGenotype(text, "g"), TypeError);
    assertStringIncludes(found.message, message);
    assertEquals(found.message.includes("did you mean"), false);
  }
});

Deno.test("parsePythonGenotype() refuses long texts in one pass: by the square of their length it would take hours", () => {
  const long = 100_000;
  const texts = [
    "a.".repeat(long),
    "\n".repeat(long),
    "Genotype".repeat(long),
    "{ ".repeat(long),
    `Genotype(normal=[${"np.int64(0),".repeat(long / 20)}`,
  ];
  for (const text of texts) {
    assertThrows(() => parsePythonGenotype(text), SyntaxError, "Expected");
  }
});

Deno.test("auxiliary skips are a fifth field of a text, which survives a round trip", () => {
  const skips: Genotype = { ...small, auxiliary_skips: true };
  const text = formatPythonGenotype(skips);
  assertStringIncludes(text, "reduce_concat=[2], auxiliary_skips=1)");
  assertEquals(parsePythonGenotype(text), skips);
  assertEquals(
    parsePythonGenotype(text.replace("skips=1", "skips=None")),
    small,
  );
  assertThrows(
    () => parsePythonGenotype(text.replace("skips=1", "skips=2")),
    TypeError,
    "Expected auxiliary_skips: true or nothing but found 2 in genotype:1:",
  );
});
