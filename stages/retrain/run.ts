import {
  batchCount,
  epochOrder,
  loadBatch,
} from "../../datasets/prepared/loader.ts";
import { openDataset } from "../../datasets/prepared/open_dataset.ts";
import { trainAugmentation } from "../../datasets/prepared/train_augmentation.ts";
import {
  type NetworkConfig,
  networkLayout,
} from "../../nas/network/network.ts";
import {
  initialRetrainState,
  type RetrainEpoch,
  type RetrainState,
  runRetrain,
} from "../../nas/retrain/retrain.ts";
import type { StageContext } from "../../pipeline/stage.ts";
import { openCheckpoints } from "../_training/checkpoint.ts";
import { dataWait } from "../_training/data_wait.ts";
import { openStageEngine } from "../_training/open_stage_engine.ts";
import { readGenotypeFile } from "../_artifacts/genotype_file.ts";
import { writeJsonFile } from "../_artifacts/_json_file.ts";
import { writeNetworkFolder } from "../_artifacts/network_folder.ts";
import { superviseTraining } from "../_training/supervise_training.ts";
import type { RetrainParams } from "./params.ts";

/** Trains from the newest checkpoint, if there is one, and writes the network and its history. */
export async function run(
  context: StageContext<RetrainParams>,
): Promise<void> {
  const { params } = context;
  const { seed, epochs, batch, channels, cells, auxiliary } = params;
  using dataset = await openDataset(context.input("data"));
  const { manifest, train } = dataset;
  const config: NetworkConfig = {
    genotype: await readGenotypeFile(context.input("genotype")),
    stem: params.stem,
    channels,
    cells,
    classes: manifest.classes.length,
    size: manifest.size,
    auxiliary,
  };
  const layout = networkLayout(config);
  const checkpoints = openCheckpoints(context.checkpoint);
  const stored = await checkpoints.load();
  const initial: RetrainState = stored === null
    ? initialRetrainState(layout, seed)
    : {
      ...stored.position as Omit<RetrainState, "tensors">,
      tensors: stored.tensors,
    };
  if (stored !== null) {
    context.log(
      `goes on from its checkpoint at epoch ${initial.epoch + 1} step ${
        initial.step + 1
      }`,
    );
  }
  const augmentation = trainAugmentation(manifest, params);
  const own = params.images === "all"
    ? Array.from({ length: train.count }, (_, at) => at)
    : dataset.split.weights;
  const steps = batchCount(own.length, { batch, last: params.lastBatch });
  if (steps === 0) {
    throw new RangeError(
      `Expected at least one batch of ${batch} images but found ${own.length} images: set batch or lastBatch: keep`,
    );
  }
  let shuffled: { epoch: number; order: Uint32Array } | undefined;
  const engine = await openStageEngine(params.threads);
  const wait = dataWait();
  const { tensors, history } = await runRetrain(engine, initial, {
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
      weightDecay: params.weightDecay,
      clip: params.clip,
    },
    dropPath: params.dropPath,
    auxiliaryWeight: params.auxiliaryWeight,
    labelSmoothing: params.labelSmoothing,
    seed,
    steps,
    batch: wait.timed((epoch: number, step: number) => {
      const address = { seed, stream: "retrain", epoch };
      if (shuffled?.epoch !== epoch) {
        shuffled = { epoch, order: epochOrder(own.length, address) };
      }
      const positions = shuffled.order
        .subarray(step * batch, (step + 1) * batch).map((at) => own[at]!);
      return loadBatch(dataset, train, positions, { ...address, augmentation });
    }),
    afterStep: superviseTraining<RetrainState, RetrainEpoch>({
      context,
      checkpoints,
      wait,
      encode: ({ tensors, ...position }) => ({ tensors, position }),
      describe: (e) =>
        `epoch ${e.epoch}/${epochs}, training accuracy ${
          e.trainAccuracy.toFixed(3)
        }`,
    }),
  });
  const data = (name: string) => tensors[name]!.data as Float32Array;
  await writeNetworkFolder(context.output("network"), {
    config,
    dataset: manifest.statement,
    images: params.images,
    flat: {
      weights: data("weights"),
      mean: data("running_mean"),
      variance: data("running_variance"),
    },
  }, layout);
  const { threads: _, recompute: __, ...rest } = params;
  await writeJsonFile(context.output("history"), {
    seed,
    config: rest,
    dataset: manifest.statement,
    epochs: history,
  });
}
