import * as tf from "@tensorflow/tfjs-core";
import { assertLess } from "@std/assert";
import { adamCorrections } from "../../engine/optimisers.ts";
import type { PerturbStep } from "../../nas/perturbations/perturbation.ts";
import { mixedNetwork } from "../../nas/recurrent/language_network.ts";
import {
  type LanguageSearchParts,
  languageSearchParts,
  perturbedLanguage,
} from "../../nas/recurrent/language_search_parts.ts";
import { perturb } from "../../nas/search/perturb.ts";
import { perturberOf } from "../../nas/search/perturbed_network.ts";
import { compileParts, type Programs } from "../../nas/training/programs.ts";
import { eagerPrograms } from "../support/tensors/eager_programs.ts";
import { testEngine, withoutLeaks } from "../support/tensors/engine.ts";
import { freshStatistics } from "../support/tensors/fresh_statistics.ts";
import { languageVector } from "../support/tensors/language_weights.ts";
import { BUILT_IN, fixedNoise } from "../support/tensors/perturbations.ts";
import { type ReferenceTensors, worst } from "../support/tensors/reference.ts";
import { type EncodedTensor, goldenTensor, readGolden } from "./golden.ts";

interface GoldenStep {
  valid_loss: number;
  arch_grad: number[][][];
  alphas_raw_after_arch_step: number[][][];
  alphas_used_for_weight_step: number[][][];
  attack_losses?: number[];
  train_nll: number;
  train_loss: number;
  grad_norm_before_clip: number;
  weights: { l2: number; weighted: number; bn_mean_sum: number };
  hidden: number[][][];
}

interface GoldenSearch {
  ntoken: number;
  hidden: number;
  batch: number;
  length: number;
  params: ReferenceTensors;
  alphas: [EncodedTensor];
  train: number[][];
  valid: number[][];
  unit_noise: EncodedTensor[];
  eps: number;
  lr: number;
  clip: number;
  weight_decay: number;
  slowness: number;
  arch: { lr: number; weight_decay: number; betas: [number, number] };
  steps_f64: GoldenStep[];
}

/** Allowed differences from float64: test/golden/README.md. */
const ALLOWED = {
  archGradient: 2e-6,
  alphas: 1e-6,
  used: 1e-6,
  attackLoss: 2e-6,
  loss: 2e-6,
  hidden: 1e-5,
  gradientNorm: 1e-5,
  weightNorm: 2e-6,
  weighted: 2e-5,
  statistics: 1e-5,
};

function searchOf(golden: GoldenSearch) {
  const sizes = { words: golden.ntoken, units: golden.hidden, nodes: 8 };
  const options = {
    sizes,
    network: mixedNetwork(sizes),
    dropped: false,
    penalties: { slowness: golden.slowness, activation: 0 },
    sgd: { weightDecay: golden.weight_decay, clip: golden.clip },
    adam: {
      rate: golden.arch.lr,
      betas: golden.arch.betas,
      epsilon: 1e-8,
      weightDecay: golden.arch.weight_decay,
    },
  };
  const size = { batch: golden.batch, length: golden.length };
  return { options, size, parts: languageSearchParts(options, size) };
}

/** Rows of a golden text from a step on, with the words that follow. */
function rowsOf(text: number[][], step: number, length: number) {
  const from = step * length;
  return {
    x: tf.tensor2d(text.slice(from, from + length), undefined, "int32"),
    y: tf.tensor1d(
      text.slice(from + 1, from + 1 + length).flat(),
      "int32",
    ),
  };
}

interface StepTools {
  readonly programs: Programs<LanguageSearchParts>;
  readonly perturbed: PerturbStep;
  /** How many of the three steps. */
  readonly steps: number;
}

