import * as tf from "@tensorflow/tfjs-core";
import { assertEquals, assertLess } from "@std/assert";
import {
  type EncodedTensor,
  goldenTensor,
  readGolden,
} from "../../test/numerics/golden.ts";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { freshStatistics } from "../../test/support/tensors/fresh_statistics.ts";
import { languageVector } from "../../test/support/tensors/language_weights.ts";
import {
  type ReferenceTensors,
  worst,
} from "../../test/support/tensors/reference.ts";
import { rowSoftmax } from "../training/mixtures.ts";
import { compileProgram, program } from "../training/programs.ts";
import { valueAndGradients } from "../training/value_and_gradients.ts";
import { languageLoss } from "./language_loss.ts";
import type { DropoutMasks } from "./language_model.ts";
import {
  derivedNetwork,
  mixedNetwork,
  type MixedPass,
} from "./language_network.ts";
import type { RecurrentGenotype } from "./recurrent_genotype.ts";

interface GoldenCase {
  kind: string;
  dropout: Record<string, number>;
  masks: Record<"x" | "h" | "in" | "out" | "emb", EncodedTensor>;
  x: number[][];
  y: number[][];
  hidden: EncodedTensor;
  params: ReferenceTensors;
  param_order: string[];
  alphas?: number[][];
  genotype?: RecurrentGenotype;
  train: {
    log_prob: EncodedTensor;
    hidden_next: EncodedTensor;
    raw_output: EncodedTensor;
    nll: number;
    slowness: number;
    grads: ReferenceTensors;
    grad_alphas?: number[][];
    bn_running_mean?: number[];
    bn_running_var?: number[];
    eval_after: { log_prob: EncodedTensor; nll: number };
  };
  f32_vs_f64: Record<string, number>;
}

const { ntoken: words, hidden: units, batch, length, cases } = readGolden<{
  ntoken: number;
  hidden: number;
  batch: number;
  length: number;
  cases: GoldenCase[];
}>("rnn_cell");

const sizes = { words, units, nodes: 8 };
const state = { shape: [batch, units] };
const sequence = {
  x: { shape: [length, batch], dtype: "int32" },
  y: { shape: [length * batch], dtype: "int32" },
  hidden: state,
} as const;
const masks = {
  words: { shape: [words, 1] },
  input: state,
  cell: state,
  hidden: state,
  output: state,
};
const penalties = { slowness: 1e-3, activation: 0 };

/** A network of a case behind one interface: a derived one leaves alphas and statistics as they are. */
function networkOf({ genotype }: GoldenCase) {
  if (genotype === undefined) return mixedNetwork(sizes);
  const { layout, run } = derivedNetwork(genotype, sizes);
  const evaluate = ({ mixtures, statistics, ...pass }: MixedPass) => {
    const outputs = run(pass);
    // in the graph, and without effect
    const logits = tf.add(outputs.logits, tf.mul(tf.sum(mixtures), 0));
    return { ...outputs, logits, statistics };
  };
  return { layout, train: evaluate, evaluate };
}

/** Training pass with its gradients, and a pass in evaluation mode. */
function partsOf(golden: GoldenCase) {
  const { layout, train, evaluate } = networkOf(golden);
  const dropped = Object.values(golden.dropout).some((rate) => rate > 0);
  const inputs = {
    weights: { shape: [layout.parameterCount] },
    alphas: { shape: [36, 5] },
    statistics: { mean: { shape: [units] }, variance: { shape: [units] } },
    ...sequence,
  };
  return {
    layout,
    train: program({
      inputs: { ...inputs, masks: dropped ? masks : undefined },
      fn: ({ weights, alphas, y, ...pass }) => {
        const { values, gradients } = valueAndGradients(
          ({ weights, alphas }) => {
            const mixtures = rowSoftmax(alphas);
            const outputs = train({ weights, mixtures, ...pass });
            return { ...languageLoss(outputs, y, penalties), ...outputs };
          },
          { weights, alphas },
        );
        return { ...values, gradients };
      },
    }),
    evaluate: program({
      inputs,
      fn: ({ alphas, y, ...pass }) => {
        const { logits, ...outputs } = evaluate({
          mixtures: rowSoftmax(alphas),
          ...pass,
        });
        const { entropy } = languageLoss({ logits, ...outputs }, y, penalties);
        return { entropy, logits };
      },
    }),
  };
}

