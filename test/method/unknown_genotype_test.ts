// PC-DARTS#12: an unknown --arch ended in an AttributeError of eval("genotypes.X").
import {
  assert,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import fc from "fast-check";
import {
  PUBLISHED_NAMES,
  publishedGenotype,
} from "../../nas/genotype/published.ts";
import {
  formatPythonGenotype,
  parsePythonGenotype,
} from "../../nas/genotype/python_genotype.ts";
import { pipelineFolder } from "../support/pipeline/run_pipeline.ts";

const pipeline = (params: string) =>
  `name: names\nstages:\n  cell: { use: genotype, with: ${params} }\n  size: { use: count, needs: { genotype: cell } }\n`;

Deno.test("an unknown name is refused before anything runs, with its place and the name that was meant", async () => {
  await using at = pipelineFolder();
  const { code, text } = await at.run(
    pipeline("{ published: sdarts-adv-c10-s55 }"),
  );
  assertEquals(code, 2);
  assertStringIncludes(text, "pipeline.yaml:3:");
  assertStringIncludes(text, "sdarts-adv-c10-s55");
  assertStringIncludes(text, "did you mean sdarts-adv-c10-s5");
});

for (
  const [wrong, meant] of [
    ["SDARTS-ADV-c10-s5", "sdarts-adv-c10-s5"],
    ["sdarts_rs_c100_s1", "sdarts-rs-c100-s1"],
    ["darts-v22", "darts-v2"],
    ["pcdart-svhn-s4", "pcdarts-svhn-s4"],
  ]
) {
  Deno.test(`${wrong} is taken for a slip of ${meant}`, () => {
    assertThrows(
      () => publishedGenotype(wrong!),
      RangeError,
      `did you mean ${meant}?`,
    );
  });
}

for (
  const name of ["__proto__", "constructor", "toString", "", "s5; import os"]
) {
  Deno.test(`${JSON.stringify(name)} is no name`, () => {
    assertThrows(
      () => publishedGenotype(name),
      RangeError,
      "Expected the name of a published genotype but found",
    );
  });
}

const HOSTILE = [
  "__import__('os').system('touch /tmp/hostile')",
  "Genotype(normal=[(open('/etc/passwd').read(), 0)])",
  "Genotype(normal=[('skip_connect', 0)] * 10**9, normal_concat=range(2, 6))",
  "Genotype(**{'normal': []})",
  "lambda: Genotype()",
  "Genotype(normal=[('none', 0), ('skip_connect', 1)], normal_concat=[2], reduce=[('skip_connect', 0), ('skip_connect', 1)], reduce_concat=[2])",
  "Genotype(normal=[('skip_connect', -1), ('skip_connect', 1)], normal_concat=[2], reduce=[], reduce_concat=[])",
  `Genotype(normal=${"[".repeat(5000)}`,
  "Genotype(normal=[('skip_connect', 0), ('skip_connect', 1)], normal_concat=range(2, 10**9), reduce=[], reduce_concat=[])",
];

Deno.test("hostile or wrong text is parsed, never run, and refused in one line", () => {
  for (const text of HOSTILE) {
    let message = "";
    try {
      parsePythonGenotype(text);
    } catch (error) {
      assert(
        error instanceof SyntaxError || error instanceof TypeError,
        String(error),
      );
      message = error.message;
    }
    assertStringIncludes(message, "Expected");
    assertEquals(message.includes("\n"), false);
  }
});

Deno.test("hostile text in a pipeline file ends with code 2 and leaves nothing behind", async () => {
  await using at = pipelineFolder();
  const { code, text } = await at.run(
    pipeline(`{ python: "__import__('os').system('touch hostile')" }`),
  );
  assertEquals(code, 2, text);
  const names = (folder: string) =>
    [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
  assertEquals(names(at.folder), ["cache", "pipeline.yaml"]);
  // which every such folder begins with, and what was read of the file
  assertEquals(names(at.cache), ["emit", "parsed"]);
});

Deno.test("a wrong architecture in a pipeline file is one line with its place, node and edge", async () => {
  await using at = pipelineFolder();
  const none =
    'Expected an operation for node 0, edge 1 of normal but found "none" in';
  const cases = [
    [
      `
      python: "log: Genotype(normal=[[('noise', 0), ('none', 1)]])"`,
      `pipeline.yaml:6:15: ${none} python:1:39: none passes nothing on`,
    ],
    [
      `
      cells:
        normal: [[noise, 0], [none, 1]]`,
      `pipeline.yaml:7:31: ${none} cells.normal[1][0]: none passes nothing on`,
    ],
    [
      `
      cells: { normal: [[noise, 0], [noise, 1]] }`,
      "pipeline.yaml:6:14: Expected a list of edges but found nothing in cells.reduce\n",
    ],
  ] as const;
  for (const [params, message] of cases) {
    const { code, text } = await at.run(
      `name: names\nstages:\n  cell:\n    use: genotype\n    with:${params}\n`,
    );
    assertEquals(code, 2, text);
    assertStringIncludes(text, message);
    assertEquals(text.includes("did you mean"), false);
  }
});

Deno.test("any change of a valid text either parses to a genotype or is refused", () => {
  const text = formatPythonGenotype(publishedGenotype("darts-v2").genotype);
  fc.assert(
    fc.property(
      fc.nat(text.length),
      fc.nat(12),
      fc.string({ maxLength: 6 }),
      (start, removed, put) => {
        const spoilt = text.slice(0, start) + put + text.slice(start + removed);
        try {
          parsePythonGenotype(spoilt);
        } catch (error) {
          assert(
            error instanceof SyntaxError || error instanceof TypeError,
            String(error),
          );
        }
      },
    ),
    { numRuns: 500 },
  );
  assertEquals(PUBLISHED_NAMES.length, 40);
});
