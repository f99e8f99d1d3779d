import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  type EncodedTensor,
  goldenTensor,
  readGolden,
} from "../../test/numerics/golden.ts";
import type { ParameterSpec } from "../layers/layout.ts";
import { gradientAgreement } from "./gradient_agreement.ts";
import { afterScores, noStops, OPERATION_STOP } from "./operation_stop_rule.ts";
import { regulariser as asRun } from "./operation_stop_as_run.ts";
import type { OperationStop } from "./regulariser.ts";

interface Golden {
  cases: {
    op: string;
    param_order: string[];
    grad_train: EncodedTensor[];
    grad_valid: EncodedTensor[];
    score: number;
    score_reference_accumulated: number;
  }[];
  schedule: {
    scores: number[];
    checks: [at: number, reference: number, mean: number][];
    frozen_at_check_index_reference: number | null;
    frozen_at_check_index_true_mean: number | null;
  }[];
}

/** Kernels of the reference, [out, in, k, k], as one flat vector of ours with the places of its tensors. */
function flat(order: string[], tensors: EncodedTensor[]) {
  const parameters: ParameterSpec[] = [];
  const values: number[] = [];
  for (const [at, name] of order.entries()) {
    const { shape, data } = goldenTensor(tensors[at]!);
    const [out, inside, height, width] = shape as [
      number,
      number,
      number,
      number,
    ];
    const depthwise = inside === 1 && out > 1;
    parameters.push({
      name,
      shape: depthwise ? [height, width, out, 1] : [height, width, inside, out],
      offset: values.length,
      size: data.length,
      initial: { constant: 0 },
      ...(depthwise ? { depthwise } : {}),
    });
    const places = inside * height * width;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        for (let i = 0; i < inside; i++) {
          for (let o = 0; o < out; o++) {
            values.push(data[o * places + (i * height + y) * width + x]!);
          }
        }
      }
    }
  }
  return { parameters, values };
}

Deno.test("the agreement of gradients is the reference's, by itself and with the gradient that it accumulates", () => {
  const { cases } = readGolden<Golden>("oles");
  assertEquals(cases.length, 2);
  assert(cases.some(({ param_order }) => param_order.length === 4));
  for (const { param_order, grad_train, grad_valid, ...expected } of cases) {
    const training = flat(param_order, grad_train);
    const validation = flat(param_order, grad_valid);
    const score = (gradient: number[]) =>
      gradientAgreement([training], training.values, gradient)[0]!;
    assertAlmostEquals(score(validation.values), expected.score, 1e-12);
    const sum = validation.values.map((v, i) => v + training.values[i]!);
    assertAlmostEquals(
      score(sum),
      expected.score_reference_accumulated,
      1e-12,
    );
  }
});

Deno.test("an operation without any gradient has the score 0", () => {
  const { parameters } = flat(["w"], [
    { shape: [2, 1, 1, 1], dtype: "f32", b64: btoa("\0".repeat(8)) },
  ]);
  assertEquals(gradientAgreement([{ parameters }], [0, 0], [1, 2]), [0]);
});

/** Score, from 0, after which the only operation is stopped; null if it never is. */
function stoppedAt(scores: number[], rule: OperationStop): number | null {
  let progress = noStops(1);
  for (const [at, score] of scores.entries()) {
    progress = afterScores(progress, [score], rule);
    if (progress.stopped.length > 0) return at;
  }
  return null;
}

Deno.test("operations are stopped after the reference's scores, by the mean of a window or by its divisor", () => {
  const { schedule } = readGolden<Golden>("oles");
  for (const { scores, ...expected } of schedule) {
    assertEquals(
      stoppedAt(scores, OPERATION_STOP),
      expected.frozen_at_check_index_true_mean,
    );
    assertEquals(
      stoppedAt(scores, asRun.stops!),
      expected.frozen_at_check_index_reference,
    );
  }
  // some differ
  assert(
    schedule.some((s) =>
      s.frozen_at_check_index_true_mean !== s.frozen_at_check_index_reference
    ),
  );
});

Deno.test("a stopped operation stays so, and others are judged by their own windows", () => {
  const rule = { window: 2, threshold: 0.5 };
  let progress = noStops(2);
  for (const scores of [[0, 1], [0.9, 1], [1, 1], [1, 1]]) {
    progress = afterScores(progress, scores, rule);
  }
  assertEquals(progress, { count: 0, sums: [0, 0], stopped: [0] });
  progress = afterScores(progress, [1, 0.2], rule);
  assertEquals(progress, { count: 1, sums: [1, 0.2], stopped: [0] });
  progress = afterScores(progress, [1, 0.7], rule);
  assertEquals(progress.stopped, [0, 1]);
});
