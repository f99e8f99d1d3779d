import { Ajv2020 } from "ajv/dist/2020.js";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { parse } from "@std/yaml";
import { toyProject } from "../../../test/support/pipeline/toy_project.ts";
import { MOST_STEPS } from "../../definition/spec/parse_range.ts";
import { COMMAND_LINE, ROOT } from "../../../test/support/root.ts";

async function main(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...COMMAND_LINE, ...args],
    env: { NO_COLOR: "1" },
  }).output();
  assertEquals(code, 0, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

Deno.test("schema accepts every experiment and rejects mistakes", async () => {
  const validate = new Ajv2020({ strict: false, allErrors: true })
    .compile(JSON.parse(await main("schema")));
  let seen = 0;
  for (const { name } of Deno.readDirSync(`${ROOT}/experiments`)) {
    if (!name.endsWith(".yaml")) continue;
    seen++;
    const file = parse(Deno.readTextFileSync(`${ROOT}/experiments/${name}`));
    assert(validate(file), `${name}: ${JSON.stringify(validate.errors?.[0])}`);
  }
  assert(seen >= 3);
  const search = (extra: Record<string, unknown>) => ({
    name: "x",
    stages: { a: { use: "search", needs: { data: "b" }, ...extra } },
  });
  assert(validate(search({ with: { method: "darts", epochs: "$epochs" } })));
  const random = (seed: unknown) => ({
    name: "x",
    stages: {
      a: { use: "genotype", with: { random: { space: "s3", seed } } },
    },
  });
  assert(validate(random("$seed")));
  assert(!validate(random("seed")));
  for (
    const wrong of [
      search({ with: { method: "dart" } }),
      search({ with: { epoch: 3 } }),
      search({ needs: { dta: "b" } }),
      search({ timeout: 3 }),
      { name: "x", stages: { a: { use: "serch" } } },
      { name: "x", stages: { a: { use: "command" } } },
      { name: "x", stage: {} },
      { stages: { a: { use: "report" } } },
      { name: "x", matrix: { seed: 3 }, stages: { a: { use: "./a.ts" } } },
    ]
  ) assert(!validate(wrong), JSON.stringify(wrong));
  assert(validate({
    name: "x",
    matrix: { seed: [0, 1], lr: { range: [0.1, 1] }, sample: 3 },
    stages: { a: { use: "./a.ts", with: { x: 1 } } },
    profiles: { ci: { matrix: { seed: [0] } } },
  }));
  // The largest numbers of a matrix, and one more.
  for (const more of [0, 1]) {
    const most = MOST_STEPS + more;
    for (
      const matrix of [
        { lr: { range: [0, 1], steps: most } },
        { lr: { range: [0, 1] }, sample: most },
        { lr: { range: [0, 1] }, sample: 1, sampleSeed: most },
      ]
    ) {
      const file = { name: "x", matrix, stages: { a: { use: "./a.ts" } } };
      assertEquals(validate(file), more === 0, JSON.stringify(matrix));
    }
  }
});

Deno.test("graph draws a sweep as one box", async () => {
  await using project = toyProject(`name: graph
matrix: { value: [1, 2, 3] }
stages:
  number: { use: number, with: { value: $value } }
  total: { use: total, needs: { numbers: "number[*]" } }
`);
  const { out } = await project.run("graph", "a.yaml");
  assertStringIncludes(out, "<svg");
  assertStringIncludes(out, "× 3");
  const dot = await project.run("graph", "a.yaml", "--dot");
  assertStringIncludes(dot.out, '"number" -> "total";');
  assertEquals(
    (await project.run("graph", "a.yaml", "--output", "g.svg")).code,
    0,
  );
  assertStringIncludes(project.read("g.svg"), "<svg");
});

for (const shell of ["bash", "zsh", "fish"]) {
  Deno.test(`completion prints a script for ${shell} with commands and flags`, async () => {
    const script = await main("completion", shell);
    for (const text of ["explain", "keep-going", "regress"]) {
      assertStringIncludes(script, text);
    }
  });
}

Deno.test("the completion of bash completes", async () => {
  const script = await main("completion", "bash");
  const ask = async (...words: string[]) => {
    const { stdout } = await new Deno.Command("bash", {
      args: [
        "-c",
        `${script}\nCOMP_WORDS=(sdarts ${
          words.map((word) => `'${word}'`).join(" ")
        }); COMP_CWORD=${words.length}; _sdarts; printf '%s\\n' "\${COMPREPLY[@]}"`,
      ],
    }).output();
    return new TextDecoder().decode(stdout).trim().split("\n");
  };
  assertEquals(await ask("exp"), ["explain", "export"]);
  assertEquals(await ask("expl"), ["explain"]);
  assertEquals(await ask("run", "--keep"), ["--keep-going"]);
  assertEquals(await ask("gc", "--keep"), ["--keep"]);
});
