// Property of random wirings: a report has every artifact that it is given, and joins only what belongs together.
import { assert, assertEquals, assertGreater } from "@std/assert";
import fc from "fast-check";
import { PipelineError } from "../../pipeline/base/pipeline_error.ts";
import type { Instance } from "../../pipeline/definition/graph/pipeline.ts";
import type { Ancestor } from "../../pipeline/stage.ts";
import { randomWirings } from "../../test/support/stages/random_wiring.ts";
import { wiringOf } from "../../test/support/stages/wired_report.ts";
import { tempFolder } from "../../test/support/temp_folder.ts";
import { groupRuns } from "./runs/group_runs.ts";
import { joinRuns } from "./runs/join_runs.ts";
import type { Gathered } from "./runs/report_run.ts";
import { roleOf } from "./runs/role.ts";

/** Artifacts of the instances that are wired to a report, without content. */
function artifactsOf({ inputs }: Instance): Gathered {
  const of = (name: string) => {
    const members = inputs.find((input) => input.name === name)?.members ?? [];
    return [...new Map(members.map((one) => [one.instance, one])).values()]
      .map(({ instance, point }) => ({
        instance,
        point,
        value: {} as never,
        sha256: "",
      }));
  };
  return {
    search: of("searches"),
    mixture: of("alphas"),
    derived: of("genotypes"),
    trajectory: of("trajectories"),
    retrain: of("retrains"),
    evaluation: of("evaluations"),
    perplexity: of("perplexities"),
    hessian: of("curvature"),
    discretisation: of("discretisations"),
    landscape: of("landscapes"),
    benchmark: of("benchmarks"),
    count: of("counts"),
    selection: of("selections"),
  };
}

/** Nothing for a wiring that is refused, such as a choice among no genotypes. */
function refusal(error: unknown): undefined {
  if (!(error instanceof PipelineError)) throw error;
}

/** Names of all instances that lead to one by single inputs, itself among them. */
function above(name: string, lineage: readonly Ancestor[]): Set<string> {
  const own = lineage.find((one) => one.name === name)!;
  return new Set([
    name,
    ...own.inputs.filter(({ many }) => !many).flatMap(({ from }) =>
      from.flatMap((other) => [...above(other, lineage)])
    ),
  ]);
}

Deno.test("a report drops no artifact of any wiring, and joins none to a search that it does not descend from", async () => {
  using folder = tempFolder();
  let loaded = 0;
  await fc.assert(
    fc.asyncProperty(randomWirings, async (text) => {
      const wiring = await wiringOf(text, folder.path).catch(refusal);
      if (wiring === undefined) return;
      loaded++;
      const { report } = wiring;
      const lineage = report.lineage!;
      const gathered = artifactsOf(report);
      const groups = groupRuns(joinRuns(gathered, lineage));
      const runs = groups.flatMap((group) => group.runs);
      const placed = new Set(runs.flatMap(({ found }) => Object.values(found)));
      for (const artifact of Object.values(gathered).flat()) {
        assert(placed.has(artifact), artifact.instance);
      }
      const labels = groups.map(({ label }) => label);
      assertEquals(labels, [...new Set(labels)]);
      for (const { found } of runs) {
        const { search, evaluation } = found;
        if (search === undefined || evaluation === undefined) continue;
        assert(above(evaluation.instance, lineage).has(search.instance));
      }
      for (const { runs: [first, ...others] } of groups) {
        for (const { provenance } of others) {
          assertEquals(roleOf(provenance), roleOf(first!.provenance));
          assertEquals(provenance.stages, first!.provenance.stages);
        }
      }
    }),
    { numRuns: 60 },
  );
  assertGreater(loaded, 20);
});
