import { assertEquals, assertRejects } from "@std/assert";
import { toyProject } from "../../../test/support/pipeline/toy_project.ts";
import { PipelineError } from "../../base/pipeline_error.ts";
import { loadPipeline } from "./load_pipeline.ts";
import type { Pipeline } from "./pipeline.ts";

async function load(text: string): Promise<Pipeline> {
  await using project = toyProject(text);
  return await loadPipeline(`${project.folder}/a.yaml`, {
    folders: [`${project.folder}/stages`],
  });
}

async function problems(text: string): Promise<string[]> {
  await using project = toyProject(text);
  const file = `${project.folder}/a.yaml`;
  const error = await assertRejects(
    () => loadPipeline(file, { folders: [`${project.folder}/stages`] }),
    PipelineError,
  );
  assertEquals(error.kind, "usage");
  return error.message.split("\n").map((line) => line.replace(`${file}:`, ""));
}

const SWEEP = `name: toy
matrix: { method: [darts, sdarts-rs], seed: [1, 2] }
stages:
  plain: { use: number, with: { value: 7 } }
  num: { use: number, with: { value: $seed, method: $method } }
  seeded: { use: number, with: { value: $seed } }
  sq: { use: square, needs: { number: num } }
  all: { use: total, needs: { numbers: ["sq[*]", "plain[*]"] } }
`;

Deno.test("loadPipeline() fans a stage out over the axes that it or its ancestors mention", async () => {
  const { instances, graph } = await load(SWEEP);
  assertEquals(instances.map(({ name }) => name), [
    "plain",
    "num@darts,seed=1",
    "num@darts,seed=2",
    "num@sdarts-rs,seed=1",
    "num@sdarts-rs,seed=2",
    "seeded@seed=1",
    "seeded@seed=2",
    "sq@darts,seed=1",
    "sq@darts,seed=2",
    "sq@sdarts-rs,seed=1",
    "sq@sdarts-rs,seed=2",
    "all",
  ]);
  assertEquals(graph.find(({ id }) => id === "all"), {
    id: "all",
    use: "total",
    needs: ["sq", "plain"],
    instances: 1,
  });
});

Deno.test("loadPipeline() matches a dependant to the ancestor with the same coordinates, and gathers all", async () => {
  const { instances } = await load(SWEEP);
  const sq = instances.find(({ name }) => name === "sq@sdarts-rs,seed=1");
  assertEquals(sq?.inputs[0]?.members, [{
    instance: "num@sdarts-rs,seed=1",
    output: "number",
    file: "number.json",
    point: { method: "sdarts-rs", seed: 1 },
  }]);
  const all = instances.find(({ name }) => name === "all");
  assertEquals(all?.inputs[0]?.members.map(({ instance }) => instance), [
    "plain",
    "sq@darts,seed=1",
    "sq@darts,seed=2",
    "sq@sdarts-rs,seed=1",
    "sq@sdarts-rs,seed=2",
  ]);
});

Deno.test("loadPipeline() fills in defaults and leaves $$ as a dollar sign", async () => {
  const { instances } = await load(
    "name: t\nstages:\n  a: { use: number, with: { value: 1.0e-3 } }\n",
  );
  assertEquals(instances[0]?.params, {
    value: 0.001,
    method: "darts",
    fail: false,
  });
});

const ONE = (stage: string) =>
  `name: toy\nstages:\n  num: { use: number, with: { value: 1 } }\n  ${stage}\n`;
const WITH = (params: string) =>
  `name: toy\nmatrix: { seed: [1, 2] }\nstages:\n  num:\n    use: number\n    with: { ${params} }\n`;

