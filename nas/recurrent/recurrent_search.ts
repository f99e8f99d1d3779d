import * as tf from "@tensorflow/tfjs-core";
import type { Engine } from "../../engine/engine.ts";
import { adamCorrections } from "../../engine/optimisers.ts";
import type { Tensor } from "../../engine/tensor.ts";
import type { Perturbation } from "../perturbations/perturbation.ts";
import { perturb } from "../search/perturb.ts";
import { type Perturber, perturberOf } from "../search/perturbed_network.ts";
import { attackReport, reachOf } from "../search/perturbation_reach.ts";
import { addSums, type EpochSums, NO_SUMS } from "../search/search_state.ts";
import { matrixRows } from "../space/alpha_matrices.ts";
import { finiteScalars } from "../training/batch.ts";
import { noiseSeed } from "../training/noise_seed.ts";
import { type Counts, runEpochs } from "../training/run_epochs.ts";
import { epsilonAt } from "../training/schedule.ts";
import type { StepReport } from "../training/step_report.ts";
import { disposeTensors } from "../training/tensor_tree.ts";
import { dropoutMasks, type DropoutRates, drops } from "./dropout_masks.ts";
import type { LanguageSizes } from "./language_layout.ts";
import { mixedNetwork } from "./language_network.ts";
import {
  type LanguageSearchOptions,
  type LanguageSearchParts,
  languageSearchParts,
  perturbedLanguage,
  SEARCH_LENGTHS_KEPT,
} from "./language_search_parts.ts";
import {
  type LiveRecurrentSearch,
  RECURRENT_NAMES,
  type RecurrentEpoch,
  type RecurrentState,
} from "./recurrent_state.ts";
import { RECURRENT_OPERATIONS } from "./recurrent_space.ts";
import {
  measureText,
  sequenceTensors,
  type TextSequence,
} from "./text_pass.ts";
import { type TextPrograms, textPrograms } from "./text_programs.ts";

/** Texts of a search; each sequence depends on its epoch and step alone. */
export interface RecurrentSearchData {
  /** Weight steps of an epoch. */
  readonly steps: (epoch: number) => number;
  /** Texts side by side in training steps. */
  readonly batch: number;
  /** Sequence of a weight step. */
  readonly weights: (epoch: number, step: number) => TextSequence;
  /** Sequence of the alpha step before it. */
  readonly alpha: (epoch: number, step: number) => TextSequence;
  /** Texts side by side in validation. */
  readonly validationBatch: number;
  /** The validation text from top to bottom. */
  readonly validation: () => Iterable<TextSequence>;
}

export interface RecurrentSearchOptions
  extends Pick<LanguageSearchOptions, "penalties" | "sgd" | "adam"> {
  readonly sizes: LanguageSizes;
  readonly perturbation: Perturbation;
  readonly dropout: DropoutRates;
  readonly epochs: number;
  /** Learning rate of a weight step over `fullLength` words; a shorter step has its share. */
  readonly rate: number;
  readonly fullLength: number;
  /** Ramp of the perturbation's radius. */
  readonly epsilon: { readonly min: number; readonly max: number };
  /** Seed of all random numbers. */
  readonly seed: number;
  readonly data: RecurrentSearchData;
  /** Called after each step: a place to save, report or stop (by throwing). */
  readonly afterStep?: (
    at: StepReport<RecurrentState, RecurrentEpoch>,
  ) => Promise<void> | void;
}

interface Tools extends TextPrograms<LanguageSearchParts> {
  readonly perturber: Perturber;
}

/**
 * Runs a bilevel first-order search of a recurrent cell from a state to its end (docs/recurrent.md section 2): in each
 * step an alpha step on the validation text with unperturbed mixture weights, then a weight step on perturbed ones; each
 * text has a hidden state of its own, which begins an epoch with zeros. Resuming gives the same bytes.
 *
 * @throws {NonFiniteError} When a loss is not finite.
 */
export async function runRecurrentSearch(
  engine: Engine,
  initial: RecurrentState,
  options: RecurrentSearchOptions,
): Promise<RecurrentState> {
  const { sizes, data, perturbation, epochs } = options;
  const network = mixedNetwork(sizes);
  const parts = { ...options, network, dropped: drops(options.dropout) };
  const most = SEARCH_LENGTHS_KEPT;
  const programs = textPrograms(
    engine,
    data,
    (at) => languageSearchParts(parts, at),
    most,
  );
  const perturber = perturberOf(engine, perturbation, {
    network: (length, programs) =>
      perturbedLanguage(parts, { batch: data.batch, length }, programs),
    most,
  });
  const tools: Tools = { ...programs, perturber };
  try {
    return await runEpochs<
      typeof RECURRENT_NAMES,
      RecurrentState,
      RecurrentEpoch
    >({
      state: initial,
      names: RECURRENT_NAMES,
      layout: network.layout,
      epochs,
      steps: data.steps,
      step: (live, state) => searchStep(tools, options, live, state),
      endEpoch: (live, state) => endEpoch(tools, options, live, state),
      afterStep: options.afterStep,
    });
  } finally {
    programs.disposeAll();
    perturber.disposeAll();
  }
}