/** Largest differences of steps from the reference. */
function runSteps(
  golden: GoldenSearch,
  { programs, perturbed, steps }: StepTools,
): Record<keyof typeof ALLOWED, number> {
  const { options: { network: { layout }, adam } } = searchOf(golden);
  const found = Object.fromEntries(
    Object.keys(ALLOWED).map((key) => [key, 0]),
  ) as Record<keyof typeof ALLOWED, number>;
  const note = (
    key: keyof typeof ALLOWED,
    given: readonly (tf.Tensor | number)[],
    expected: ArrayLike<number>,
  ) => {
    const values = given.flatMap((t) =>
      typeof t === "number" ? [t] : Array.from(t.dataSync())
    );
    found[key] = Math.max(found[key], worst(values, expected));
  };
  tf.tidy(() => {
    const alphas = tf.tensor2d(
      goldenTensor(golden.alphas[0]).data as Float32Array,
      [36, 5],
    );
    let arch = {
      alphas: [alphas],
      first: [tf.zerosLike(alphas)],
      second: [tf.zerosLike(alphas)],
    } as Parameters<typeof programs.alpha>[0]["arch"];
    let weights: tf.Tensor = tf.tensor1d(
      Float32Array.from(languageVector(layout, golden.params)),
    );
    let statistics = freshStatistics(layout);
    let [hidden, validHidden]: tf.Tensor[] = [
      tf.zeros([golden.batch, golden.hidden]),
      tf.zeros([golden.batch, golden.hidden]),
    ];
    golden.steps_f64.slice(0, steps).forEach((expected, k) => {
      const masks = undefined;
      const alpha = programs.alpha({
        weights,
        statistics,
        arch,
        corrections: tf.tensor1d(adamCorrections(k + 1, adam.betas)),
        ...rowsOf(golden.valid, k, golden.length),
        hidden: validHidden!,
        masks,
      });
      ({ arch, statistics, hidden: validHidden } = alpha);
      note("loss", [alpha.loss], [expected.valid_loss]);
      note("archGradient", alpha.gradients, expected.arch_grad.flat(2));
      note("alphas", arch.alphas, expected.alphas_raw_after_arch_step.flat(2));
      const text = rowsOf(golden.train, k, golden.length);
      const units = golden.unit_noise.slice(k, k + 1)
        .map((noise) => goldenTensor(noise).data);
      const { mixtures, losses } = perturb(perturbed, {
        mixtures: programs.relax({ alphas: arch.alphas }),
        weights,
        statistics,
        ...text,
        hidden: hidden!,
        noiseSeed: () => tf.tensor1d([0, 0], "int32"),
      }, {
        epsilon: golden.eps,
        seed: 0,
        epoch: 0,
        step: k,
        random: fixedNoise(units),
      });
      note("used", mixtures, expected.alphas_used_for_weight_step.flat(2));
      note("attackLoss", losses, expected.attack_losses ?? []);
      const next = programs.weight({
        weights,
        statistics,
        mixtures,
        ...text,
        hidden: hidden!,
        masks,
        rate: tf.scalar(golden.lr),
      });
      ({ weights, statistics, hidden } = next);
      note("loss", [next.loss, next.entropy], [
        expected.train_loss,
        expected.train_nll,
      ]);
      note("gradientNorm", [next.norm], [expected.grad_norm_before_clip]);
      note("hidden", [hidden], expected.hidden.flat(2));
      const values = [...weights.dataSync()];
      note("weightNorm", [Math.hypot(...values)], [
        expected.weights.l2,
      ]);
      const weighted = values.reduce(
        (sum, w, i) => sum + w * (i % 97 - 48) / 48,
        0,
      );
      note("weighted", [weighted], [expected.weights.weighted]);
      note("statistics", [tf.sum(statistics.mean)], [
        expected.weights.bn_mean_sum,
      ]);
    });
  });
  return found;
}

/**
 * Searches with the file that has their first weights: their own files hold weights after the third step, and each
 * search began where the one of that file had ended.
 */
const KINDS = {
  darts1: { perturbation: "none", start: "search_rnn_start" },
  rs: { perturbation: "random", start: "search_rnn_darts1" },
  adv: { perturbation: "adversarial", start: "search_rnn_rs" },
} as const;

for (const method of ["darts1", "rs", "adv"] as const) {
  Deno.test(`three steps of the search of a recurrent cell by ${method} match the reference, eager and compiled`, async () => {
    const engine = await testEngine();
    const { perturbation, start } = KINDS[method];
    const golden = {
      ...readGolden<GoldenSearch>(`search_rnn_${method}`),
      params: readGolden<GoldenSearch>(start).params,
    };
    const { options, size, parts } = searchOf(golden);
    const built = BUILT_IN[perturbation]!;
    await withoutLeaks(engine, () => {
      const compiled = compileParts(engine, parts);
      const perturber = perturberOf(engine, built, {
        network: (_, programs) => perturbedLanguage(options, size, programs),
      });
      const eager = perturbedLanguage(options, size, {
        compile: ({ fn }) => (inputs) =>
          tf.tidy(() => fn(inputs) as tf.TensorContainerObject) as ReturnType<
            typeof fn
          >,
        forget: () => {},
      });
      const kinds: [string, StepTools][] = [
        ["compiled", {
          programs: compiled,
          perturbed: perturber(size.length),
          steps: 3,
        }],
        ["eager", {
          programs: eagerPrograms(parts),
          perturbed: built.prepare(eager),
          // eager steps take as long as compiling them
          steps: 1,
        }],
      ];
      for (const [name, tools] of kinds) {
        const found = runSteps(golden, tools);
        for (const key of Object.keys(ALLOWED) as (keyof typeof ALLOWED)[]) {
          assertLess(found[key], ALLOWED[key], `${name}: ${key}`);
        }
      }
      compiled.disposeAll();
      perturber.disposeAll();
    });
  });
}
