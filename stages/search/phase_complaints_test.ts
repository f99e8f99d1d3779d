import { assertEquals } from "@std/assert";
import type { LoadedParts } from "../../pipeline/stage.ts";
import { searchParams } from "./params.ts";
import { phasedMethodComplaints } from "./phased_method_complaints.ts";
import { searchPlan } from "./search_plan.ts";

const PUBLISHED = {
  space: "nasbench201",
  method: "drnas",
  channels: 16,
  cells: 15,
  epochs: 100,
  warmup: 10,
  channelShare: 4,
  phases: [{ after: 50, keep: 3, channelShare: 2 }],
};
const ALONE = { phases: undefined };

function refusal(changes: object): string[] | undefined {
  const parsed = searchParams.safeParse({ ...PUBLISHED, ...changes });
  return parsed.success
    ? undefined
    : parsed.error.issues.map(({ path, message }) =>
      `${path.join(".")}: ${message}`
    );
}

function complaints(changes: object, loaded: LoadedParts = {}): string[] {
  const params = searchParams.parse({ ...PUBLISHED, ...changes });
  return phasedMethodComplaints(params, searchPlan(params, loaded), loaded)
    .map(({ path, message }) => `${path.join(".")}: ${message}`);
}

Deno.test("the published phases are taken, and others that prune, widen or divide channels alone", () => {
  for (
    const changes of [
      {},
      ALONE,
      { channelShare: undefined, phases: [{ after: 50, keep: 2 }] },
      { phases: [{ after: 30, keep: 4 }, { after: 60, channelShare: 2 }] },
      {
        space: "darts",
        channels: 36,
        cells: 20,
        epochs: 50,
        channelShare: 6,
        phases: [{ after: 25, keep: 4, channelShare: 4 }],
      },
      { method: "darts" },
      {
        method: { sampling: "dirichlet", regulariser: "weight-decay" },
        weightDecay: 1e-3,
      },
      { ...ALONE, method: "sdarts-adv" },
      { ...ALONE, method: "darts-minus", unrolled: "exact" },
      { phases: [{ after: 50, channelShare: 2 }], method: "sdarts-rs" },
    ]
  ) {
    assertEquals(refusal(changes), undefined);
    assertEquals(complaints(changes), []);
  }
  // a search without phases is not asked
  assertEquals(
    complaints({ ...ALONE, channelShare: undefined, method: "gdas" }),
    [],
  );
});

Deno.test("sizes of phases that contradict each other are refused with one line", () => {
  const of = (...phases: object[]) => refusal({ phases });
  for (const after of [50, 40, 100]) {
    assertEquals(of({ after: 50, keep: 4 }, { after, keep: 3 }), [
      `phases.1.after: Expected more than 50 and fewer than 100 epochs before the phase but found ${after}`,
    ]);
  }
  assertEquals(of({ after: 50 }), [
    "phases.0.keep: Expected keep or channelShare, which the phase changes, but found neither",
  ]);
  assertEquals(of({ after: 50, channelShare: 4 }), [
    "phases.0.channelShare: Expected less than 4, as one of 4 channels goes through the candidates before the phase, but found 4",
  ]);
  assertEquals(refusal({ channelShare: undefined }), [
    "phases.0.channelShare: Expected the parameter channelShare, that of the first phase, but found none",
  ]);
  assertEquals(of({ after: 50, channelShare: 3 }), [
    "phases.0.channelShare: Expected channels divisible by 3 but found 16",
  ]);
  assertEquals(refusal({ ...ALONE, channelShare: 5 }), [
    "channelShare: Expected channels divisible by 5 but found 16",
  ]);
  assertEquals(
    refusal({
      ...ALONE,
      space: "darts",
      cells: 1,
      channels: 1,
      channelShare: 2,
    }),
    undefined,
  );
  assertEquals(refusal({ phases: [{ after: 92, keep: 3 }] }), [
    "warmup: Expected fewer than the 8 epochs of a phase but found 10: its alphas would never be trained",
  ]);
});

Deno.test("methods and spaces without phases are refused with one line", () => {
  const one = (changes: object, message: string) =>
    assertEquals(complaints(changes), [message]);
  one(
    { space: "nasbench1shot1-1", cells: 9 },
    "space: Expected a space whose edges have candidates for phases but found nasbench1shot1-1",
  );
  one(
    { space: "darts", method: "pc-darts" },
    "method.mixture: Expected the mixture full with phases that prune candidates but found partial in pc-darts",
  );
  one(
    { ...ALONE, space: "darts", method: "p-darts" },
    "method.mixture: Expected the mixture full with channelShare but found progressive in p-darts",
  );
  for (const changes of [{}, ALONE]) {
    one(
      { ...changes, method: "gdas" },
      `method.sampling: Expected a sampling of all candidates with ${
        "phases" in changes ? "channelShare" : "phases"
      } but found gumbel in gdas`,
    );
  }
  one(
    { ...ALONE, space: "darts", method: "darts-pt" },
    "method.selection: Expected no selection by perturbation with channelShare but found it in darts-pt",
  );
  one(
    { ...ALONE, space: "darts", method: "r-darts-dp", dropPath: 0.2 },
    "method.regulariser: Expected no dropped paths with channelShare but found drop-path in r-darts-dp",
  );
  for (const method of ["oles", "darts-es"]) {
    one(
      { method },
      `method.regulariser: Expected no regulariser but none or weight-decay with phases but found ${
        method === "oles" ? "operation-stop" : "early-stop"
      } in ${method}`,
    );
  }
  one(
    { method: "darts-minus" },
    "method.auxiliarySkip: Expected no auxiliary skips with phases but found linear in darts-minus",
  );
  one(
    { unrolled: "exact" },
    "unrolled: Expected no second order with phases but found exact in drnas",
  );
  one(
    { curvatureEvery: 2 },
    "curvatureEvery: Expected no curvature with phases but found 2 in drnas",
  );
  one(
    { method: "sdarts-rs" },
    "method.perturbation: Expected the perturbation none with phases that prune candidates but found random in sdarts-rs",
  );
  one(
    { method: "beta-darts" },
    "method.alphaLoss: Expected the alphaLoss cross-entropy with phases that prune candidates but found beta-decay in beta-darts",
  );
  one(
    { method: { relaxation: "sigmoid" } },
    "method.relaxation: Expected a relaxation whose rows sum to 1 with phases that prune candidates but found sigmoid in sigmoid",
  );
  const own = { method: { relaxation: "./own.ts" } };
  for (const simplex of [true, false]) {
    assertEquals(
      complaints(own, { relaxation: { name: "own", simplex } }).length,
      simplex ? 0 : 1,
    );
  }
  one(
    { phases: [{ after: 50, keep: 5 }] },
    "phases.0.keep: Expected to keep 2 to 4 of the 5 operations of an edge but found 5",
  );
  one(
    { phases: [{ after: 50, keep: 3 }, { after: 70, keep: 3 }] },
    "phases.1.keep: Expected to keep 2 to 2 of the 3 operations of an edge but found 3",
  );
});
