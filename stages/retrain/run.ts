import { genotypeCode } from "../../nas/network/load_code.ts";
import { stageNetwork } from "../_training/stage_network.ts";
import { stageSteps } from "../_training/stage_steps.ts";
import {
  batchCount,
  epochOrder,
  loadBatch,
} from "../../datasets/prepared/loader.ts";
import {
  type Dataset,
  openDataset,
} from "../../datasets/prepared/open_dataset.ts";
import { preprocessingOf } from "../../datasets/prepared/preprocessing.ts";
import type { AugmentedPass } from "../../datasets/prepared/augmented_images.ts";
import {
  type NetworkConfig,
  networkLayout,
} from "../../nas/network/network.ts";
import {
  initialRetrainState,
  type RetrainEpoch,
  type RetrainOptions,
  type RetrainState,
  runRetrain,
} from "../../nas/retrain/retrain.ts";
import type { StageContext } from "../../pipeline/stage.ts";
import { readArchitectureFile } from "../_artifacts/genotype_file.ts";
import {
  networkOwner,
  writeNetworkFolder,
} from "../_artifacts/network_folder.ts";
import {
  RETRAIN_MODES,
  retrainHistoryFile,
} from "../_artifacts/retrain_history.ts";
import { dataWait } from "../_training/data_wait.ts";
import { flatNetwork } from "../_training/flat_network.ts";
import { openStageEngine } from "../_training/open_stage_engine.ts";
import { resumeTraining } from "../_training/resume_training.ts";
import { stageAugmentation } from "../_training/stage_augmentation.ts";
import type { AugmentationChoices } from "../_declare/augmentation_param.ts";
import type { RetrainParams } from "./params.ts";

/** Trains from the newest checkpoint, if there is one, and writes the network and its history. */
export async function run(
  context: StageContext<RetrainParams, AugmentationChoices>,
): Promise<void> {
  const { params } = context;
  const { seed, epochs } = params;
  using dataset = await openDataset(context.input("data"));
  const { manifest } = dataset;
  const path = context.input("genotype");
  const genotype = await readArchitectureFile(path);
  const config: NetworkConfig = {
    genotype,
    ...await genotypeCode(stageNetwork(context), genotype, {
      stem: params.stem,
      file: path,
    }),
    channels: params.channels,
    cells: params.cells,
    classes: manifest.classes.length,
    size: manifest.size,
    auxiliary: params.auxiliary,
  };
  const layout = networkLayout(config);
  const { steps, load } = retrainBatches(
    dataset,
    params,
    await stageAugmentation(context, dataset, params),
  );
  const engine = await openStageEngine(params.threads, params);
  const wait = dataWait();
  const options: RetrainOptions = {
    ...await stageSteps(context),
    config: { ...config, recompute: params.recompute },
    layout,
    epochs,
    rate: {
      start: params.learningRate,
      end: params.learningRateEnd,
      variant: params.schedule,
      decay: params.decay,
      warmup: params.warmup,
    },
    sgd: {
      momentum: params.momentum,
      nesterov: params.nesterov,
      weightDecay: params.weightDecay,
      clip: params.clip,
    },
    dropPath: params.dropPath,
    auxiliaryWeight: params.auxiliaryWeight,
    labelSmoothing: params.labelSmoothing,
    seed,
    steps,
    batch: wait.timed(load),
  };
  const { tensors, history } = await resumeTraining<RetrainState, RetrainEpoch>(
    context,
    {
      wait,
      owner: { ...networkOwner(config), kind: "network-checkpoint" },
      initial: () => initialRetrainState(layout, seed),
      train: (from, afterStep) =>
        runRetrain(engine, from, { ...options, afterStep }),
    },
  );
  await writeNetworkFolder(context.output("network"), {
    config,
    dataset: manifest.statement,
    images: params.images,
    preprocessing: preprocessingOf(manifest),
    flat: flatNetwork(tensors),
  }, layout);
  const { threads: _, recompute: __, ...rest } = params;
  await retrainHistoryFile.write(context.output("history"), {
    seed,
    config: rest,
    dataset: manifest.statement,
    mode: RETRAIN_MODES,
    epochs: history,
  });
}

/**
 * Shuffled batches of the images that a retraining sees.
 *
 * @throws {RangeError} If the images do not fill a batch and a smaller one is not wanted.
 */
function retrainBatches(
  dataset: Dataset,
  { seed, batch, images, lastBatch }: RetrainParams,
  augmented: AugmentedPass,
) {
  const { train } = dataset;
  const own = images === "all"
    ? Array.from({ length: train.count }, (_, at) => at)
    : dataset.split.weights;
  const steps = batchCount(own.length, { batch, last: lastBatch });
  if (steps === 0) {
    throw new RangeError(
      `Expected at least one batch of ${batch} images but found ${own.length} images: set batch or lastBatch: keep`,
    );
  }
  let shuffled: { epoch: number; order: Uint32Array } | undefined;
  const load = (epoch: number, step: number) => {
    const address = { seed, stream: "retrain", epoch };
    if (shuffled?.epoch !== epoch) {
      shuffled = { epoch, order: epochOrder(own.length, address) };
    }
    const positions = shuffled.order
      .subarray(step * batch, (step + 1) * batch).map((at) => own[at]!);
    return loadBatch(dataset, train, positions, augmented(address));
  };
  return { steps, load };
}
