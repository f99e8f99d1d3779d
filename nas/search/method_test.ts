import { assertEquals } from "@std/assert";
import { composedMethod, METHOD_NAMES, METHODS } from "./method.ts";

Deno.test("each method is named as its key and differs from every other in some part", () => {
  assertEquals(METHOD_NAMES.map((key) => METHODS[key].name), METHOD_NAMES);
  const parts = METHOD_NAMES.map((key) => {
    const { name: _, ...composition } = METHODS[key];
    return JSON.stringify(composition);
  });
  assertEquals(new Set(parts).size, METHOD_NAMES.length);
});

Deno.test("a method differs from DARTS only as its name says", () => {
  assertEquals(METHODS.darts, {
    name: "darts",
    perturbation: "none",
    regulariser: "none",
    mixture: "full",
    relaxation: "softmax",
    selection: "strength",
    alphaLoss: "cross-entropy",
    sampling: "none",
    auxiliarySkip: "none",
  });
  assertEquals(METHODS["pc-darts-adv"], {
    ...METHODS["sdarts-adv"],
    name: "pc-darts-adv",
    mixture: "partial",
  });
  assertEquals(METHODS["darts-es"], {
    ...METHODS.darts,
    name: "darts-es",
    regulariser: "early-stop",
  });
});

Deno.test("a composed method is named by the parts in which it differs from DARTS", () => {
  assertEquals(
    composedMethod({ regulariser: "early-stop", perturbation: "x" }),
    {
      ...METHODS["darts-es"],
      name: "x+early-stop",
      perturbation: "x",
    },
  );
  assertEquals(composedMethod({ perturbation: "none" }), METHODS.darts);
});
