import * as tf from "@tensorflow/tfjs-core";
import { textColumns } from "../../datasets/text/text_columns.ts";
import { textWindows } from "../../datasets/text/text_pass_lengths.ts";
import { readPreparedText } from "../../datasets/text/prepared_text.ts";
import { languageMeasure } from "../../nas/recurrent/language_retrain_parts.ts";
import { measureText, type TextLoss } from "../../nas/recurrent/text_pass.ts";
import { programsByBatch } from "../../nas/training/programs.ts";
import type { StageContext } from "../../pipeline/stage.ts";
import {
  readLanguageFolder,
  vocabularyDigest,
} from "../_language/language_folder.ts";
import { perplexityFile } from "../_language/perplexity.ts";
import { openStageEngine } from "../_training/open_stage_engine.ts";
import type { EvaluateTextParams } from "./params.ts";

/** Measures the perplexity of the validation and of the test text. */
export async function run(
  context: StageContext<EvaluateTextParams>,
): Promise<void> {
  const { params } = context;
  const model = await readLanguageFolder(context.input("model"), context.log);
  const { valid } = (await readPreparedText(context.input("text"), ["valid"]))
    .parts;
  const text = await readPreparedText(context.input("test"), ["test"]);
  if (vocabularyDigest(text.vocabulary) !== model.vocabulary) {
    throw new RangeError(
      `Expected the vocabulary that the model was trained with but found another of ${text.vocabulary.length} words in ${
        context.input("test")
      }`,
    );
  }
  const engine = await openStageEngine(params.threads);
  const weights = tf.tensor1d(model.weights);
  const measured = (ids: Int32Array, batch: number, part: string): TextLoss => {
    const programs = programsByBatch(engine, (length) => ({
      measure: languageMeasure(
        { sizes: model, network: model.network },
        { batch, length },
      ),
    }));
    const columns = textColumns(ids, batch, `${part}.txt`);
    try {
      return measureText(
        (sequence, length) =>
          programs(length).measure({ weights, ...sequence }),
        {
          sequences: textWindows(columns, params.length),
          batch,
          units: model.units,
          place: `loss of ${part}.txt`,
        },
      );
    } finally {
      programs.disposeAll();
    }
  };
  const validation = measured(valid, params.validBatch, "valid");
  context.progress({ done: 1, total: 2, unit: "text" });
  const test = measured(text.parts.test, params.testBatch, "test");
  context.progress({ done: 2, total: 2, unit: "text" });
  weights.dispose();
  await perplexityFile.write(context.output("perplexity"), {
    test,
    valid: validation,
    parameters: model.network.layout.parameterCount,
    dataset: text.statement,
    genotype: model.genotype,
  });
  context.log(
    `test perplexity ${test.perplexity.toFixed(2)}, validation perplexity ${
      validation.perplexity.toFixed(2)
    }`,
  );
}
