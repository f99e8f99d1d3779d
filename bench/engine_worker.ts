// Times search steps of this engine: engine_worker.ts WORKLOAD INTRA INTER (the first is JSON). Prints one line of JSON.
import * as tf from "@tensorflow/tfjs-core";
import { openEngine } from "../engine/engine.ts";
import { systemHost } from "../engine/library/host.ts";
import { oneDnnSetting } from "../engine/library/identify.ts";
import { ensureLibraries } from "../engine/install/ensure_libraries.ts";
import { adamCorrections } from "../engine/optimisers.ts";
import { randomStream } from "../engine/philox.ts";
import { hessianParts } from "../nas/curvature/hessian_programs.ts";
import { loadTensors } from "../nas/training/live_tensors.ts";
import { perturbation as adversarial } from "../nas/perturbations/adversarial.ts";
import { perturbation as none } from "../nas/perturbations/none.ts";
import type {
  Perturbation,
  PerturbStep,
} from "../nas/perturbations/perturbation.ts";
import { perturbation as random } from "../nas/perturbations/random.ts";
import { perturb } from "../nas/search/perturb.ts";
import { perturberFor } from "../nas/search/perturbed_network.ts";
import { initialSearchState, searchNames } from "../nas/search/search_state.ts";
import type { SearchOptimisers } from "../nas/search/search_forward.ts";
import {
  type SearchParts,
  searchParts,
} from "../nas/search/search_programs.ts";
import { compileParts, type Programs } from "../nas/training/programs.ts";
import { sampling as dirichletSampling } from "../nas/samplings/dirichlet.ts";
import { sampling as gumbelSampling } from "../nas/samplings/gumbel.ts";
import {
  drawMixtures,
  type MixtureDraws,
} from "../nas/samplings/sampled_mixtures.ts";
import type { Sampling } from "../nas/samplings/sampling.ts";
import { alphaMatrices } from "../nas/space/alpha_matrices.ts";
import { disposeTensors } from "../nas/training/tensor_tree.ts";
import { supernetLayout } from "../nas/network/supernet.ts";
import { peakMemoryOf } from "../pipeline/execution/executor/peak_memory.ts";
import {
  type Measurement,
  repeatsOf,
  type StepName,
  supernetOf,
  type Workload,
} from "./workload.ts";

const OPTIMISERS: SearchOptimisers = {
  sgd: { momentum: 0.9, weightDecay: 3e-4, clip: 5 },
  adam: { rate: 3e-4, betas: [0.5, 0.999], epsilon: 1e-8, weightDecay: 1e-3 },
};
const EPSILON = 0.3;

const [text, intra, inter] = Deno.args as [string, string, string];
const workload: Workload = JSON.parse(text);
// As the toolchain sets it for stages: by itself TensorFlow chooses by the processor.
Deno.env.set("TF_ENABLE_ONEDNN_OPTS", oneDnnSetting(systemHost()));
const engine = await openEngine({
  library: (await ensureLibraries({ device: workload.device })).path,
  intraOpThreads: Number(intra),
  interOpThreads: Number(inter),
  forceCpu: workload.device === "cpu",
  numerics: workload.numerics,
  layoutOptimiser: workload.layoutOptimiser,
});
if (engine.device !== workload.device) {
  throw new Error(
    `Expected a ${workload.device} but TensorFlow found a ${engine.device}`,
  );
}
const { config, batch } = supernetOf(workload);
const layout = supernetLayout(config);
const programs = compileParts(
  engine,
  searchParts(config, layout, { batch, optimisers: OPTIMISERS }),
);

const stepOf = (perturbation: Perturbation) =>
  perturberFor(engine, perturbation, { config, layout })(batch);
const steps = {
  none: stepOf(none),
  random: stepOf(random),
  adversarial: stepOf(adversarial),
};

const pixels = new Float32Array(batch * config.size ** 2 * 3);
const numbers = randomStream({ seed: 0, stream: "bench" });
numbers.fillNormal(pixels);
const x = tf.tensor4d(pixels, [batch, config.size, config.size, 3]);
const labels = Int32Array.from({ length: batch }, () => numbers.below(10));
const y = tf.tensor1d(labels, "int32");
const seed = tf.tensor1d([0, 0], "int32");
const rate = tf.scalar(0.025);
let live = loadTensors(
  initialSearchState(config.space, layout, 0).tensors,
  searchNames(config.space),
);
let updates = 0;

const matrices = alphaMatrices(config.space);

/** Random draws of a method for the pass `alpha` or `weight` of the next step; undefined where it draws nothing. */
type Draw = (pass: string) => MixtureDraws | undefined;

