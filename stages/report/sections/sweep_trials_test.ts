import { assertEquals, assertMatch } from "@std/assert";
import { sweepTrials } from "./sweep_trials.ts";

Deno.test("sweepTrials() says of each trial why it was chosen and what became of it", () => {
  assertEquals(sweepTrials(undefined), undefined);
  const { text } = sweepTrials({
    by: "validate.top1Accuracy",
    better: "higher",
    sampler: "tpe",
    seed: 0,
    rungs: { axis: "epochs", budgets: [1, 3] },
    most: [2, 1],
    rounds: 2,
    open: false,
    best: 1,
    trials: [
      {
        trial: 0,
        point: { rate: 0.0123456, kind: "<b>" },
        sampled: "drawn at random",
        rungs: [{
          budget: 1,
          round: 1,
          value: null,
          decision:
            "stopped at epochs=1: rank 2 of 2 by no number, and 1 go on",
        }],
        state: "stopped",
      },
      {
        trial: 1,
        point: { rate: 0.1, kind: "a" },
        sampled: "drawn at random",
        rungs: [
          {
            budget: 1,
            round: 1,
            value: 0.25,
            decision: "goes on in round 2: rank 1 of 2 at epochs=1",
          },
          {
            budget: 3,
            round: 2,
            value: 0.5,
            decision: "finished: rank 1 of 1",
          },
        ],
        state: "finished",
      },
    ],
  })!;
  assertMatch(
    text,
    /2 trials in 2 rounds, compared by validate\.top1Accuracy \(higher is better\); 1 stopped early, by their results with fewer epochs\./,
  );
  assertMatch(
    text,
    /<th scope="row">0<\/th><td>0\.01235<\/td><td>&#60;b&#62;<\/td><td>no number<\/td><td>–<\/td><td>round 1: drawn at random<\/td><td>stopped at epochs=1: rank 2 of 2/,
  );
  assertMatch(
    text,
    /1, the best<\/th><td>0\.1<\/td><td>a<\/td><td>0\.25<\/td><td>0\.5<\/td>.*finished: rank 1 of 1/,
  );
});
