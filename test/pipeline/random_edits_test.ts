import fc from "fast-check";
import { executesWhatChanged } from "../support/endurance/random_edits.ts";

Deno.test("random edits of random DAGs execute what a simple model says, and nothing else", async () => {
  await fc.assert(executesWhatChanged, { numRuns: 10, endOnFailure: true });
});
