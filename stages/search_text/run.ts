import { languageLayout } from "../../nas/recurrent/language_layout.ts";
import {
  type RecurrentSearchOptions,
  runRecurrentSearch,
} from "../../nas/recurrent/recurrent_search.ts";
import {
  initialRecurrentState,
  type RecurrentEpoch,
  type RecurrentState,
} from "../../nas/recurrent/recurrent_state.ts";
import { readPreparedText } from "../../datasets/text/prepared_text.ts";
import type { Composition } from "../../nas/search/composition.ts";
import type { StageContext } from "../../pipeline/stage.ts";
import { recurrentAlphasFile } from "../_language/recurrent_alphas.ts";
import { searchHistoryFile } from "../_artifacts/search_history.ts";
import { ownerOf } from "../_artifacts/weights_owner.ts";
import { dataWait } from "../_training/data_wait.ts";
import { languageData } from "../_language/language_data.ts";
import { methodPart } from "../_training/method_part.ts";
import { openStageEngine } from "../_training/open_stage_engine.ts";
import { resumeTraining } from "../_training/resume_training.ts";
import type { SearchTextParams } from "./params.ts";

/** Modes of the numbers of an epoch. */
const MODES = {
  trainLoss: "train",
  validLoss: "evaluation",
  validPerplexity: "evaluation",
  attackGain: "evaluation",
} as const;

/** Searches, from the newest checkpoint if there is one, and writes alphas and history. */
export async function run(
  context: StageContext<SearchTextParams, Composition>,
): Promise<void> {
  const { params } = context;
  const { method, seed, units, nodes, batch } = params;
  const text = await readPreparedText(context.input("text"), [
    "train",
    "valid",
  ]);
  const words = text.vocabulary.length;
  const data = languageData(text.parts, { ...params, lengths: "search" });
  const engine = await openStageEngine(params.threads, params);
  const wait = dataWait();
  const options: RecurrentSearchOptions = {
    sizes: { words, units, nodes },
    perturbation: await methodPart(context, "perturbation"),
    dropout: params.dropout,
    penalties: { slowness: params.slowness, activation: params.activation },
    sgd: { weightDecay: params.weightDecay, clip: params.clip },
    adam: {
      rate: params.alphaLearningRate,
      betas: [0.9, 0.999],
      epsilon: 1e-8,
      weightDecay: params.alphaWeightDecay,
    },
    epochs: params.epochs,
    rate: params.learningRate,
    fullLength: params.length,
    epsilon: { min: params.epsilonMin, max: params.epsilonMax },
    seed,
    data: {
      ...data,
      weights: wait.timed(data.weights),
      alpha: wait.timed(data.alpha),
    },
  };
  const layout = languageLayout(options.sizes, true);
  const { history, trajectory } = await resumeTraining<
    RecurrentState,
    RecurrentEpoch
  >(context, {
    wait,
    owner: ownerOf("recurrent-checkpoint", [words, units, nodes]),
    initial: () => initialRecurrentState(layout, { units, nodes, batch, seed }),
    train: (from, afterStep) =>
      runRecurrentSearch(engine, from, { ...options, afterStep }),
  });
  await recurrentAlphasFile.write(context.output("alphas"), {
    space: "recurrent",
    nodes,
    method,
    seed,
    epochs: trajectory as [typeof trajectory[number]],
  });
  const { threads: _, ...config } = params;
  await searchHistoryFile.write(context.output("history"), {
    method,
    composition: context.choices,
    space: "recurrent",
    seed,
    dataset: text.statement,
    config,
    mode: MODES,
    epochs: history.map((epoch) => ({
      ...epoch,
      trainAccuracy: null,
      validAccuracy: null,
      parameterFreeShare: null,
    })),
  });
}
