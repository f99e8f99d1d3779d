import { assertEquals, assertRejects } from "@std/assert";
import { genotypeOperations } from "../../nas/genotype/genotype.ts";
import { OPERATION_MODULES } from "../../nas/operations/operation_modules.ts";
import { candidateOperations } from "../../nas/space/candidate_operations.ts";
import { testContext } from "../../pipeline/stage_testing.ts";
import { stageOperations } from "./stage_operations.ts";

const SPACE = `data:text/javascript,${
  encodeURIComponent(
    'export const space = { name: "mine", operations: { squeeze: { name: "squeeze" } } };',
  )
}`;
const load = (parts: Record<string, string>) =>
  stageOperations(
    testContext({}, { outputs: {}, checkpoint: "", parts }).context,
  );
const BUILT_IN = {
  "operation/noise": OPERATION_MODULES.noise,
  "operation/none": OPERATION_MODULES.none,
};
/** A genotype with an operation at the second edge of node 1 of the reduction cell. */
const cellWith = (name: string, own = false) =>
  genotypeOperations({
    normal: [["noise", 0], ["noise", 1]],
    normal_concat: [2],
    reduce: [["noise", 0], ["noise", 1], ["noise", 1], [name, 2]],
    reduce_concat: [2, 3],
    ...(own ? { operations: { [name]: {} } } : {}),
  });

Deno.test("stageOperations() gives built-in operations and those of the user's space", async () => {
  const operations = await load({ ...BUILT_IN, space: SPACE })(
    cellWith("squeeze", true),
    "a.json",
  );
  assertEquals(
    Object.entries(operations).map(([name, one]) => [name, one.name]),
    [["noise", "noise"], ["squeeze", "squeeze"]],
  );
});

Deno.test("stageOperations() names file, node and edge of an operation that is not there", async () => {
  const refused = (
    parts: Record<string, string>,
    chosen: ReturnType<typeof cellWith>,
    message: string,
  ) => assertRejects(() => load(parts)(chosen, "a.json"), RangeError, message);
  const place = "for node 1, edge 1 of reduce in a.json";
  await refused(
    BUILT_IN,
    cellWith("sep_con_3x3"),
    `Expected an operation that is built in or in the user's space but found sep_con_3x3 ${place}`,
  );
  await refused(
    BUILT_IN,
    cellWith("squeeze", true),
    `Expected the module of the space with squeeze, which is not built in, but found none ${place}: wire a search`,
  );
  await refused(
    { ...BUILT_IN, space: SPACE },
    cellWith("squeze", true),
    `Expected an operation of the space mine (squeeze) but found squeze ${place}`,
  );
  await refused(
    BUILT_IN,
    candidateOperations({
      name: "s",
      nodes: 1,
      normal: [["none", "noise"], ["noise"]],
      reduce: [["noise"], ["noise", "sep_con_3x3"]],
    }),
    "but found sep_con_3x3 for edge 1 of reduce in a.json",
  );
});