/** One alpha step and one weight step. Takes over the tensors. */
function searchStep(
  { programsFor, perturber }: Tools,
  options: RecurrentSearchOptions,
  given: LiveRecurrentSearch,
  counts: Counts<RecurrentState>,
): {
  readonly live: LiveRecurrentSearch;
  readonly changes: Pick<RecurrentState, "updates" | "sums">;
} {
  const { sizes, dropout, data, seed, epochs, epsilon } = options;
  const { epoch, step } = counts;
  const live = alphaStep(
    programsFor,
    options,
    step === 0 ? restarted(given) : given,
    counts,
  );
  const { weights, statistics, arch, hidden } = live;
  const sequence = data.weights(epoch, step);
  const { length } = sequence;
  const text = sequenceTensors(sequence);
  const programs = programsFor(length);
  const address = { batch: data.batch, seed, epoch, step };
  const masks = dropoutMasks(dropout, sizes, { ...address, pass: "weight" });
  const radius = epsilonAt(epoch, { epochs, ...epsilon });
  const mixtures = programs.relax({ alphas: arch.alphas });
  const perturbed = perturb(perturber(length), {
    mixtures,
    weights,
    statistics,
    ...text,
    hidden,
    noiseSeed: (pass) =>
      noiseSeed({ seed, pass: `attack ${pass}`, epoch, step }),
  }, { epsilon: radius, seed, epoch, step });
  const rate = tf.scalar(options.rate * length / options.fullLength);
  const { loss, entropy, norm, ...next } = programs.weight({
    weights,
    statistics,
    mixtures: perturbed.mixtures,
    ...text,
    hidden,
    masks,
    rate,
  });
  const scalars = finiteScalars(
    { loss, entropy },
    `training loss at epoch ${epoch + 1} step ${step + 1}`,
  );
  disposeTensors(perturbed.mixtures, mixtures, masks ?? {});
  disposeTensors({ loss, entropy, norm, rate, ...text });
  disposeTensors({ weights, statistics, hidden });
  const words = sequence.y.length;
  return {
    live: { ...live, ...next },
    changes: {
      updates: counts.updates + 1,
      sums: addSums(counts.sums, {
        images: words,
        loss: scalars.entropy * words,
        correct: 0,
        attacks: perturbed.gain === null ? 0 : 1,
        gain: perturbed.gain ?? 0,
        fallbacks: perturbed.fellBack ? 1 : 0,
        ...reachOf(perturbed.norm, radius),
      }),
    },
  };
}

/** An epoch begins at the top of both texts. */
function restarted(live: LiveRecurrentSearch): LiveRecurrentSearch {
  const zero = (old: Tensor) => {
    const zeros = tf.zeros(old.shape);
    old.dispose();
    return zeros;
  };
  return {
    ...live,
    hidden: zero(live.hidden),
    alphaHidden: zero(live.alphaHidden),
  };
}

/** Alpha step in training mode, as published with all its dropout. Takes over what it replaces. */
function alphaStep(
  programsFor: Tools["programsFor"],
  { sizes, dropout, data, adam, seed }: RecurrentSearchOptions,
  live: LiveRecurrentSearch,
  { epoch, step, updates }: Counts<RecurrentState>,
): LiveRecurrentSearch {
  const { weights, statistics, arch, alphaHidden } = live;
  const sequence = data.alpha(epoch, step);
  const text = sequenceTensors(sequence);
  const address = { batch: data.batch, seed, epoch, step };
  const masks = dropoutMasks(dropout, sizes, { ...address, pass: "alpha" });
  const corrections = tf.tensor1d(adamCorrections(updates + 1, adam.betas));
  const { loss, gradients, ...next } = programsFor(sequence.length).alpha({
    weights,
    statistics,
    arch,
    ...text,
    hidden: alphaHidden,
    masks,
    corrections,
  });
  finiteScalars(
    { loss },
    `alpha loss at epoch ${epoch + 1} step ${step + 1}`,
  );
  disposeTensors(gradients, masks ?? {}, arch);
  disposeTensors({ loss, corrections, alphaHidden, statistics, ...text });
  return {
    ...live,
    arch: next.arch,
    statistics: next.statistics,
    alphaHidden: next.hidden,
  };
}

/** Validates after an epoch. */
function endEpoch(
  { measureFor }: Tools,
  { data, sizes, epochs, epsilon, rate }: RecurrentSearchOptions,
  { weights, statistics, arch }: LiveRecurrentSearch,
  { epoch, sums, history, trajectory }: Counts<RecurrentState>,
): Partial<Counts<RecurrentState>> {
  const sequences = [...data.validation()];
  const { relax } = measureFor(sequences[0]!.length);
  const mixtures = relax({ alphas: arch.alphas });
  const { loss, perplexity } = measureText(
    (text, length) =>
      measureFor(length).measure({ weights, statistics, mixtures, ...text }),
    {
      sequences,
      batch: data.validationBatch,
      units: sizes.units,
      place: `validation loss after epoch ${epoch + 1}`,
    },
  );
  disposeTensors(mixtures);
  const radius = epsilonAt(epoch, { epochs, ...epsilon });
  const alphas = matrixRows(
    arch.alphas[0]!.dataSync(),
    RECURRENT_OPERATIONS.length,
  );
  return {
    sums: NO_SUMS,
    history: [...history, {
      ...trainingReport(sums, radius),
      epoch: epoch + 1,
      learningRate: rate,
      validLoss: loss,
      validPerplexity: perplexity,
    }],
    trajectory: [...trajectory, { epoch: epoch + 1, recurrent: alphas }],
  };
}

/** The part of an epoch's report that its training sums give. */
function trainingReport(sums: EpochSums, radius: number) {
  return {
    epsilon: sums.reach === undefined ? null : radius,
    trainLoss: sums.loss / sums.images,
    ...attackReport(sums, radius),
  };
}