/** Programs of a method that draws mixtures. */
function drawing(sampling: Sampling, draw: Draw): {
  readonly programs: Programs<SearchParts>;
  readonly draw: Draw;
} {
  return {
    programs: compileParts(
      engine,
      searchParts(config, layout, { batch, optimisers: OPTIMISERS, sampling }),
    ),
    draw,
  };
}

const atRandom = (sampling: Sampling): Draw => (pass) =>
  drawMixtures(sampling, matrices, live.arch.alphas, {
    seed: 0,
    pass,
    epoch: 0,
    step: updates,
    epochs: 100,
  });

/** Draws the columns that the workload gives: a 1 in the noise outweighs the alphas, which are close to 0. */
function asGiven(): Draw {
  let pass = 0;
  return () => {
    const columns = workload.drawn[pass++ % workload.drawn.length]!.values();
    return {
      noise: matrices.map(({ rows, columns: width }) => {
        const drawn = Int32Array.from(
          { length: rows },
          () => columns.next().value!,
        );
        return tf.tidy(() =>
          tf.cast(tf.oneHot(tf.tensor1d(drawn, "int32"), width), "float32")
        );
      }),
      progress: tf.scalar(0),
      ramp: tf.scalar(0),
    };
  };
}

const plain = { programs, draw: () => undefined };

function alphaStep({ programs, draw }: ReturnType<typeof drawing> = plain) {
  const { weights, statistics, arch } = live;
  const draws = draw("alpha");
  updates++;
  const corrections = tf.tensor1d(
    adamCorrections(updates, OPTIMISERS.adam.betas),
  );
  const { loss, correct, gradients, ...next } = programs.alpha({
    weights,
    statistics,
    arch,
    corrections,
    batch: { x, y, seed, draws },
  });
  loss.dataSync();
  live = { ...live, ...next };
  disposeTensors(loss, correct, gradients, corrections, statistics, arch);
  disposeTensors(draws ?? {});
}

function weightStep(
  perturbed: PerturbStep,
  { programs, draw }: ReturnType<typeof drawing> = plain,
): void {
  const { weights, buffer, statistics, arch } = live;
  const draws = draw("weight");
  const mixtures = programs.sample({ alphas: arch.alphas, draws });
  const { mixtures: used } = perturb(perturbed, {
    mixtures,
    weights,
    statistics,
    x,
    y,
    noiseSeed: () => tf.clone(seed),
  }, { epsilon: EPSILON, seed: 0, epoch: 0, step: updates });
  const { loss, correct, norm, logits, ...next } = programs.weight({
    weights,
    buffer,
    statistics,
    mixtures: used,
    batch: { x, y, seed },
    rate,
  });
  loss.dataSync();
  live = { ...live, ...next };
  disposeTensors(loss, correct, norm, logits, weights, buffer, statistics);
  disposeTensors(mixtures, used, draws ?? {});
}

function drawnStep(method: ReturnType<typeof drawing>): void {
  alphaStep(method);
  weightStep(steps.none, method);
}

const dirichlet = drawing(dirichletSampling, atRandom(dirichletSampling));
const gumbel = drawing(gumbelSampling, asGiven());
const STEPS: Record<StepName, () => void> = {
  weight: () => weightStep(steps.none),
  alpha: () => alphaStep(),
  rs() {
    alphaStep();
    weightStep(steps.random);
  },
  adv() {
    alphaStep();
    weightStep(steps.adversarial);
  },
  hvp: hessianVector,
  drnas: () => drawnStep(dirichlet),
  gdas: () => drawnStep(gumbel),
};

const products = compileParts(
  engine,
  hessianParts(config, layout, { batch }),
);
const vectors = live.arch.alphas.map((alphas) => {
  const values = new Float32Array(alphas.size);
  numbers.fillNormal(values);
  return tf.tensor2d(values, alphas.shape as [number, number]);
});

function hessianVector(): void {
  const { weights, arch: { alphas } } = live;
  const results = products.product({ weights, alphas, x, y, seed, vectors });
  results[0]!.dataSync();
  tf.dispose(results);
}

function timed(step: () => void): number {
  const began = performance.now();
  step();
  return (performance.now() - began) / 1000;
}

const first: Partial<Record<StepName, number>> = {};
const seconds: Partial<Record<StepName, number[]>> = {};
for (const name of workload.steps) {
  first[name] = timed(STEPS[name]);
  const count = repeatsOf(name, workload.repeats);
  seconds[name] = Array.from({ length: count }, () => timed(STEPS[name]));
}
const measurement: Measurement = {
  engine: `TensorFlow ${engine.version}`,
  seconds,
  first,
  parameters: layout.parameterCount,
  peak: peakMemoryOf("self") ?? NaN,
};
console.log(JSON.stringify(measurement));
// Without this, Deno would close what it opened, which nobody has tried on a GPU.
Deno.exit(0);