type GoldenParts = ReturnType<typeof partsOf>;

/** Largest differences of both passes from the reference. */
function deviations(
  golden: GoldenCase,
  { layout, train, evaluate }: {
    readonly layout: GoldenParts["layout"];
    readonly train: GoldenParts["train"]["fn"];
    readonly evaluate: GoldenParts["evaluate"]["fn"];
  },
): Record<string, number> {
  const expected = golden.train;
  const tensor = (value: EncodedTensor, shape: number[]) =>
    tf.tensor(Float32Array.from(goldenTensor(value).data), shape);
  const gap = (found: tf.Tensor, values: ArrayLike<number>) =>
    worst(found.dataSync(), values);
  const logs = (logits: tf.Tensor, value: EncodedTensor) =>
    gap(tf.logSoftmax(logits as tf.Tensor2D), goldenTensor(value).data);
  return tf.tidy(() => {
    const given = golden.masks;
    const dropout: DropoutMasks = {
      words: tensor(given.emb, [words, 1]),
      input: tensor(given.in, [batch, units]),
      cell: tensor(given.x, [batch, units]),
      hidden: tensor(given.h, [batch, units]),
      output: tensor(given.out, [batch, units]),
    };
    const weights = languageVector(layout, golden.params);
    const inputs = {
      weights: tf.tensor1d(Float32Array.from(weights)),
      alphas: golden.alphas ? tf.tensor2d(golden.alphas) : tf.zeros([36, 5]),
      statistics: freshStatistics({ ...layout, statisticsCount: units }),
      x: tf.tensor2d(golden.x, undefined, "int32"),
      y: tf.tensor1d(golden.y.flat(), "int32"),
      hidden: tensor(golden.hidden, [batch, units]),
    };
    const dropped = Object.values(golden.dropout).some((rate) => rate > 0);
    const { gradients, statistics, ...found } = train({
      ...inputs,
      masks: (dropped ? dropout : undefined) as never,
    });
    const after = evaluate({ ...inputs, statistics });
    const { bn_running_mean: mean, bn_running_var: variance } = expected;
    return {
      log_prob: logs(found.logits, expected.log_prob),
      hidden_next: gap(found.hidden, goldenTensor(expected.hidden_next).data),
      raw_output: gap(found.raw, goldenTensor(expected.raw_output).data),
      nll: gap(found.entropy, [expected.nll]),
      loss: gap(found.loss, [expected.nll + expected.slowness]),
      grads: gap(gradients.weights, languageVector(layout, expected.grads)),
      grad_alphas: gap(
        gradients.alphas,
        expected.grad_alphas?.flat() ?? new Float32Array(180),
      ),
      mean: mean ? gap(statistics.mean, mean) : 0,
      variance: variance ? gap(statistics.variance, variance) : 0,
      evalLogProb: logs(after.logits, expected.eval_after.log_prob),
      evalNll: gap(after.entropy, [expected.eval_after.nll]),
    };
  });
}

/**
 * Allowed difference from float64: a few times what the reference's own float32 has, as normalised states of three
 * sequences with dropout are ill conditioned.
 */
function allowed(name: string, gaps: Readonly<Record<string, number>>): number {
  const like: Readonly<Record<string, string>> = {
    evalLogProb: "log_prob",
    raw_output: "hidden_next",
    // variances of up to 16
    mean: "log_prob",
    variance: "log_prob",
  };
  return 1e-6 + 3 * (gaps[like[name] ?? name] ?? gaps.nll!);
}

cases.forEach((golden, number) => {
  Deno.test(`a language model around ${golden.kind} has the reference's numbers, eager and compiled (${number})`, async () => {
    const engine = await testEngine();
    const { layout, train, evaluate } = partsOf(golden);
    assertEquals(layout.parameters.map((p) => p.name), golden.param_order);
    await withoutLeaks(engine, () => {
      const programs = {
        train: compileProgram(engine, train),
        evaluate: compileProgram(engine, evaluate),
      };
      for (
        const run of [programs, { train: train.fn, evaluate: evaluate.fn }]
      ) {
        const found = deviations(golden, { layout, ...run });
        const gaps = golden.f32_vs_f64;
        for (const [name, gap] of Object.entries(found)) {
          assertLess(gap, allowed(name, gaps), name);
        }
      }
      programs.train.dispose();
      programs.evaluate.dispose();
    });
  });
});
