import { assertEquals } from "@std/assert";
import { searchParams } from "./params.ts";

const PC_DARTS = {
  space: "s2",
  method: "pc-darts-adv",
  channels: 4,
  epochs: 2,
  warmup: 1,
};

Deno.test("combinations of a method and parameters without sense are refused with one line", () => {
  const refusal = (changes: object) => {
    const parsed = searchParams.safeParse({ ...PC_DARTS, ...changes });
    return parsed.success
      ? undefined
      : parsed.error.issues.map(({ message }) => message);
  };
  assertEquals(refusal({}), undefined);
  assertEquals(refusal({ epochs: 16, warmup: undefined }), undefined);
  assertEquals(refusal({ epochs: 15, warmup: undefined }), [
    "Expected more than 15 epochs, the warm-up of pc-darts-adv, but found 15: set a smaller warmup",
  ]);
  assertEquals(refusal({ warmup: 2 }), [
    "Expected fewer than the 2 epochs but found 2: the alphas would never be trained",
  ]);
  assertEquals(refusal({ channels: 6 }), [
    "Expected channels divisible by 4 for pc-darts-adv but found 6",
  ]);
  for (const weightDecay of [0, 0.03]) {
    assertEquals(refusal({ method: "darts-ada", weightDecay }), [
      `Expected a weight decay between 0 and 0.03, which darts-ada raises it to, but found ${weightDecay}`,
    ]);
  }
  assertEquals(refusal({ method: "r-darts-l2" }), [
    "r-darts-l2 needs weightDecay: published is the best of 0.0003, 0.0009, 0.0027, 0.0081, 0.0243",
  ]);
  assertEquals(refusal({ method: "r-darts-dp" }), [
    "r-darts-dp needs dropPath: published is the best of 0, 0.2, 0.4, 0.6",
  ]);
  assertEquals(refusal({ method: "r-darts-dp", dropPath: 0.2 }), undefined);
  assertEquals(refusal({ method: "darts", dropPath: 0.2 }), [
    "darts takes no dropPath: only r-darts-dp drops paths",
  ]);
  assertEquals(
    refusal({ method: "r-darts-dp", dropPath: 0, space: "nasbench1shot1-1" }),
    ["Expected a space of edges for r-darts-dp but found nasbench1shot1-1"],
  );
  assertEquals(refusal({ skipDropOut: 0.1 }), [
    "pc-darts-adv takes no skipDropOut: it belongs to p-darts",
  ]);
  assertEquals(refusal({ method: "darts", keep: 2 }), [
    "darts takes no keep: it belongs to p-darts",
  ]);
  assertEquals(refusal({ method: "p-darts", keep: 2 }), undefined);
  assertEquals(refusal({ method: "p-darts", epochs: 10, warmup: undefined }), [
    "Expected more than 10 epochs, the warm-up of p-darts, but found 10: set a smaller warmup",
  ]);
  for (const method of ["p-darts", "darts-pt"]) {
    assertEquals(refusal({ method, space: "nasbench1shot1-1" }), [
      `Expected a space of edges for ${method} but found nasbench1shot1-1`,
    ]);
  }
  assertEquals(refusal({ method: { mixture: "partial" } }), undefined);
  assertEquals(
    refusal({
      method: { perturbation: "random", mixture: "partial" },
      channels: 6,
    }),
    [
      "Expected channels divisible by 4 for random+partial but found 6",
    ],
  );
  assertEquals(refusal({ space: "nasbench1shot1-1" }), [
    "Expected a space of edges for pc-darts-adv but found nasbench1shot1-1",
  ]);
});
