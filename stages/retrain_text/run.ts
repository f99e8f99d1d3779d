import { readPreparedText } from "../../datasets/text/prepared_text.ts";
import { derivedNetwork } from "../../nas/recurrent/language_network.ts";
import {
  bestWeights,
  initialLanguageState,
  type LanguageEpoch,
  type LanguageTrainingOptions,
  type LanguageTrainingState,
  runLanguageTraining,
} from "../../nas/recurrent/recurrent_retrain.ts";
import type { StageContext } from "../../pipeline/stage.ts";
import {
  languageOwner,
  type StoredLanguage,
  vocabularyDigest,
  writeLanguageFolder,
} from "../_language/language_folder.ts";
import { recurrentGenotypeFile } from "../_language/recurrent_genotype.ts";
import { retrainHistoryFile } from "../_artifacts/retrain_history.ts";
import { dataWait } from "../_training/data_wait.ts";
import { languageData } from "../_language/language_data.ts";
import { openStageEngine } from "../_training/open_stage_engine.ts";
import { resumeTraining } from "../_training/resume_training.ts";
import type { RetrainTextParams } from "./params.ts";

/** Trains from the newest checkpoint, if there is one, and writes the best model and its history. */
export async function run(
  context: StageContext<RetrainTextParams>,
): Promise<void> {
  const { params } = context;
  const { seed, units, batch } = params;
  const { genotype } = await recurrentGenotypeFile.read(
    context.input("genotype"),
  );
  const text = await readPreparedText(context.input("text"), [
    "train",
    "valid",
  ]);
  const words = text.vocabulary.length;
  const model: StoredLanguage = {
    genotype,
    units,
    words,
    vocabulary: vocabularyDigest(text.vocabulary),
    dataset: text.statement,
  };
  const { alpha: _, ...data } = languageData(text.parts, {
    ...params,
    lengths: "training",
  });
  const engine = await openStageEngine(params.threads, params);
  const wait = dataWait();
  const network = derivedNetwork(genotype, model);
  const options: LanguageTrainingOptions = {
    sizes: model,
    network,
    dropout: params.dropout,
    penalties: { slowness: params.slowness, activation: params.activation },
    sgd: { weightDecay: params.weightDecay, clip: params.clip },
    epochs: params.epochs,
    rate: params.learningRate,
    fullLength: params.length,
    seed,
    data: { ...data, weights: wait.timed(data.weights) },
  };
  const state = await resumeTraining<LanguageTrainingState, LanguageEpoch>(
    context,
    {
      wait,
      owner: languageOwner("language-checkpoint", model),
      initial: () =>
        initialLanguageState(network.layout, { units, batch, seed }),
      train: (from, afterStep) =>
        runLanguageTraining(engine, from, { ...options, afterStep }),
    },
  );
  const { history } = state;
  const began = history.find(({ averaged }) => averaged);
  if (began !== undefined) {
    context.log(`weights are averaged from epoch ${began.epoch} on`);
  }
  await writeLanguageFolder(context.output("model"), model, bestWeights(state));
  const { threads: __, ...config } = params;
  await retrainHistoryFile.write(context.output("history"), {
    seed,
    config,
    dataset: text.statement,
    epochs: history.map((epoch) => ({ ...epoch, trainAccuracy: null })),
  });
}
