import { assertEquals } from "@std/assert";
import type { OutputSpec } from "../../stage.ts";
import type { Problem } from "../yaml/problem.ts";
import {
  findSweepMetric,
  type MeasuringStage,
  stagesOf,
} from "./sweep_metric.ts";

function stage(
  use: string,
  outputs: Record<string, Partial<OutputSpec>>,
  ...sources: string[]
): MeasuringStage {
  return {
    module: {
      use,
      definition: {
        outputs: Object.fromEntries(
          Object.entries(outputs).map(([name, output]) => [
            name,
            { kind: name, path: `${name}.json`, ...output },
          ]),
        ),
      },
    },
    inputs: new Map([[
      "in",
      sources.map((source) => {
        const [stage = "", output = ""] = source.split(".");
        return { stage, output };
      }),
    ]]),
  };
}

const LOSS = { loss: { better: "lower" } } as const;

/** The stages of an experiment, and what may be wired to them. */
const STAGES = new Map([
  ["data", stage("download", { files: { test: true } })],
  [
    "images",
    stage(
      "split",
      { dataset: { test: false }, test: { test: true } },
      "data.files",
    ),
  ],
  [
    "train",
    stage("retrain", {
      network: {},
      history: { numbers: { "epochs.trainLoss": { better: "lower" } } },
    }, "images.dataset"),
  ],
  [
    "validate",
    stage(
      "validate",
      { validation: { numbers: LOSS } },
      "images.dataset",
      "train.network",
    ),
  ],
  [
    "evaluate",
    stage(
      "evaluate",
      { evaluation: { numbers: LOSS } },
      "images.test",
      "train.network",
    ),
  ],
  ["relay", stage("command", { out: {} }, "evaluate.evaluation")],
  ["raw", stage("command", { out: {} }, "data.files")],
  ["own", stage("command", { out: {} }, "validate.validation")],
  [
    "table",
    stage("benchmark", {
      benchmark: {
        numbers: {
          "epochs.validationError": { better: "lower", test: false },
          "epochs.testError": { better: "lower", test: true },
        },
      },
    }, "data.files"),
  ],
  [
    "traced",
    stage("trace", {
      trace: {
        numbers: {
          "best.score": { better: "higher" },
          score: { better: "lower" },
          "train.error": { better: "lower" },
          "valid.error": { better: "lower" },
        },
      },
    }, "images.dataset"),
  ],
  ["tabled", stage("command", { out: {} }, "table.benchmark")],
]);

function found(by: string, better?: "higher" | "lower") {
  const problems: Problem[] = [];
  const [stage = "", ...number] = by.split(".");
  const metric = findSweepMetric(
    {
      by: { stage, number: number.join("."), line: 4, column: 7 },
      ...(better === undefined ? {} : { better }),
    },
    STAGES,
    problems,
  );
  return metric ??
    problems.map(({ line, column, message }) =>
      `${line}:${column}: ${message}`
    );
}

Deno.test("findSweepMetric() finds declared numbers by their last name, and others by output and path", () => {
  const trained = {
    stage: "train",
    output: "history",
    path: "epochs.trainLoss",
    better: "lower",
  } as const;
  assertEquals(found("train.trainLoss"), trained);
  assertEquals(found("train.train_loss"), trained);
  assertEquals(found("train.history.epochs.trainLoss"), trained);
  assertEquals(found("own.out.scores.mean", "higher"), {
    stage: "own",
    output: "out",
    path: "scores.mean",
    better: "higher",
  });
  assertEquals(found("table.validationError"), {
    stage: "table",
    output: "benchmark",
    path: "epochs.validationError",
    better: "lower",
  });
});

for (
  const [by, why] of [
    ["evaluate.loss", "evaluate reads images.test, which holds test data"],
    [
      "evaluate.evaluation.loss",
      "evaluate reads images.test, which holds test data",
    ],
    [
      "evaluate.evaluation.perClass.accuracy",
      "evaluate reads images.test, which holds test data",
    ],
    [
      "relay.out.score",
      "relay reads evaluate.evaluation, and evaluate reads images.test, which holds test data",
    ],
    ["raw.out.score", "raw reads data.files, which holds test data"],
    ["table.test_error", "benchmark measures it on test data"],
    ["tabled.out.best", /tabled reads table.benchmark/],
    ["own.out.test_accuracy", "its name says so"],
    ["own.out.bestTest.score", "its name says so"],
  ] as const
) {
  Deno.test(`findSweepMetric() refuses ${by}, which is measured on test data, in one line with the place`, () => {
    const [line, ...more] = found(by, "lower") as string[];
    assertEquals(more, []);
    const head =
      `4:7: Expected by to be a number that is not measured on test data but found ${by}: `;
    assertEquals(line!.slice(0, head.length), head);
    const reason = line!.slice(head.length);
    if (typeof why === "string") assertEquals(reason, why);
    else assertEquals(why.test(reason), true, reason);
  });
}

for (
  const [by, better, message] of [
    [
      "trian.loss",
      undefined,
      /Expected by to begin with a stage .* found trian \(did you mean train\?\)/,
    ],
    [
      "train.accuracy",
      undefined,
      /one number of the stage \(history.epochs.trainLoss\) but found accuracy/,
    ],
    ["own.score", undefined, /an output of the stage \(out\) and the path/],
    ["own.out.score", undefined, /say better: higher or better: lower/],
    [
      "train.trainLoss",
      "higher",
      /Expected better: lower, as retrain declares/,
    ],
  ] as const
) {
  Deno.test(
    `findSweepMetric() says what is wrong with ${by} ${better ?? ""}`.trim(),
    () => {
      const lines = found(by, better) as string[];
      assertEquals(lines.length, 1);
      assertEquals(message.test(lines[0]!), true, lines[0]);
    },
  );
}

Deno.test("stagesOf() gives the stages that decide a number", () => {
  assertEquals(
    [...stagesOf("validate", STAGES)].sort(),
    ["data", "images", "train", "validate"],
  );
});

Deno.test("findSweepMetric() takes the whole path before a last part, and refuses a last part of several paths", () => {
  const score = { stage: "traced", output: "trace", path: "score" };
  assertEquals(found("traced.trace.score"), { ...score, better: "lower" });
  assertEquals(found("traced.score"), { ...score, better: "lower" });
  assertEquals(found("traced.trace.error"), [
    "4:7: Expected by to be one number of trace (train.error, valid.error) but found trace.error",
  ]);
});
