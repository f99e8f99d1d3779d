// Times steps of language models around recurrent cells, for recurrent_steps.ts: WORKLOAD INTRA INTER.
import * as tf from "@tensorflow/tfjs-core";
import { openEngine } from "../engine/engine.ts";
import { adamCorrections } from "../engine/optimisers.ts";
import { perturbation as adversarial } from "../nas/perturbations/adversarial.ts";
import { perturbation as random } from "../nas/perturbations/random.ts";
import {
  derivedNetwork,
  mixedNetwork,
} from "../nas/recurrent/language_network.ts";
import { languageRetrainParts } from "../nas/recurrent/language_retrain_parts.ts";
import {
  languageSearchParts,
  perturbedLanguage,
} from "../nas/recurrent/language_search_parts.ts";
import { recurrentEdges } from "../nas/recurrent/recurrent_space.ts";
import { perturb } from "../nas/search/perturb.ts";
import { perturberOf } from "../nas/search/perturbed_network.ts";
import { compileParts } from "../nas/training/programs.ts";
import { initialWeights } from "../nas/training/initialise.ts";
import { disposeTensors } from "../nas/training/tensor_tree.ts";
import { peakMemoryOf } from "../pipeline/execution/executor/peak_memory.ts";
import { testTensorflow } from "../test/support/tensors/tensorflow.ts";
import type { RecurrentStep, RecurrentWorkload } from "./recurrent_workload.ts";

const [text, intra, inter] = Deno.args;
const workload = JSON.parse(text!) as RecurrentWorkload;
const { words, units, batch, length, nodes, cell, repeats } = workload;
const engine = await openEngine({
  library: await testTensorflow(),
  intraOpThreads: Number(intra),
  interOpThreads: Number(inter),
});
const common = {
  dropped: false,
  penalties: { slowness: 1e-3, activation: 0 },
  sgd: { weightDecay: 5e-7, clip: 0.25 },
} as const;
const adam = {
  rate: 3e-3,
  betas: [0.9, 0.999],
  epsilon: 1e-8,
  weightDecay: 1e-3,
} as const;
const sizes = { words, units, nodes };
const size = { batch, length };
const network = mixedNetwork(sizes);
const search = { ...common, sizes, network, adam };
const derived = derivedNetwork({
  recurrent: cell,
  concat: cell.map((_, node) => node + 1),
}, sizes);
const programs = compileParts(engine, languageSearchParts(search, size));
const retraining = compileParts(
  engine,
  languageRetrainParts({ ...common, sizes, network: derived }, size),
);
const perturber = (perturbation: typeof random) =>
  perturberOf(engine, perturbation, {
    network: (_, compiled) => perturbedLanguage(search, size, compiled),
  })(length);
const perturbers = { rs: perturber(random), adv: perturber(adversarial) };

const drawn = (shape: number[]) =>
  tf.cast(tf.randomUniform(shape, 0, words), "int32");
const x = drawn([length, batch]);
const y = drawn([length * batch]);
const hidden = tf.zeros([batch, units]);
const masks = undefined;
const rate = tf.scalar(1);
const edges = [recurrentEdges(nodes), 5];
let weights: tf.Tensor = tf.tensor1d(initialWeights(network.layout, 0));
let trained: tf.Tensor = tf.tensor1d(initialWeights(derived.layout, 0));
let statistics = {
  mean: tf.zeros([units]) as tf.Tensor,
  variance: tf.ones([units]) as tf.Tensor,
};
let arch = {
  alphas: [tf.randomNormal(edges, 0, 1e-3) as tf.Tensor],
  first: [tf.zeros(edges) as tf.Tensor],
  second: [tf.zeros(edges) as tf.Tensor],
} as const;
const corrections = tf.tensor1d(adamCorrections(1, adam.betas));

function alpha(): void {
  const next = programs.alpha({
    weights,
    statistics,
    arch,
    corrections,
    x,
    y,
    hidden,
    masks,
  });
  next.loss.dataSync();
  disposeTensors(statistics, arch, next.gradients);
  disposeTensors({ loss: next.loss, hidden: next.hidden });
  statistics = next.statistics as typeof statistics;
  arch = next.arch as unknown as typeof arch;
}

function weight(mixtures: readonly tf.Tensor[]): void {
  const next = programs.weight({
    weights,
    statistics,
    mixtures,
    x,
    y,
    hidden,
    masks,
    rate,
  });
  const { loss, entropy, norm } = next;
  loss.dataSync();
  disposeTensors({ weights, loss, entropy, norm, hidden: next.hidden });
  disposeTensors(statistics, mixtures);
  weights = next.weights as tf.Tensor;
  statistics = next.statistics as typeof statistics;
}

/** A whole step of SDARTS. */
function perturbed(kind: "rs" | "adv"): void {
  alpha();
  const centre = programs.relax({ alphas: arch.alphas });
  const found = perturb(perturbers[kind], {
    mixtures: centre,
    weights,
    statistics,
    x,
    y,
    hidden,
    noiseSeed: () => tf.tensor1d([0, 0], "int32"),
  }, { epsilon: 0.3, seed: 0, epoch: 0, step: 0 });
  disposeTensors(centre);
  weight(found.mixtures);
}

const STEPS: Readonly<Record<RecurrentStep, () => void>> = {
  weight: () => weight(programs.relax({ alphas: arch.alphas })),
  alpha,
  rs: () => perturbed("rs"),
  adv: () => perturbed("adv"),
  retrain() {
    const next = retraining.weight({
      weights: trained,
      x,
      y,
      hidden,
      masks,
      rate,
    });
    next.loss.dataSync();
    const { weights, ...rest } = next;
    disposeTensors(rest, { trained });
    trained = weights as tf.Tensor;
  },
};

const seconds: Record<string, number[]> = {};
const first: Record<string, number> = {};
for (const name of workload.steps) {
  const times: number[] = [];
  for (let run = 0; run <= repeats; run++) {
    const began = performance.now();
    STEPS[name]();
    times.push((performance.now() - began) / 1000);
  }
  first[name] = times[0]!;
  seconds[name] = times.slice(1);
}
console.log(JSON.stringify({
  engine: "sdarts",
  seconds,
  first,
  parameters: network.layout.parameterCount,
  peak: peakMemoryOf("self") ?? 0,
}));
