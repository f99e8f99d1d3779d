import { stageNetwork } from "../_training/stage_network.ts";
import { stageRelaxation } from "../_training/stage_relaxation.ts";
import * as tf from "@tensorflow/tfjs-core";
import { openDataset } from "../../datasets/prepared/open_dataset.ts";
import { alphaMatrices } from "../../nas/space/alpha_matrices.ts";
import { batchTensors, finiteScalars } from "../../nas/training/batch.ts";
import { isChoiceSpace } from "../../nas/space/choice_space.ts";
import {
  BYPASS_TROUBLE,
  discreteMixtures,
  SKIPS_TROUBLE,
} from "../../nas/search/discrete_mixtures.ts";
import { matrixTensors } from "../../nas/training/mixtures.ts";
import { noiseSeed } from "../../nas/training/noise_seed.ts";
import { searchForward } from "../../nas/search/search_forward.ts";
import { compileParts } from "../../nas/training/programs.ts";
import { disposeTensors } from "../../nas/training/tensor_tree.ts";
import { validationParts } from "../../nas/search/validation_programs.ts";
import type { StageContext } from "../../pipeline/stage.ts";
import { checkTrainedOn } from "../_training/check_trained_on.ts";
import { openStageEngine } from "../_training/open_stage_engine.ts";
import { reportProgress } from "../_training/report_progress.ts";
import { readArchitectureFile } from "../_artifacts/genotype_file.ts";
import { discretisationFile } from "../_artifacts/discretisation.ts";
import {
  readSupernetFolder,
  searchOf,
  type StoredSupernet,
} from "../_artifacts/supernet_folder.ts";
import {
  type ValidationBatch,
  validationBatches,
} from "../_training/validation_batches.ts";
import type { DiscretiseParams } from "./params.ts";

/**
 * Writes loss and accuracy of the supernet with its mixture and with the discrete architecture, on fixed batches of the
 * alpha half. Batch normalisation takes the statistics of each batch in both: the statistics of the search belong
 * to the mixture alone.
 */
export async function run(
  context: StageContext<DiscretiseParams>,
): Promise<void> {
  const { params } = context;
  using dataset = await openDataset(context.input("data"));
  const batches = validationBatches(dataset, {
    ...params,
    stage: "discretise",
  });
  const supernet = await readSupernetFolder(context.input("search"), {
    ...stageNetwork(context),
    log: context.log,
  });
  checkTrainedOn(supernet.config, dataset.manifest);
  const { space, auxiliarySkip, channelShare } = supernet.config;
  if (isChoiceSpace(space)) {
    throw new RangeError(
      `Cannot discretise a search in ${space.name}: the space has no edges`,
    );
  }
  if (channelShare !== undefined) throw new RangeError(BYPASS_TROUBLE);
  if (auxiliarySkip !== undefined) throw new RangeError(SKIPS_TROUBLE);
  const genotype = await readArchitectureFile(context.input("genotype"));
  const sums = await scoreMixtures(context, supernet, {
    batches,
    discrete: discreteMixtures(space, genotype),
  });
  const images = params.batches * params.batch;
  const of = ({ loss, correct }: { loss: number; correct: number }) => ({
    loss: loss / images,
    accuracy: correct / images,
  });
  await discretisationFile.write(context.output("discretisation"), {
    ...searchOf(supernet),
    images,
    mode: "train",
    mixture: of(sums.mixture),
    discrete: of(sums.discrete),
    drop: (sums.mixture.correct - sums.discrete.correct) / images,
  });
}

/** Sums of loss and right answers over all images, by mixture. */
async function scoreMixtures(
  context: StageContext<DiscretiseParams>,
  supernet: StoredSupernet,
  { batches, discrete }: {
    readonly batches: Iterable<ValidationBatch>;
    readonly discrete: readonly Float32Array[];
  },
) {
  const { seed, batch, threads, batches: total } = context.params;
  const relaxation = await stageRelaxation(context, supernet);
  const { config, layout, flat, alphas } = supernet;
  const engine = await openStageEngine(threads);
  const programs = compileParts(
    engine,
    validationParts(searchForward(config, layout, batch), { relaxation }),
  );
  const tensors = (values: readonly Float32Array[]) =>
    matrixTensors(alphaMatrices(config.space), values);
  const weights = tf.tensor1d(flat.weights);
  const raw = tensors(alphas);
  const mixtures = {
    mixture: programs.relax({ alphas: raw }),
    discrete: tensors(discrete),
  };
  const sums = {
    mixture: { loss: 0, correct: 0 },
    discrete: { loss: 0, correct: 0 },
  };
  let done = 0;
  for (const images of batches) {
    const { x, y, count, ids } = batchTensors(images, config.size);
    const noise = noiseSeed({ seed, pass: "valid", epoch: 0, step: done });
    for (const name of ["mixture", "discrete"] as const) {
      const results = programs.measure({
        weights,
        mixtures: mixtures[name],
        x,
        y,
        seed: noise,
      });
      const { loss, correct } = finiteScalars(
        { ...results },
        `loss of the ${name}`,
        { validation: ids },
      );
      sums[name].loss += loss * count;
      sums[name].correct += correct;
      disposeTensors(results);
    }
    tf.dispose([x, y, noise]);
    await reportProgress(context, { done: ++done, total, unit: "batch" });
  }
  tf.dispose([weights, ...raw, ...mixtures.mixture, ...mixtures.discrete]);
  programs.disposeAll();
  return sums;
}