for (
  const [name, text, expected] of [
    ["an empty file", "", [
      "1:1: Expected a mapping with name and stages but found an empty file",
    ]],
    [
      "an unknown key",
      "name: a\nstage: {}\nstages: { a: { use: number, with: { value: 1 } } }\n",
      ["2:1: Expected a key of the pipeline file (name, matrix, tune, stages, overrides, profiles) but found stage (did you mean stages?)"],
    ],
    [
      "an unknown stage key",
      ONE("b: { use: square, need: { number: num }, needs: { number: num } }"),
      ["4:21: Expected a key of stage b (use, needs, with, publish, timeout, retries, resources) but found need (did you mean needs?)"],
    ],
    ["an unknown stage", ONE("b: { use: squre, needs: { number: num } }"), [
      "4:13: Expected use to be one of count, number, square, total, command but found squre (did you mean square?)",
    ]],
    ["a missing stage module", ONE("b: { use: ./mine.ts }"), [
      "4:13: Expected use to be the path of a stage module but found ./mine.ts, which does not exist",
    ]],
    ["an unknown value", WITH('value: 1, method: "sdart-rs"'), [
      '6:31: Expected method to be one of darts, sdarts-rs, sdarts-adv but found "sdart-rs" (did you mean sdarts-rs?)',
    ]],
    ["an unknown parameter", WITH("valeu: 1, value: 2"), [
      "6:13: Expected a parameter of number (value, method, fail) but found valeu (did you mean value?)",
    ]],
    ["a missing parameter", WITH("method: darts"), [
      "6:11: number lacks the parameter value (a number)",
    ]],
    ["a wrong type", WITH("value: one"), [
      '6:20: Expected value to be a number but found "one"',
    ]],
    ["an unknown axis", WITH("value: $sed"), [
      "6:20: Expected an axis of the matrix ($seed) but found $sed (did you mean $seed?)",
    ]],
    [
      "a wrong axis value",
      WITH("value: 1, method: $seed"),
      [1, 2].map((seed) =>
        `2:${
          18 + 3 * (seed - 1)
        }: Expected method to be one of darts, sdarts-rs, sdarts-adv but found ${seed}`
      ),
    ],
    [
      "an unknown input",
      ONE("b: { use: square, needs: { numbr: num, number: num } }"),
      ["4:30: Expected an input of square (number) but found numbr (did you mean number?)"],
    ],
    ["a missing input", ONE("b: { use: square }"), [
      "4:3: stage b lacks the input number (number)",
    ]],
    ["an unknown source", ONE("b: { use: square, needs: { number: nmu } }"), [
      "4:38: Expected a stage of this file (num, b) but found nmu (did you mean num?)",
    ]],
    [
      "a wrong kind",
      ONE('b: { use: total, needs: { numbers: "num[*]", note: num } }'),
      ["4:54: Expected input note to be note but found num, which makes number: number"],
    ],
    [
      "a gathering input without [*]",
      ONE("b: { use: total, needs: { numbers: num } }"),
      ['4:38: Expected input numbers to gather ("num[*]") but found num'],
    ],
    [
      "a single input with [*]",
      ONE('b: { use: square, needs: { number: "num[*]" } }'),
      ["4:38: Expected input number to be one artifact (num) but found num[*]"],
    ],
    [
      "an unknown output",
      ONE("b: { use: square, needs: { number: num.nmber } }"),
      ["4:38: Expected an output of num (number) but found nmber (did you mean number?)"],
    ],
    [
      "a cycle",
      ONE(
        "b: { use: square, needs: { number: c } }\n  c: { use: square, needs: { number: b } }",
      ),
      ["4:3: Expected stages without a cycle but found b -> c -> b"],
    ],
    ["a loop", ONE("b: { use: square, needs: { number: b } }"), [
      "4:3: Expected stages without a cycle but found b -> b",
    ]],
    ["ambiguous parameters", WITH("value: 1_000, fail: no"), [
      '6:20: Expected a number without _ (1000) or quoted text ("1_000") but found 1_000: quote it',
      '6:33: Expected true, false or quoted text ("no") but found no: quote it',
    ]],
    [
      "a bad axis",
      "name: t\nmatrix: { seed: [] }\nstages: { a: { use: number, with: { value: 1 } } }\n",
      ["2:17: Expected axis seed to be a list of values but found an empty list"],
    ],
    [
      "a name that is no folder",
      "name: ../x\nstages: { a: { use: number, with: { value: 1 } } }\n",
      ['1:7: Expected name to be letters, digits, ".", "_" and "-" but found "../x"'],
    ],
    [
      "several problems at once",
      "name: toy\nstages:\n  a: { use: number, with: { value: x } }\n  b: { use: nothing }\n",
      [
        '3:36: Expected value to be a number but found "x"',
        "4:13: Expected use to be one of count, number, square, total, command but found nothing",
      ],
    ],
  ] as [string, string, string[]][]
) {
  Deno.test(`loadPipeline() refuses ${name} with its place`, async () => {
    assertEquals(await problems(text), expected);
  });
}

Deno.test("loadPipeline() refuses a missing file and other bytes than UTF-8", async () => {
  await assertRejects(
    () => loadPipeline("/nowhere/a.yaml", { folders: [] }),
    PipelineError,
    "/nowhere/a.yaml not found",
  );
  await using project = toyProject("");
  Deno.writeFileSync(`${project.folder}/a.yaml`, new Uint8Array([0x61, 0xff]));
  await assertRejects(
    () => loadPipeline(`${project.folder}/a.yaml`, { folders: [] }),
    PipelineError,
    "Expected UTF-8 text",
  );
});

Deno.test("loadPipeline() loads a stage of one's own beside the file", async () => {
  await using project = toyProject(
    "name: t\nstages:\n  a: { use: ./mine.ts, with: { value: 1 } }\n",
  );
  project.write(
    "mine.ts",
    project.read("stages/number/stage.ts").replace("../../lib", "./lib"),
  );
  const { instances } = await loadPipeline(`${project.folder}/a.yaml`, {
    folders: [],
  });
  assertEquals(instances.map(({ name }) => name), ["a"]);
});
