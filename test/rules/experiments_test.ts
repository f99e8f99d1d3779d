// Every pipeline file that comes with the product is right in all its profiles, and says what it costs.
import { assert, assertEquals, assertGreater } from "@std/assert";
import { shareEmitted } from "../support/pipeline/warm_cache.ts";
import {
  checkResources,
  machineLimits,
} from "../../pipeline/execution/plan/machine_limits.ts";
import { planPipeline } from "../../pipeline/execution/plan/plan.ts";
import { planCost } from "../../pipeline/execution/plan/plan_cost.ts";
import {
  findProject,
  openPipeline,
} from "../../pipeline/execution/plan/project.ts";
import { publishedOutputs } from "../../pipeline/execution/run/publish.ts";
import { ROOT } from "../support/root.ts";

const names = [...Deno.readDirSync(`${ROOT}/experiments`)]
  .map(({ name }) => name).filter((name) => name.endsWith(".yaml")).sort();

// One cache, which holds nothing but digests of code.
const cache = await Deno.makeTempDir();
shareEmitted(cache);
globalThis.addEventListener(
  "unload",
  () => Deno.removeSync(cache, { recursive: true }),
);

/** The plan of a file; undefined where this machine is too small for it. */
async function plan(name: string, profile?: string) {
  const project = findProject({ program: ROOT, cache });
  const file = `${ROOT}/experiments/${name}`;
  const opened = await openPipeline({ file, profile }, project);
  const { pipeline } = opened;
  try {
    checkResources(opened, machineLimits());
  } catch (error) {
    if (!String(error).includes("MiB of memory, as this machine has")) {
      throw error;
    }
    return undefined;
  }
  publishedOutputs(pipeline);
  return {
    pipeline,
    cost: await planCost(pipeline, await planPipeline(opened)),
  };
}

Deno.test("there are experiments", () => assertGreater(names.length, 3));

for (const name of names) {
  Deno.test(`experiments/${name} can be planned`, async () => {
    const found = await plan(name);
    if (found === undefined) return;
    assertEquals(`${found.pipeline.name}.yaml`, name);
    assertGreater(found.pipeline.instances.length, 4);
    assert(found.cost.some(({ seconds }) => seconds > 0));
  });
}

Deno.test("every experiment whose report has errors of architectures has random ones in the same table, but the study that was planned without", () => {
  const texts = names.map((name) =>
    [name, Deno.readTextFileSync(`${ROOT}/experiments/${name}`)] as const
  ).filter(([, text]) => /^ {6}(evaluations|benchmarks):/m.test(text));
  assertGreater(texts.length, 8);
  assertEquals(
    texts.filter(([, text]) =>
      !(/random: \{ space: /.test(text) &&
        /"random(-test|-evaluate)?\[\*\]"/.test(text))
    ).map(([name]) => name),
    ["study-s3.yaml"],
  );
});

const small = names.filter((name) => {
  const text = Deno.readTextFileSync(`${ROOT}/experiments/${name}`);
  return /^profiles:$/m.test(text) && /^ {2}ci:$/m.test(text);
});

Deno.test("the experiments of the paper have a small profile", () =>
  assertEquals(
    ["darts-space.yaml", "nasbench1shot1.yaml", "paper.yaml", "s1-s4.yaml"]
      .filter((name) => !small.includes(name)),
    [],
  ));

for (const name of small) {
  Deno.test(`experiments/${name} has a profile ci of minutes, with results under a name of its own`, async () => {
    const found = await plan(name, "ci");
    assert(found !== undefined);
    assertEquals(
      `${found.pipeline.name}.yaml`,
      name.replace(".yaml", "-ci.yaml"),
    );
    const seconds = found.cost.reduce((sum, cost) => sum + cost.seconds, 0);
    assertGreater(15 * 60, seconds);
  });
}

Deno.test("the memory of a Hessian follows the searched network", async () => {
  const largest = async (name: string) =>
    Math.max(
      ...(await plan(name))!.pipeline.instances.filter(({ stage }) =>
        stage.spec.id.value === "hessian"
      ).map(({ resources }) => resources.memory),
    );
  // With 700 MiB and 20 an image they were 1,980 and 3,260.
  assert(await largest("quickstart.yaml") < 1_000);
  assertGreater(await largest("paper.yaml"), 8_000);
});
