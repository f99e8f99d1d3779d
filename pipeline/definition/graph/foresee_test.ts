import { assertEquals, assertRejects } from "@std/assert";
import { toyProject } from "../../../test/support/pipeline/toy_project.ts";
import { PipelineError } from "../../base/pipeline_error.ts";
import { foresee } from "./foresee.ts";
import { loadPipeline } from "./load_pipeline.ts";
import type { Instance, Pipeline } from "./pipeline.ts";

/** What the toy stages know: a number is what it is given, its square follows, and nothing may be above 9. */
const FACTS: Readonly<Record<string, string>> = {
  number: `export const facts = ({ value }) => ({
  outputs: { number: value },
  complaints: value === 7
    ? [{ path: ["value"], message: "Expected another value but found 7" }]
    : value < 0
    ? [{ path: ["method"], message: "Expected a method for " + value }]
    : [],
});`,
  square: `export const facts = (_params, inputs) => {
  const value = inputs.input("number");
  if (value === 8) throw new Error("8 is too much");
  return value === undefined ? {} : {
    outputs: { number: value * value },
    complaints: value * value > 9
      ? [{ input: "number", message: "Expected at most 3 but found " + value }]
      : [],
  };
};`,
  total: `export const facts = (_params, inputs) => {
  const known = inputs.members("numbers").map(({ point, facts }) => JSON.stringify(point) + facts);
  return { outputs: { number: known.join(" ") + inputs.has("note") } };
};`,
};

async function load(
  text: string,
  set: readonly string[] = [],
): Promise<Pipeline> {
  await using project = toyProject(text);
  for (const [stage, module] of Object.entries(FACTS)) {
    project.write(`stages/${stage}/facts.ts`, module);
  }
  return await loadPipeline(`${project.folder}/a.yaml`, {
    folders: [`${project.folder}/stages`],
    set,
  });
}

async function problems(
  text: string,
  set: readonly string[] = [],
): Promise<string[]> {
  const error = await assertRejects(() => load(text, set), PipelineError);
  assertEquals(error.kind, "usage");
  return error.message.split("\n").map((line) =>
    line.replace(/^.*a\.yaml:/, "")
  );
}

const file = (value: string, rest = "") =>
  `name: toy
${rest}
stages:
  num: { use: number, with: { value: ${value} } }
  sq: { use: square, needs: { number: num } }
  all: { use: total, needs: { numbers: ["sq[*]", "num[*]"] } }
`;

Deno.test("facts travel from outputs to inputs, one and many", async () => {
  const { facts } = await load(file("$v", "matrix: { v: [2, 3] }"));
  assertEquals(Object.fromEntries(facts), {
    "num@v=2": { number: 2 },
    "num@v=3": { number: 3 },
    "sq@v=2": { number: 4 },
    "sq@v=3": { number: 9 },
    "all": { number: '{"v":2}2 {"v":3}3 {"v":2}4 {"v":3}9false' },
  });
});

for (
  const [name, text, set, expected] of [
    ["a parameter", file("7"), [], [
      "4:38: Expected another value but found 7",
    ]],
    [
      "a value of an axis",
      file("$v", "matrix: { v: [2, 7] }"),
      [],
      ["2:18: Expected another value but found 7"],
    ],
    ["a parameter that is left out", file("-1"), [], [
      "4:29: Expected a method for -1",
    ]],
    ["an input", file("4"), [], ["5:39: Expected at most 3 but found 4"]],
    [
      "an input of many instances, once a message",
      file("$v", "matrix: { v: [4, 5] }"),
      [],
      [
        "5:39: Expected at most 3 but found 4",
        "5:39: Expected at most 3 but found 5",
      ],
    ],
    ["a setting of the command line", file("2"), ["num.value=7"], [
      "--set num.value=7:1:11: Expected another value but found 7",
    ]],
    [
      "an override",
      file(
        "2",
        "matrix: { v: [1, 2] }\noverrides:\n  - where: { v: 2 }\n    with: { num: { value: 7 } }",
      ),
      [],
      ["5:27: Expected another value but found 7"],
    ],
    ["facts that fail", file("8"), [], [
      "5:14: Cannot know the facts of square: 8 is too much",
    ]],
  ] as [string, string, string[], string[]][]
) {
  Deno.test(`a contradiction is refused at its place: ${name}`, async () => {
    assertEquals(await problems(text, set), expected);
  });
}

Deno.test("wrong parameters are reported before what follows from them", async () => {
  const text = file("4").replace("number: num", "number: nmu");
  assertEquals(await problems(text), [
    "5:39: Expected a stage of this file (num, sq, all) but found nmu (did you mean num?)",
  ]);
});

Deno.test("foresee() gives an instance the parts that its inputs choose in the place of those of their kind, but not of users' own", () => {
  const parts = (modules: Readonly<Record<string, string>>) => ({
    modules,
    loaded: { space: {} },
    names: {},
    offered: {},
  });
  const instance = {
    name: "network",
    stage: {
      module: {
        use: "retrain",
        facts: (_: unknown, { modules }: { modules: unknown }) => ({
          outputs: { modules },
          parts: {
            "operation/b": "file:///built_in/b.ts",
            "space": "file:///built_in/space.ts",
          },
        }),
      },
    },
    inputs: [],
    parts: parts({
      "operation/a": "/built_in/a.ts",
      "operation/b": "/built_in/b.ts",
      "loss": "/built_in/loss.ts",
      "space": "/home/me/space.ts",
    }),
  } as unknown as Instance;
  const { instances, facts } = foresee([instance], () => {
    throw new Error("nothing to complain of");
  }, []);
  assertEquals(
    instances[0]!.parts,
    parts({
      "loss": "/built_in/loss.ts",
      "space": "/home/me/space.ts",
      "operation/b": "/built_in/b.ts",
    }),
  );
  // a later stage gets the place of a user's module from the facts
  assertEquals(facts.get("network"), {
    modules: { space: "file:///home/me/space.ts" },
  });
});
