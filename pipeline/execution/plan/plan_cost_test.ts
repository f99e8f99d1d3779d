import { assertEquals, assertStringIncludes } from "@std/assert";
import { toyProject } from "../../../test/support/pipeline/toy_project.ts";
import { costText } from "./plan_cost.ts";

const STAGE_URL = JSON.stringify(import.meta.resolve("../../stage.ts"));

Deno.test("plan adds up what stages expect to cost, from their parameters and what is known of their inputs", async () => {
  await using toy = toyProject(`name: a
matrix: { value: [2, 3] }
stages:
  first: { use: number, with: { value: $value } }
  second: { use: slow, needs: { number: first }, with: { hours: 5 } }
`);
  toy.write(
    "stages/slow/stage.ts",
    `import { z } from "zod";
import { defineStage } from ${STAGE_URL};
export default defineStage({
  name: "slow",
  description: "copies a number",
  params: z.strictObject({ hours: z.number() }),
  inputs: { number: { kind: "number" } },
  outputs: { slow: { kind: "slow", path: "slow.json" } },
  run: ({ input, output }) => Deno.copyFile(input("number"), output("slow")),
});
`,
  );
  toy.write(
    "stages/number/facts.ts",
    "export const facts = ({ value }) => ({ outputs: { number: value } });\n",
  );
  const before = JSON.parse((await toy.run("plan", "a.yaml", "--json")).out);
  assertEquals(before.cost, []);
  toy.write(
    "stages/slow/estimate.ts",
    `export const estimate = ({ hours }, inputs) => ({ seconds: hours * 3600 * inputs.input("number"), equivalent: { amount: hours / 100, unit: "ages" }, basis: "a guess" });
`,
  );
  const { code, out } = await toy.run("plan", "a.yaml");
  assertEquals(code, 0);
  assertStringIncludes(
    out,
    "cost   second x 2: 1.0 days = 0.10 ages, 537 MB each (a guess)\ncost   1.0 days in sequence = 0.10 ages\n",
  );
  const { cost } = JSON.parse((await toy.run("plan", "a.yaml", "--json")).out);
  assertEquals(cost, [{
    stage: "second",
    instances: 2,
    seconds: 90_000,
    memory: 512,
    equivalents: { ages: 0.1 },
    basis: ["a guess"],
  }]);
  assertEquals((await toy.run("run", "a.yaml")).code, 0);
  // An estimate is no part of a stage: what was cached with another one still is.
  toy.write(
    "stages/slow/estimate.ts",
    "export const estimate = () => undefined;\n",
  );
  const after = await toy.run("plan", "a.yaml");
  assertEquals(after.out.includes("cost"), false);
  assertEquals(after.out.includes("run 0, wait 0, cached 4"), true, after.out);
});

Deno.test("costText() names hours and minutes, and counts further bases", () => {
  assertEquals(
    costText([{
      stage: "a",
      instances: 1,
      seconds: 7_200,
      memory: 2_560,
      equivalents: {},
      basis: ["x", "y", "z"],
    }, {
      stage: "b",
      instances: 2,
      seconds: 20,
      memory: 900,
      equivalents: {},
      basis: ["w"],
    }]),
    "cost   a x 1: 2.0 hours, 2.7 GB each (x and 2 more)\ncost   b x 2: 1 minute, 944 MB each (w)\ncost   2.0 hours in sequence\n",
  );
});
